"""Names the replies of a referral search: who was found, at most three at a time, and ways on."""

import json
from itertools import dropwhile
from typing import Any
from urllib.parse import urlsplit

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.directory.cards import Card
from bot.directory.hours import Opening
from bot.directory.place import ANYWHERE, Place
from bot.directory.places import load_places
from bot.directory.queries import Found, Need, find
from bot.directory.sessions import DirectoryUnavailable, directory_session

WAYS_ON = "utter_find_referral_ways_on"


class ActionFindReferral(Action):
    """Searches with the slots of the form; runs when the place is known.

    A value may itself name a reply, `{"response": name, ...values}`, or be a list of such:
    whoever words the reply words those first and joins a list with commas. `links` and
    `added_buttons` (`{title, url}`, `{title, payload}`) stand under the reply.
    """

    def name(self) -> str:
        return "action_find_referral"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        key = tracker.get_slot("place")
        if not key:
            return []
        try:
            need, found = await _search(key, tracker)
        except DirectoryUnavailable:
            dispatcher.utter_message(response="utter_find_referral_unavailable")
            return []
        _introduce(dispatcher, need, found)
        for card in found.cards:
            _show(dispatcher, card)
        if found.cards:
            _offer_ways_on(dispatcher, found)
        return [
            SlotSet("referral_page", need.page),
            SlotSet("offer", "search" if found.more else None),
        ]


async def _search(key: str, tracker: Tracker) -> tuple[Need, Found]:
    async with directory_session() as session:
        place = (await load_places(session)).by_key(key) or ANYWHERE
        need = Need(
            place,
            language=tracker.get_slot("language"),
            cost=tracker.get_slot("cost"),
            endings=tracker.get_slot("endings") == "yes",
            page=int(tracker.get_slot("referral_page") or 0) + 1 if _wants_more(tracker) else 0,
        )
        return need, await find(session, need)


def _wants_more(tracker: Tracker) -> bool:
    """The button, or a "yes" in words right after more was offered."""
    entities = tracker.latest_message.get("entities") or []
    if any((e.get("entity"), e.get("value")) == ("part", "show_more") for e in entities):
        return True
    if (tracker.latest_message.get("intent") or {}).get("name") != "affirm":
        return False
    before = dropwhile(lambda event: event.get("event") != "user", reversed(tracker.events))
    said = [event.get("metadata") or {} for event in before if event.get("event") == "bot"]
    return bool(said and said[0].get("utter_action") == WAYS_ON)


def _introduce(dispatcher: CollectingDispatcher, need: Need, found: Found) -> None:
    where = _where(need.place)
    if not found.cards:
        case = "no_more" if need.page else "nothing"
        dispatcher.utter_message(response=f"utter_find_referral_{case}", where=where)
    elif found.widened and not need.page:
        how = [_named(f"wider_{step}") for step in found.widened]
        dispatcher.utter_message(response="utter_find_referral_widened", where=where, how=how)
    else:
        case = "next" if need.page else "found"
        dispatcher.utter_message(response=f"utter_find_referral_{case}", where=where)


def _show(dispatcher: CollectingDispatcher, card: Card) -> None:
    names = dict.fromkeys((card.name, card.organization))
    dispatcher.utter_message(
        response="utter_find_referral_card",
        service=", ".join(names),
        alert=card.alert,
        what=card.what,
        place=_place(card),
        phone=card.phone or _named("ask"),
        hours=_hours(card.hours),
        cost=card.cost or _named("ask"),
        languages=", ".join(card.languages) or _named("ask"),
        why=[_named(f"why_{reason}") for reason in card.why],
        links=_links(card),
    )


def _offer_ways_on(dispatcher: CollectingDispatcher, found: Found) -> None:
    buttons = [
        {"title": name, "payload": "/ask_human" + json.dumps({"language": code})}
        for code, name in found.languages
    ]
    name = WAYS_ON if found.more else f"{WAYS_ON}_last"
    dispatcher.utter_message(response=name, added_buttons=buttons)


def _where(place: Place) -> dict[str, Any]:
    if place.kind in ("online", "anywhere"):
        return _named(f"where_{place.kind}")
    return _named("where_near", place=place.label)


def _place(card: Card) -> Any:
    if card.online and card.where:
        return _named("online", area=card.where)
    return card.where or _named("where_online" if card.online else "ask")


def _hours(hours: Opening) -> dict[str, Any]:
    """Words for "Open now until 17:00 GMT" and the like."""
    day = hours.day if hours.state == "date" else _named(f"day_{hours.day}") if hours.day else ""
    values = {"time": hours.time, "zone": hours.zone, "day": day, "text": hours.text}
    return _named(f"hours_{hours.state}", **{k: value for k, value in values.items() if value})


def _links(card: Card) -> list[dict[str, str]]:
    links = [{"title": card.phone, "url": card.phone_href}] if card.phone_href else []
    if card.url:
        links.append({"title": urlsplit(card.url).netloc, "url": card.url})
    return links


def _named(case: str, **values: Any) -> dict[str, Any]:
    return {"response": f"utter_find_referral_{case}", **values}
