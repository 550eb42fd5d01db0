"""Reads where to look, and wishes beside it, from a message or a button in the referral form."""

from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from bot.directory.place import ANYWHERE, Ambiguous, Place, Unknown, online_near
from bot.directory.places import Places, load_places
from bot.directory.sessions import DirectoryUnavailable, directory_session
from bot.directory.words import Wishes, read_wishes, tells_own_place, tells_where

LIKELY = 0.5
SURE = 0.7
SHORT_WORDS = 4
MOST_OPTIONS = 6
# Said in passing: never the name of a place
SOCIAL = frozenset(
    [
        "affirm",
        "bot_challenge",
        "delete_data",
        "deny",
        "goodbye",
        "greet",
        "help",
        "privacy",
        "thank",
    ]
)
# What an answer to "where" may be taken for: the search itself, or nothing that we know
SEARCHING = frozenset(["ask_human", "find_therapist"])
UNSURE = frozenset(["", "nlu_fallback", "out_of_scope"])
# After these the form closes without another question
CLOSING = frozenset(["crisis", "delete_data", "goodbye"])
FILTERS = ("language", "cost", "endings")


class ValidateFindReferralForm(FormValidationAction):
    """Slots: `place` (a `Place.key`), `language`, `cost`, `endings`, and `place_problem`:
    "unknown" or a list of `{key, label}` to choose from."""

    def name(self) -> str:
        return "validate_find_referral_form"

    async def extract_place(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """The text or key to look up. Empty where the message is about something else: Rasa
        then rejects the form, and the matching rule answers."""
        text = str(tracker.latest_message.get("text") or "")
        if text.startswith("/"):
            return await _from_button(tracker)
        places = await _places()
        if places is None or places.empty:
            return {"place": ANYWHERE.key}
        found, wishes = places.resolve(text), read_wishes(text, places.languages)
        return {} if _is_aside(text, found, wishes, tracker) else {"place": text}

    async def validate_place(
        self,
        value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> dict[str, Any]:
        """The place's key, or None and what was wrong with it; and the wishes beside it."""
        if value is None:
            return {"place": None, **_fresh(tracker)}
        places = await _places()
        if places is None:
            return {"place": ANYWHERE.key}
        known = places.by_key(value)
        if known:
            return {"place": known.key}
        text = str(value)
        found, wishes = places.resolve(text), read_wishes(text, places.languages)
        return {**_place_slots(found, wishes), **_wish_slots(wishes)}

    async def next_requested_slot(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> EventType | None:
        if _intent(tracker)[0] in CLOSING:
            return SlotSet(REQUESTED_SLOT, None)
        return await super().next_requested_slot(dispatcher, tracker, domain)


async def _places() -> Places | None:
    """None where the directory cannot be read; the search then says so."""
    try:
        async with directory_session() as session:
            return await load_places(session)
    except DirectoryUnavailable:
        return None


async def _from_button(tracker: Tracker) -> dict[str, Any]:
    entities = _entities(tracker)
    if _intent(tracker)[0] != "ask_human" or not entities:
        return {}
    if "place" in entities:
        return {"place": await _online_here(entities["place"], tracker)}
    if entities.get("part") in ("search", "new_place") or not tracker.get_slot("place"):
        return {"place": None}
    return {}


async def _online_here(key: Any, tracker: Tracker) -> Any:
    """Online means for people who live where they looked before."""
    before = tracker.get_slot("place")
    places = await _places() if key == "online" and before else None
    place = places.by_key(before) if places else None
    return online_near(place.country, place.state).key if place else key


def _is_aside(text: str, found: object, wishes: Wishes, tracker: Tracker) -> bool:
    """Whether a message is about something else than where to look."""
    intent, confidence = _intent(tracker)
    is_long = len(text.split()) > SHORT_WORDS
    if intent == "crisis":
        return True
    if not isinstance(found, Unknown) or wishes.filters:
        other = intent not in SEARCHING | UNSURE and confidence >= LIKELY
        return is_long and other and not tells_own_place(text)
    if intent in SOCIAL:
        return confidence >= LIKELY
    if intent in SEARCHING | UNSURE and tells_where(text):
        return False
    if intent in UNSURE:
        return is_long
    return confidence >= (LIKELY if is_long else SURE)


def _place_slots(found: Place | Ambiguous | Unknown, wishes: Wishes) -> dict[str, Any]:
    if isinstance(found, Place):
        return {"place": found.key, "place_problem": None}
    if isinstance(found, Ambiguous):
        options = [{"key": place.key, "label": place.label} for place in found.options]
        return {"place": None, "place_problem": options[:MOST_OPTIONS]}
    return {"place": None, "place_problem": None if wishes.filters else "unknown"}


def _wish_slots(wishes: Wishes) -> dict[str, Any]:
    said = {
        "language": wishes.language,
        "cost": wishes.cost,
        "endings": "yes" if wishes.endings else None,
    }
    return {name: value for name, value in said.items() if value}


def _fresh(tracker: Tracker) -> dict[str, Any]:
    """A new search starts without the old one's wishes; another place keeps them."""
    if _entities(tracker).get("part") == "search":
        return dict.fromkeys(FILTERS)
    return {}


def _entities(tracker: Tracker) -> dict[str, Any]:
    entities = tracker.latest_message.get("entities") or []
    return {e["entity"]: e.get("value") for e in entities if "entity" in e}


def _intent(tracker: Tracker) -> tuple[str, float]:
    intent = tracker.latest_message.get("intent") or {}
    return intent.get("name") or "", float(intent.get("confidence") or 0.0)
