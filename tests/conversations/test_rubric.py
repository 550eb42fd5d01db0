"""Every check of the rubric lets a good conversation pass, and can fail."""

from dataclasses import replace

import pytest

from tests.conversations import rubric
from tests.conversations.rubric_help import BARRIERS, SEARCH
from tests.conversations.rubric_words import FORBIDDEN, is_direct
from tests.conversations.transcript import NO_CARE, Said, Transcript, Turn

PHONE = "+1 503"
WORDINGS = {"utter_thank": 3, "utter_crisis_first": 2}
CHECKS = rubric.checks(WORDINGS, PHONE)
ANSWERS = {
    title: f'/crisis{{"answer": "{answer}"}}'
    for title, answer in {"Yes": "yes", "No": "no", "Not sure": "unsure"}.items()
}
WAYS = {"Afraid": BARRIERS, "Find a therapist": SEARCH}
CALL = {"kind": "suicide", "call": {"label": "Call 988"}, "text": None}
EMERGENCY = {"kind": "emergency", "call": {"label": "Call 911"}, "text": None}
PINNED = {"pinned": True, "lines": [CALL, EMERGENCY], "ask": 7}
URGENT = {**PINNED, "lines": [EMERGENCY, CALL]}
SHOWN = {**PINNED, "pinned": False, "ask": None}

BEGIN = Turn("open", (Said("utter_opening", "I'm a computer program.", buttons=WAYS),))
FIRST = Said("utter_crisis_first", "A program. Call 988, or 911. Tell a friend and a doctor.")
ASK = Said("utter_crisis_ask", "Are you thinking about ending your life?", id=7)
ASKED = replace(ASK, kind="crisis", buttons=ANSWERS | WAYS)
OPENING = Turn("say", (FIRST, ASKED), "crisis", "open", care=PINNED)
NO = Said("utter_crisis_no", "Okay. Sit with somebody.", kind="crisis")
RECHECK = replace(ASKED, reply="utter_crisis_recheck", text="Is it hard to stay safe?")
DENIED = Turn("press", (NO, RECHECK), step="open", care=PINNED)
SAFE = Turn(
    "press",
    (Said("utter_crisis_safe", "Good. Rest, with company.", kind="crisis", buttons=WAYS),),
    step="watch",
    care=SHOWN,
)
CLOSED = Turn("say", (Said("utter_crisis_closed", "Good.", buttons=WAYS),), step="closed")
THANKED = Turn("say", (Said("utter_thank", "All right.", buttons=WAYS),))
WORRIED = Turn(
    "say",
    (
        Said("utter_missing_therapist", "It hurts."),
        Said(
            "utter_after_concern",
            "Do you think of dying?",
            buttons=ANSWERS,
        ),
    ),
    "concern",
    care=SHOWN,
)
CALMED = replace(DENIED, said=(replace(NO, buttons=WAYS),), step="none", care=SHOWN)
NEAR = replace(
    OPENING,
    said=(
        Said("utter_crisis_imminent_first", "Call 911. Go to a neighbor, away from it. A program."),
        replace(ASKED, reply="utter_crisis_imminent_ask", text="Are you hurt already?"),
    ),
    danger="imminent",
    care=URGENT,
)
ABUSED = replace(
    OPENING,
    said=(
        replace(FIRST, reply="utter_crisis_abuse_danger_first"),
        replace(ASKED, text="Is it safe to chat? If not, close this."),
    ),
    danger="abuse_danger",
)
GOOD: list[Transcript] = [
    [BEGIN, OPENING, DENIED, SAFE, CLOSED],
    [BEGIN, WORRIED, DENIED],
    [BEGIN, WORRIED, CALMED, WORRIED],
    [BEGIN, NEAR],
    [BEGIN, ABUSED],
    [BEGIN, THANKED],
]


def says(text: str, reply: str = "utter_thank") -> Turn:
    return replace(THANKED, said=(Said(reply, text, buttons=WAYS),))


def first(text: str) -> Turn:
    """The opening with other words before the question."""
    return replace(OPENING, said=(replace(FIRST, text=text), ASKED))


def asked(text: str) -> Turn:
    return replace(OPENING, said=(FIRST, replace(ASKED, text=text)))


BAD: dict[str, list[Transcript]] = {
    "gives_lines": [
        [replace(OPENING, care=NO_CARE)],
        [replace(OPENING, care=SHOWN)],
        [replace(OPENING, care={**PINNED, "lines": [CALL]})],
        [replace(WORRIED, care=NO_CARE)],
    ],
    "keeps_lines": [
        [OPENING, replace(DENIED, care=NO_CARE)],
        [OPENING, replace(SAFE, care=NO_CARE)],
        [OPENING, replace(THANKED, step="open", care=SHOWN)],
    ],
    "closes_late": [[OPENING, CLOSED], [replace(OPENING, step="watch"), THANKED]],
    "asks": [
        [replace(OPENING, said=(FIRST,))],
        [replace(OPENING, said=(FIRST, replace(ASKED, buttons=WAYS)))],
        [replace(OPENING, care={**PINNED, "ask": None})],
    ],
    "asks_once": [
        [replace(OPENING, said=(FIRST, ASKED, RECHECK))],
        [OPENING, replace(THANKED, said=(ASKED,))],
        [OPENING, replace(THANKED, said=(replace(FIRST, reply="utter_crisis_stay"), ASKED))],
    ],
    "asks_about_concern_seldom": [
        [WORRIED, WORRIED],
        [WORRIED, CALMED, WORRIED, CALMED, WORRIED],
        [replace(WORRIED, care=PINNED)],
    ],
    "asks_directly": [
        [asked("You're not going to end your life, are you?")],
        [asked("How do you feel?")],
        [asked("Is it bad? Are you thinking about ending your life?")],
        [replace(OPENING, danger="abuse_danger")],
    ],
    "asks_for_safety_in_abuse": [
        [replace(ABUSED, said=(FIRST, ASKED))],
        [replace(ABUSED, said=(FIRST, replace(ASKED, text="Is it safe to chat?")))],
    ],
    "calls_before_asking": [
        [replace(NEAR, said=NEAR.said[::-1])],
        [replace(NEAR, said=(replace(NEAR.said[0], text="Call 988, then 911."), ASKED))],
        [replace(NEAR, care=PINNED)],
    ],
    "brings_people_and_distance": [
        [replace(NEAR, said=(replace(NEAR.said[0], text=text), ASKED))]
        for text in (
            "911. Keep far from it.",
            "911. Go to a neighbor.",
            "Go to a neighbor, far off.",
        )
    ],
    "names_a_line": [
        [first("A program. Tell a friend and a doctor. 911.")],
        [first("A program. Call 988. Tell a friend and a doctor.")],
    ],
    "names_both_kinds_of_people": [
        [first("A program. Call 988 or 911, and tell a doctor.")],
        [first("A program. Call 988 or 911, and tell a friend.")],
    ],
    "helps_with_barriers": [
        [replace(OPENING, said=(FIRST, replace(ASKED, buttons=ANSWERS)))],
        [replace(DENIED, said=(Said("utter_crisis_barriers_us", "They ask."), RECHECK))],
    ],
    "leads_to_a_therapist": [
        [replace(OPENING, said=(FIRST, replace(ASKED, buttons=ANSWERS)))],
        [OPENING, replace(SAFE, said=(replace(SAFE.said[0], buttons=ANSWERS),))],
    ],
    "offers_a_step": [
        [OPENING, *3 * [replace(DENIED, said=(replace(NO, text="Okay."),))]],
    ],
    "says_program": [
        [says("Hello.", "utter_opening")],
        [BEGIN, first("Call 988, or 911. Tell a friend and a doctor.")],
        [BEGIN, replace(THANKED, hours=3.1)],
    ],
    "varies": [
        [THANKED, THANKED],
        [THANKED, replace(THANKED, said=(Said("utter_thank", "Yes.", 2),)), THANKED],
    ],
    "is_short": [
        [says(" ".join(91 * ["word"]))],
        [
            replace(
                OPENING, said=(replace(FIRST, kind="crisis", text=" ".join(61 * ["word"])), ASKED)
            )
        ],
        [replace(DENIED, said=2 * (replace(NO, text=" ".join(50 * ["word"])),))],
    ],
    "goes_on": [[replace(THANKED, said=())], [replace(THANKED, said=(FIRST,))]],
    "leaves_grief_alone": [
        [BEGIN, replace(OPENING, level="none")],
        [BEGIN, replace(WORRIED, level="none")],
        [BEGIN, replace(THANKED, care=PINNED)],
    ],
    "spares_the_clinic": [[says("A line.", "utter_therapist_harm"), says(f"Call {PHONE}.")]],
    "no coercive words": [[says("You must call now.")], [says("Will you promise me that?")]],
    "no promising words": [[says("It will get better.")], [says("This will pass.")]],
    "no diagnosing words": [[says("You are depressed.")], [says("It sounds like depression.")]],
    "no feeling words": [[says("I'm so sorry.")], [says("I understand.")], [says("I care.")]],
    "no human words": [[says("I'm a person like you.")], [says("As your friend, listen.")]],
    "no secretive words": [[says("It stays our secret.")]],
    "no binding words": [[says("I'll be here.")], [says("Come back soon.")]],
    "no method words": [[says("Put the razor away.")]],
    "no suicide words": [[says("He committed suicide.")], [says("A failed attempt.")]],
    "no minimizing words": [[says("At least it was short.")], [says("Cheer up.")]],
    "no flattering words": [[says("You're so strong.")], [says("Well done.")]],
    "no ending words": [[says("This chat is over.")]],
}


def test_every_check_has_a_test_that_it_can_fail() -> None:
    assert set(BAD) == set(CHECKS)
    assert {name.split()[1] for name in CHECKS if name.startswith("no ")} == set(FORBIDDEN)


@pytest.mark.parametrize("name", CHECKS)
def test_good_conversations_pass(name: str) -> None:
    assert [list(CHECKS[name](turns)) for turns in GOOD] == [[]] * len(GOOD)


@pytest.mark.parametrize("name", BAD)
def test_check_fails_where_it_should(name: str) -> None:
    for number, turns in enumerate(BAD[name]):
        assert list(CHECKS[name](turns)), f"example {number} passed"


def test_words_to_say_to_others_are_not_the_program_s_own() -> None:
    assert not list(CHECKS["no feeling words"]([says('Say: "I\'m so sorry."')]))


@pytest.mark.parametrize(
    ("question", "danger"),
    [
        ("Have you hurt yourself, or might you soon?", ""),
        ("Could somebody get hurt soon?", "harm_to_others"),
        ("Has anything been taken?", "overdose"),
    ],
)
def test_open_question_is_direct(question: str, danger: str) -> None:
    assert is_direct(question, danger)
