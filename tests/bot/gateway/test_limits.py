"""A moving window of a minute, whatever the clock on the wall says."""

import pytest

from bot.gateway import limits
from bot.gateway.limits import Limits, Window
from bot.gateway.refusals import TooFast
from bot.settings import load_settings


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock, to be set; the one on the wall is two days off."""
    at = [1000.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: at[0])
    monkeypatch.setattr(limits.time, "time", lambda: at[0] + 2 * 24 * 3600)
    return at


def test_window_moves(clock: list[float]) -> None:
    window = Window(2)
    assert window.wait("a") == 0
    clock[0] += 40
    assert window.wait("a") == 0
    assert window.wait("a") == 20
    clock[0] += 19.5
    assert window.wait("a") == 1
    clock[0] += 0.5
    assert window.wait("a") == 0
    assert window.wait("a") == 40


def test_everybody_has_their_own(clock: list[float]) -> None:
    window = Window(1)
    assert [window.wait(who) for who in ("a", "b", "a", "b")] == [0, 0, 60, 60]


def test_nobody_is_remembered_after_a_minute(clock: list[float]) -> None:
    window = Window(1)
    for number in range(100):
        window.wait(str(number))
    clock[0] += 61
    window.wait("last")
    assert list(window._times) == ["last"]


def test_refusal_says_how_long_to_wait(clock: list[float]) -> None:
    found = Limits(load_settings({}, messages_per_minute=1, conversations_per_minute=1))
    found.count_message("a")
    found.count_opening("a")
    for count in (found.count_message, found.count_opening):
        with pytest.raises(TooFast) as refused:
            count("a")
        assert refused.value.headers["Retry-After"] == "60"
