"""What a denial reaches, before and after the words of danger, and what it does not."""

import pytest

from bot.safety.assess import PATTERNS, Detector
from bot.safety.models import Level
from bot.safety.patterns import PatternLayer

DETECTOR = Detector(PatternLayer.load(PATTERNS))

DENIED = [
    "i don't want to die",
    "i never wanted to kill myself",
    "no suicidal thoughts today, only tired",
    "i have zero thoughts of hurting myself",
    "not at all suicidal",
    "overwhelmed yes, suicidal no",
    "do i want to kill myself? no. i want her back",
    "did i think of ending it when she left? never",
    '"have you thoughts that you would be better off dead?" not at all, i wrote',
    "no one's going to die, it is only a holiday",
    "the thought of killing myself has never crossed my mind",
]
NOT_DENIED = [
    "no one would miss me, i want to die",
    "should i kill myself? no one would care",
    "no one cares and i want to die",
    "never wanted to die more than today",
    "i promised her not to kill myself, but i will",
    "trying not to kill myself tonight",
    "i want to die and she never came back",
    "i want to kill myself, it never goes away",
    "i want to kill myself but i am not brave enough",
    "i want to die. never told anyone",
]


@pytest.mark.parametrize("message", DENIED)
def test_denied_danger_is_no_crisis(message: str) -> None:
    assert DETECTOR.assess(message).level != Level.CRISIS


@pytest.mark.parametrize("message", NOT_DENIED)
def test_negation_of_something_else_denies_nothing(message: str) -> None:
    assert DETECTOR.assess(message).level == Level.CRISIS
