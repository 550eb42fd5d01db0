"""Tests of the three actions of the referral search, with rasa_sdk's own dispatcher and tracker."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from actions.ask_find_referral_form_place import ActionAskFindReferralFormPlace
from actions.find_referral import ActionFindReferral
from actions.validate_find_referral_form import ValidateFindReferralForm
from bot.content.load import load_replies
from bot.database import upgrade
from bot.directory import sessions
from bot.directory.load import SAMPLE, load_file
from bot.settings import load_settings

FORM = "find_referral_form"
DOMAIN = {"forms": {FORM: {"required_slots": ["place"]}}, "slots": {"place": {}}}
PORTLAND, MELBOURNE = "city:US/OR/portland", "city:AU/VIC/melbourne"


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "directory.db"
    load_file(f"sqlite:///{path}", SAMPLE)
    return path


@pytest.fixture
async def directory(
    sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Path]:
    """The sample in a file of its own; the test may break it."""
    path = tmp_path / "directory.db"
    shutil.copy(sample_file, path)
    monkeypatch.setenv("AFTERWORD_DIRECTORY_URL", f"sqlite:///{path}")
    sessions._sessions.cache_clear()
    yield path
    await sessions._sessions().kw["bind"].dispose()
    sessions._sessions.cache_clear()


@pytest.fixture
def broken(directory: Path) -> None:
    directory.write_text("broken")


@pytest.fixture
def emptied(directory: Path) -> None:
    directory.unlink()
    upgrade(load_settings().directory_url, "bot.directory")


pytestmark = pytest.mark.usefixtures("directory")


def tracker(
    text: str = "",
    intent: str = "ask_human",
    confidence: float = 0.9,
    entities: dict[str, Any] | None = None,
    slots: dict[str, Any] | None = None,
    before: str | None = None,
    after: str | None = None,
) -> Tracker:
    """One message; `before` and `after` are the bot's replies around it."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
    }
    events: list[dict[str, Any]] = [{"event": "user", "text": text, "parse_data": message}]
    if before:
        events.insert(0, said(before))
    if after:
        events.append(said(after))
    events.append({"event": "action", "name": FORM})
    loop = {"name": FORM}
    return Tracker("sender", dict(slots or {}), message, events, False, None, loop, "action_listen")


def said(reply: str) -> dict[str, Any]:
    return {"event": "bot", "text": "", "metadata": {"utter_action": reply}}


def button(slots: dict[str, Any] | None = None, **entities: Any) -> Tracker:
    return tracker("/ask_human{...}", confidence=1.0, entities=entities, slots=slots)


async def validated(of: Tracker) -> dict[str, Any] | None:
    """The slots that the form action sets; None where it lets another rule answer."""
    events = await ValidateFindReferralForm().run(CollectingDispatcher(), of, DOMAIN)
    return {event["name"]: event["value"] for event in events} or None


async def named(action: Any, of: Tracker) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The replies that an action names, and the slots it sets."""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, of, DOMAIN)
    return dispatcher.messages, {event["name"]: event["value"] for event in events}


async def searched(**slots: Any) -> tuple[list[str], list[dict[str, Any]]]:
    messages, _ = await named(ActionFindReferral(), tracker(slots=slots))
    return [message["response"] for message in messages], messages


# the form


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("Portland", {"place": PORTLAND}),
        ("i live in Melbourn", {"place": MELBOURNE}),
        ("97205", {"place": "post:US/97205"}),
        ("online", {"place": "online"}),
        ("anywhere", {"place": "anywhere"}),
        ("low cost in spanish online", {"place": "online", "language": "es", "cost": "low"}),
        (
            "near manchester m1, someone who knows about endings",
            {"place": "post:GB/M1", "endings": "yes"},
        ),
    ],
)
async def test_a_place_and_wishes_are_read_from_one_message(
    text: str, slots: dict[str, Any]
) -> None:
    found = await validated(tracker(text)) or {}

    assert {name: value for name, value in found.items() if value is not None} == slots


@pytest.mark.parametrize("text", ["Blorfville", "10001", "Portland, Maine", "🙂", "x" * 20_000])
async def test_an_unknown_place_is_asked_for_again(text: str) -> None:
    slots = await validated(tracker(text, intent="nlu_fallback", confidence=0.3))

    assert slots == {"place": None, "place_problem": "unknown"}


async def test_a_place_of_two_meanings_is_asked_about() -> None:
    slots = await validated(tracker("portland or melbourne"))

    assert slots == {
        "place": None,
        "place_problem": [
            {"key": PORTLAND, "label": "Portland, OR, US"},
            {"key": MELBOURNE, "label": "Melbourne, VIC, AU"},
        ],
    }


async def test_wishes_without_a_place_are_kept_and_the_place_asked_for() -> None:
    assert await validated(tracker("low cost in spanish please")) == {
        "place": None,
        "place_problem": None,
        "language": "es",
        "cost": "low",
    }


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("no thanks", "deny", 0.9),
        ("hi", "greet", 0.8),
        ("are you a bot", "bot_challenge", 0.6),
        ("who reads this", "privacy", 0.6),
        ("thank you so much", "thank", 0.9),
        ("i miss my therapist so much it hurts", "missing_therapist", 0.8),
        ("my therapist in portland left me by email", "abrupt_ending", 0.7),
        ("i can't cope", "distress", 0.8),
        ("human now please", "ask_human", 0.9),
        ("i want to talk to a real person right now", "ask_human", 0.9),
        ("what is the weather like tomorrow", "out_of_scope", 0.9),
        ("i don't want to be here in portland any more", "crisis", 1.0),
    ],
)
async def test_a_message_about_something_else_is_left_to_its_rule(
    text: str, intent: str, confidence: float
) -> None:
    slots = await validated(tracker(text, intent, confidence)) or {}

    assert "place" not in slots


@pytest.mark.parametrize(
    ("text", "intent", "key"),
    [
        ("i'm in portland and i miss her, who can i see", "missing_therapist", PORTLAND),
        ("no, melbourne", "deny", MELBOURNE),
        ("can you refer me to somebody close to portland", "ask_human", PORTLAND),
        ("portland", "out_of_scope", PORTLAND),
        ("it's for my friend but portland is right", "out_of_scope", PORTLAND),
    ],
)
async def test_an_answer_is_taken_whatever_its_intent(text: str, intent: str, key: str) -> None:
    slots = await validated(tracker(text, intent)) or {}

    assert slots["place"] == key


@pytest.mark.parametrize("intent", ["crisis", "goodbye", "delete_data"])
async def test_the_form_closes_where_another_question_would_be_out_of_place(intent: str) -> None:
    assert await validated(tracker("good night to all of you", intent)) == {REQUESTED_SLOT: None}


async def test_the_search_starts_without_the_wishes_of_the_last_one() -> None:
    old = {"place": PORTLAND, "language": "es", "cost": "low", "endings": "yes"}

    assert await validated(button(old, part="search")) == dict.fromkeys(
        ["place", "language", "cost", "endings"]
    )


async def test_another_place_keeps_the_wishes() -> None:
    old = {"place": PORTLAND, "language": "es"}

    assert await validated(button(old, part="new_place")) == {"place": None}


async def test_a_place_chosen_by_button_is_taken_as_it_is() -> None:
    assert await validated(button(place=MELBOURNE)) == {"place": MELBOURNE}


async def test_online_is_for_people_who_live_where_they_looked_before() -> None:
    assert await validated(button({"place": PORTLAND}, place="online")) == {"place": "online:US/OR"}
    assert await validated(button({}, place="online")) == {"place": "online"}


@pytest.mark.parametrize("place", ["atlantis", "'; DROP TABLE service; --", 7, ["a"], {"a": 1}])
async def test_a_button_for_no_place_is_asked_about(place: Any) -> None:
    assert await validated(button(place=place)) == {"place": None, "place_problem": "unknown"}


@pytest.mark.parametrize("entity", [{"cost": "low"}, {"part": "show_more"}, {"language": "es"}])
async def test_a_filter_needs_a_place_first(entity: dict[str, str]) -> None:
    assert await validated(button({}, **entity)) == {"place": None}
    assert await validated(button({"place": PORTLAND}, **entity)) is None


async def test_a_plain_button_of_another_topic_is_left_to_its_rule() -> None:
    assert await validated(tracker("/distress", "distress", 1.0)) is None
    assert await validated(tracker("/ask_human", "ask_human", 1.0)) is None


async def test_a_message_without_anything_in_it_does_no_harm() -> None:
    empty = Tracker("sender", {}, {}, [], False, None, {}, "action_listen")

    assert await validated(empty) == {"place": None, "place_problem": "unknown"}


# the question


@pytest.mark.parametrize(
    ("slots", "after", "reply"),
    [
        ({}, None, "utter_ask_find_referral_form_place"),
        ({}, "utter_missing_therapist", "utter_find_referral_resume"),
        ({"place_problem": "unknown"}, None, "utter_find_referral_unknown_place"),
    ],
)
async def test_the_question_fits_what_came_before(
    slots: dict[str, Any], after: str | None, reply: str
) -> None:
    messages, _ = await named(
        ActionAskFindReferralFormPlace(), tracker("hm", slots=slots, after=after)
    )

    assert [message["response"] for message in messages] == [reply]


async def test_two_places_are_offered_as_buttons() -> None:
    problem = [{"key": PORTLAND, "label": "Portland, OR, US"}, {"key": MELBOURNE, "label": "M"}]
    messages, slots = await named(
        ActionAskFindReferralFormPlace(), tracker("hm", slots={"place_problem": problem})
    )

    assert messages[0]["response"] == "utter_find_referral_ambiguous"
    assert messages[0]["options"] == "Portland, OR, US; M"
    assert messages[0]["added_buttons"][0] == {
        "title": "Portland, OR, US",
        "payload": '/ask_human{"place": "city:US/OR/portland"}',
    }
    assert slots == {"place_problem": None}


# the search


async def test_a_search_names_an_introduction_three_cards_and_ways_on() -> None:
    replies, messages = await searched(place=PORTLAND)

    assert replies == [
        "utter_find_referral_found",
        *["utter_find_referral_card"] * 3,
        "utter_find_referral_ways_on",
    ]
    assert messages[0]["where"] == {
        "response": "utter_find_referral_where_near",
        "place": "Portland, OR, US",
    }
    assert messages[-1]["added_buttons"][0] == {
        "title": "Spanish",
        "payload": '/ask_human{"language": "es"}',
    }


async def test_a_card_carries_everything_and_links_to_call() -> None:
    _, messages = await searched(place="city:GB/England/manchester", language="pl")
    card = messages[1]

    assert card["service"] == "Copper Wren"
    assert card["alert"] == "Example, not a real service"
    assert card["place"] == "2 Sample Yard, Manchester, England M4"
    assert card["cost"] == "£20 to £50, by income"
    assert card["languages"] == "English, Polish"
    assert card["links"] == [
        {"title": "0161 496 0102 (GB)", "url": "tel:+441614960102"},
        {"title": "copper-wren.example", "url": "https://copper-wren.example/"},
    ]
    assert [reason["response"] for reason in card["why"]] == [
        "utter_find_referral_why_near",
        "utter_find_referral_why_language",
        "utter_find_referral_why_endings",
    ]


async def test_show_more_turns_the_page_and_another_wish_goes_back_to_the_first() -> None:
    slots = {"place": PORTLAND, "referral_page": 0}
    more, now = await named(ActionFindReferral(), button(slots, part="show_more"))
    again, first = await named(
        ActionFindReferral(), button({**slots, "referral_page": 1, "cost": "low"}, cost="low")
    )

    assert (more[0]["response"], now["referral_page"]) == ("utter_find_referral_next", 1)
    assert (again[0]["response"], first["referral_page"]) == ("utter_find_referral_found", 0)


async def test_yes_shows_more_only_right_after_more_was_offered() -> None:
    slots = {"place": PORTLAND, "referral_page": 0}
    offered = tracker("yes", "affirm", slots=slots, before="utter_find_referral_ways_on")
    passing = tracker("yes", "affirm", slots=slots, before="utter_distress")

    assert (await named(ActionFindReferral(), offered))[1]["referral_page"] == 1
    assert (await named(ActionFindReferral(), passing))[1]["referral_page"] == 0


async def test_the_last_page_offers_no_more() -> None:
    slots = {"place": PORTLAND, "referral_page": 1}
    last, events = await named(ActionFindReferral(), button(slots, part="show_more"))
    beyond, _ = await named(
        ActionFindReferral(), button({**slots, "referral_page": 2}, part="show_more")
    )

    assert last[-1]["response"] == "utter_find_referral_ways_on_last"
    assert events["offer"] is None
    assert [message["response"] for message in beyond] == ["utter_find_referral_no_more"]


async def test_a_wider_search_says_how() -> None:
    replies, messages = await searched(place="city:GB/England/manchester", language="so")

    assert replies[0] == "utter_find_referral_widened"
    assert messages[0]["how"] == [{"response": "utter_find_referral_wider_language"}]


async def test_a_place_that_is_gone_becomes_anywhere() -> None:
    replies, messages = await searched(place="city:US/OR/atlantis")

    assert replies[0] == "utter_find_referral_found"
    assert messages[0]["where"] == {"response": "utter_find_referral_where_anywhere"}


async def test_a_closed_form_says_nothing() -> None:
    assert await searched() == ([], [])


async def test_a_directory_that_cannot_be_read_is_said_and_leads_to_a_person(
    broken: None,
) -> None:
    assert await validated(tracker("portland")) == {"place": "anywhere"}
    assert (await searched(place="anywhere"))[0] == ["utter_find_referral_unavailable"]


async def test_an_empty_directory_is_said_at_once(emptied: None) -> None:
    assert await validated(tracker("portland")) == {"place": "anywhere"}
    assert (await searched(place="anywhere"))[0] == ["utter_find_referral_nothing"]


# words for all of it


async def test_every_named_reply_has_words_and_every_value_is_given(directory: Path) -> None:
    replies = load_replies(load_settings().domain / "en")
    keys = [PORTLAND, "post:GB/M1", "region:AU", "online", "online:GB", "anywhere"]
    filters = [{}, {"language": "es"}, {"language": "so", "cost": "low", "endings": "yes"}]
    for key in keys:
        for wishes in filters:
            _, messages = await searched(place=key, **wishes)
            for message in messages:
                assert list(unworded(message, replies)) == []


def test_every_state_of_the_search_has_words() -> None:
    replies = load_replies(load_settings().domain / "en")
    hours = ["always", "open", "today", "tomorrow", "day", "date", "described", "unknown"]
    days = ["mo", "tu", "we", "th", "fr", "sa", "su"]
    wider = ["cost", "language", "endings", "nearby", "online", "anywhere"]
    why = ["near", "online", "language", "cost", "endings", "people"]
    cases = {"hours": hours, "day": days, "wider": wider, "why": why}
    names = {f"utter_find_referral_{kind}_{one}" for kind, all in cases.items() for one in all}

    assert names - replies.keys() == set()


def unworded(value: Any, replies: dict[str, Any]) -> Iterator[str]:
    """Names without words, and placeholders without values, in a reply and those inside it."""
    if isinstance(value, list):
        for item in value:
            yield from unworded(item, replies)
    if not isinstance(value, dict) or "response" not in value:
        return
    if value["response"] not in replies:
        yield value["response"]
        return
    clinic = {"clinic_name": "C", "clinic_phone": "P", "clinic_hours": "H"}
    for wording in replies[value["response"]].wordings:
        missing = [name for name in placeholders(wording.text) if name not in {**value, **clinic}]
        yield from (f"{value['response']}: {name}" for name in missing)
    for inner in value.values():
        yield from unworded(inner, replies)


def placeholders(text: str) -> list[str]:
    return [part.partition("}")[0] for part in text.split("{")[1:]]
