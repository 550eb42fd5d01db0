"""Short typed answers: a button's title, its number, yes and no, with small additions."""

from pathlib import Path

import pytest

from bot.content.load import ContentInvalid
from bot.gateway.plain_words import (
    GOES_ON,
    is_readable,
    load_answers,
    plain,
    pressed_by_words,
)
from bot.gateway.short_answers import answer_in
from bot.settings import ROOT

ANSWERS = load_answers(ROOT / "data" / "safety" / "answers.yml")
TITLES = (
    "Yes",
    "No",
    "Low cost",
    "Show more",
    "Talk to a person",
    "I miss my therapist",
    "Online or by phone",
    "What can I ask?",
)
CRISIS = ("I am safe for now", "I'm afraid to call", "Not sure", "You misunderstood me")


def offered(*titles: str, number: bool = True) -> dict[str, dict[str, str]]:
    """Buttons with their title as id."""
    found = {}
    for place, title in enumerate(titles, start=1):
        payload = '/crisis{"answer": "x"}' if title in CRISIS else f"/{title}"
        found[title] = {"title": title, "payload": payload}
        if number:
            found[title]["number"] = str(place)
    return found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yes", "Yes"),
        ("YES!", "Yes"),
        ("yes please", "Yes"),
        ("ok yes", "Yes"),
        ("no", "No"),
        ("No, thank you.", "No"),
        ("no thanks", "No"),
        ("low cost", "Low cost"),
        ("low cost please", "Low cost"),
        ("the low cost option", "Low cost"),
        ("lowcost", "Low cost"),
        ("low csot", "Low cost"),
        ("show more pls", "Show more"),
        ("shwo more", "Show more"),
        ("can you show more please", "Show more"),
        ("talk to a person", "Talk to a person"),
        ("can i talk to a person please", "Talk to a person"),
        ("I'd like to talk to a person", "Talk to a person"),
        ("tlak to a preson", "Talk to a person"),
        ("i miss my therpist", "I miss my therapist"),
        ("what can i ask", "What can I ask?"),
        ("online or by phone then", "Online or by phone"),
        ("3", "Low cost"),
        ("3.", "Low cost"),
        ("option 3", "Low cost"),
        ("number 8 please", "What can I ask?"),
    ],
)
def test_a_title_or_number_is_recognized(typed: str, meant: str) -> None:
    assert pressed_by_words(typed, offered(*TITLES)) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "?!",
        "no one ever listens to me",
        "no one",
        "oh no",
        "not yes",
        "yes i miss him every day",
        "yes and no",
        "no cost",
        "low",
        "more",
        "i miss my therapist so much it hurts",
        "i miss my old therapist",
        "i miss my mother",
        "talk to my person",
        "i do not want to talk to a person",
        "show me more about endings",
        "9",
        "33",
        "please",
        "thanks",
        "a" * 5000,
        "yes " * 60,
    ],
)
def test_a_real_message_is_no_button(typed: str) -> None:
    assert pressed_by_words(typed, offered(*TITLES)) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("i'm safe for now", None),
        ("I am safe for now.", "I am safe for now"),
        ("i am not safe for now", None),
        ("i am unsafe for now", None),
        ("i am same for now", None),
        ("im afraid to call", "I'm afraid to call"),
        ("i'm afraid to fall", None),
        ("not sure", "Not sure"),
        ("not sore", None),
    ],
)
def test_what_is_said_about_safety_must_be_right_to_the_letter(
    typed: str, meant: str | None
) -> None:
    expected = meant if typed != "i'm safe for now" else "I am safe for now"
    assert pressed_by_words(typed, offered(*CRISIS)) == expected


def test_only_what_was_shown_last_can_be_typed() -> None:
    old = offered("Yes", number=False)
    assert pressed_by_words("yes", old) is None
    assert pressed_by_words("1", old | offered("Low cost")) == "Low cost"


def test_what_is_alike_to_two_titles_is_neither() -> None:
    titles = offered("Later therapists", "Latex therapists")
    assert pressed_by_words("latet therapists", titles) is None


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Yes.", "yes"),
        ("yes i do", "yes"),
        ("yeah please", "yes"),
        ("NO", "no"),
        ("no thanks", "no"),
        ("no, i'm fine", "no"),
        ("no not really", "no"),
        ("I don’t know", "unsure"),
        ("i'm safe now", "safe"),
        ("SOS", "sos"),
        ("sos please", "sos"),
        ("what happens if I call?", "barriers"),
        ("no i haven't done anything", "no"),
        ("no, not now", "no"),
        ("not at the moment", "no"),
        ("nah i would never actually do anything", "no"),
        ("ok fine i won't do it", "no"),
        ("i don't know honestly", "unsure"),
        ("idk if i can keep going", "unsure"),
        ("i think so", "yes"),
        ("yes i might", "yes"),
        ("yeah soon", "yes"),
        ("i feel safe now", "safe"),
        ("thanks i'm safe", "safe"),
        ("i'm ok right now", "safe"),
        ("i feel ok though", "safe"),
        ("i put it away and my sister is here", "safe"),
        ("yes i am safe", "safe"),
        ("i don't want to call anyone", "barriers"),
        ("no im not calling 911", "barriers"),
        ("i called they put me on hold", "barriers"),
        ("nobody answers", "barriers"),
        ("thats not what i said", "misunderstood"),
        ("wrong, i meant the therapy", "misunderstood"),
        ("you misunderstood me, i'm just tired", "misunderstood"),
        ("i am not safe", "danger"),
        ("no, i'm not safe", "danger"),
        ("yes i am fine", None),
        ("yes i miss him every day", None),
        ("yes tell me more", None),
        ("maybe she will call", None),
        ("i feel safe with my therapist", None),
        ("no idea", None),
        ("no one listens", None),
        ("i am not ok", None),
        ("", None),
    ],
)
def test_answers_to_the_question(typed: str, answer: str | None) -> None:
    assert answer_in(typed, ANSWERS) == answer


@pytest.mark.parametrize(
    "typed",
    [
        "no but i already did it",
        "no i tied it already",
        "no i don't want to live",
        "no i can't stop",
        "nope not anymore",
        "no i won't be here tomorrow",
        "no i haven't done anything yet",
        "i am safe until tonight",
        "i am safe if he stays away",
        "i put it away but i want it back",
        "that's not what i said, i said tonight",
        "i already tied it",
    ],
)
def test_a_sign_of_danger_takes_a_no_or_safe_back(typed: str) -> None:
    assert answer_in(typed, ANSWERS) is None


def test_only_a_short_text_is_an_answer() -> None:
    assert answer_in("no i have not done that kind of thing", ANSWERS) == "no"
    assert answer_in("no i have not done that kind of thing at all", ANSWERS) is None


def test_every_phrase_of_the_file_is_reachable() -> None:
    for phrase in ANSWERS:
        words = phrase.removesuffix(GOES_ON)
        assert words
        assert plain(words) == words
        assert answer_in(words, ANSWERS) == ANSWERS[phrase]
    kinds = {"danger", "yes", "no", "unsure", "safe", "misunderstood", "barriers", "sos"}
    assert set(ANSWERS.values()) == kinds


def test_a_file_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.yml"
    path.write_text("yes: yeah\n")
    with pytest.raises(ContentInvalid, match=r"answers\.yml"):
        load_answers(path)


@pytest.mark.parametrize(("text", "readable"), [("a", True), ("７", True), ("", False)])
def test_readable(text: str, readable: bool) -> None:
    assert is_readable(text) is readable
    assert not is_readable("😀 ... !?")
