"""What the context of a finding makes of it: long ago, somebody else's words, "a friend"."""

import pytest

from bot.safety.assess import PATTERNS, Detector
from bot.safety.models import About, Level
from bot.safety.patterns import PatternLayer

DETECTOR = Detector(PatternLayer.load(PATTERNS))


@pytest.mark.parametrize(
    "message",
    [
        "i took an overdose at nineteen. i'm fifty-four, with grandchildren and a greenhouse",
        "my dad hit us till i was twelve. he is dead and i planted a rose",
        "in '94 i did not want to live, and he stayed on the phone. i am well",
        "my ex held a knife to me in 1999. i've slept soundly for decades",
    ],
)
def test_what_the_sentence_says_is_long_ago_is_no_danger(message: str) -> None:
    assert DETECTOR.assess(message).level == Level.NONE


@pytest.mark.parametrize(
    "message",
    [
        "ten years ago i wanted to die and now i want to kill myself again",
        "when i was twelve my dad beat me and now my husband beats me",
        "she left three years ago and tonight i will end my life",
        "three years clean, gone. i cut my arms last night",
    ],
)
def test_what_goes_on_today_stays_danger(message: str) -> None:
    assert DETECTOR.assess(message).level == Level.CRISIS


def test_words_of_somebody_else_are_their_danger() -> None:
    for message in ("my little cousin said i wanna be dead", "he wants to die"):
        assessment = DETECTOR.assess(message)
        assert (assessment.level, assessment.about) == (Level.CONCERN, About.OTHER)


@pytest.mark.parametrize("message", ["part of me wants to die", "my brain wants to be dead"])
def test_a_part_of_the_person_is_the_person(message: str) -> None:
    assert DETECTOR.assess(message).level == Level.CRISIS


@pytest.mark.parametrize(
    "message", ["my friend, ok me, wants to die", "my friend took all her pills. the friend is me"]
)
def test_the_friend_who_is_the_person_is_in_danger(message: str) -> None:
    assessment = DETECTOR.assess(message)
    assert (assessment.level, assessment.about) == (Level.CRISIS, About.SELF)


@pytest.mark.parametrize(
    "message",
    [
        "my essay is about suicide and i want to kill myself",
        "i'm reading a novel and i want to die tonight",
    ],
)
def test_a_context_takes_nothing_from_an_explicit_statement(message: str) -> None:
    assert DETECTOR.assess(message).level == Level.CRISIS
