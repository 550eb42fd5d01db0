"""The literal layer: explicit danger and nothing else, in this message alone."""

import pytest

from bot.safety import About, Level, assess
from bot.safety.assess import detector
from bot.safety.literal import find_explicit, is_explicit


@pytest.mark.parametrize(
    "text",
    [
        "i want to kill myself",
        "i am gonna kms tonight",
        "i just took all my pills",
        "i am cutting myself right now",
        "he is hitting me right now i am scared",
        "quiero morirme",
    ],
)
def test_explicit_danger_is_found(text: str) -> None:
    found = find_explicit(text)
    assert found.level is Level.CRISIS
    assert found.categories
    assert "layer/classifier" not in found.evidence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "i miss her so much",
        "my phone died so i missed your message",
        "i do not want to die",
        "i can't go on without her",  # concern by a pattern of its own
        "i have decided, and i am home alone until friday",  # hints
    ],
)
def test_what_is_not_explicit_is_nothing(text: str) -> None:
    assert find_explicit(text).level is Level.NONE


def test_somebody_elses_danger_is_a_concern() -> None:
    assert find_explicit("my friend wants to kill himself").level is Level.CONCERN


def test_it_says_no_more_than_all_layers_together() -> None:
    for text in ("i want to die", "my friend wants to kill himself", "i wanted to die back then"):
        assert find_explicit(text).level.rank <= assess(text).level.rank


def test_which_patterns_count() -> None:
    dangers = [entry for entry in detector().patterns.entries if entry.role == "danger"]
    explicit = [entry for entry in dangers if is_explicit(entry)]
    assert 0.5 < len(explicit) / len(dangers) < 1
    assert not [entry.id for entry in explicit if entry.hint or entry.with_]
    assert {e.level for e in explicit if e.about is not About.OTHER} == {Level.CRISIS}
