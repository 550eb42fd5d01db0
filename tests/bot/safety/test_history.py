"""What earlier turns make of the present one."""

import pytest

from bot.safety.assess import PATTERNS, Detector
from bot.safety.models import Answer, Category, Level, Turn
from bot.safety.patterns import PatternLayer

DETECTOR = Detector(PatternLayer.load(PATTERNS))
SUICIDAL = (Category.SUICIDAL_IDEATION,)


def said(text: str, *, answer: Answer | None = None) -> Turn:
    """The turn that `text` alone would have been."""
    assessment = DETECTOR.assess(text)
    return Turn(assessment.level, assessment.categories, answer, text)


def after(message: str, *earlier: Turn) -> Level:
    return DETECTOR.assess(message, earlier).level


@pytest.mark.parametrize(
    "message", ["i have them in front of me", "i've got them right here", "got them in my hand"]
)
def test_means_at_hand_after_talk_of_pills_is_a_crisis_now(message: str) -> None:
    assert after(message) == Level.NONE
    assessment = DETECTOR.assess(message, [said("i keep thinking about my sleeping pills")])
    assert (assessment.level, assessment.imminent) == (Level.CRISIS, True)


@pytest.mark.parametrize("message", ["goodbye", "thank you for everything", "bye"])
def test_farewell_is_a_crisis_only_after_a_disclosure(message: str) -> None:
    assert after(message) == Level.NONE
    assert after(message, said("i want to die")) == Level.CRISIS
    assert after(message, said("i miss my therapist")) == Level.NONE


def test_question_of_method_is_a_crisis_after_distress() -> None:
    question = "how many ibuprofen is too many"
    assert after(question) == Level.CONCERN
    assert after(question, said("i can't cope any more, everything is hopeless")) == Level.CRISIS


def test_wish_to_be_with_somebody_needs_a_death_to_be_danger() -> None:
    wish = "i want to be where he is now"
    assert after(wish, said("my husband died in june")) == Level.CRISIS
    assert after("i want to join him", said("he moved to lisbon")) == Level.NONE


def test_saying_that_it_happens_now_is_a_crisis_after_a_disclosure() -> None:
    assert after("i'm doing it tonight") == Level.NONE
    assessment = DETECTOR.assess("i'm doing it tonight", [said("i want to kill myself")])
    assert (assessment.level, assessment.imminent) == (Level.CRISIS, True)


def concerns(count: int, answer: Answer | None = None) -> list[Turn]:
    texts = ["i can't go on without her", "what's the point any more", "i'm done with all of it"]
    return [Turn(Level.CONCERN, SUICIDAL, answer, texts[i % 3]) for i in range(count)]


def test_third_concern_within_ten_is_a_crisis() -> None:
    assert after("i can't do this any more", *concerns(1)) == Level.CONCERN
    assert after("i can't do this any more", *concerns(2)) == Level.CRISIS


def test_concerns_answered_no_are_not_counted() -> None:
    assert after("i can't do this any more", *concerns(2, Answer.NO)) == Level.CONCERN


def test_concerns_further_back_than_ten_turns_are_not_counted() -> None:
    between = [Turn(Level.NONE, text="we talked about my week")] * 8
    assert after("i can't do this any more", *concerns(2), *between) == Level.CONCERN


def test_concern_for_somebody_else_is_not_counted() -> None:
    friend = Turn(Level.CONCERN, SUICIDAL, None, "my friend wants to kill herself")
    assert after("i can't do this any more", friend, friend) == Level.CONCERN
    assert after("my friend wants to kill herself", *concerns(2)) == Level.CONCERN


def test_turns_without_text_count_by_their_level() -> None:
    silent = Turn(Level.CONCERN, SUICIDAL)
    assert after("i can't do this any more", silent, silent) == Level.CRISIS


def test_taking_back_after_no_reaches_no_old_disclosure() -> None:
    old = Turn(Level.CRISIS, SUICIDAL, Answer.NO, "i want to die")
    since = [Turn(Level.NONE, text="tell me about endings")] * 4
    assert after("never mind", old, *since) == Level.NONE
    assert after("never mind", old) == Level.CRISIS


def test_taking_back_with_nothing_disclosed_is_nothing() -> None:
    assert after("never mind", Turn(Level.NONE, text="what are your hours")) == Level.NONE


def test_history_never_lowers_a_level() -> None:
    calm = [Turn(Level.NONE, (), Answer.NO, "i'm fine")] * 10
    assert after("i want to kill myself", *calm) == Level.CRISIS


@pytest.mark.parametrize("message", ["delete everything i wrote", "please erase this chat"])
def test_asking_to_be_erased_takes_nothing_back(message: str) -> None:
    assert after(message, said("i want to die")) == Level.NONE


@pytest.mark.parametrize("message", ["delete what i said", "erase all that, i'm fine now"])
def test_taking_it_back_stays_what_it_was(message: str) -> None:
    assert after(message, said("i want to die")) == Level.CRISIS
