"""A moving window of a minute, whatever the clock on the wall says."""

import pytest
from multidict import CIMultiDict

from bot.gateway import limits
from bot.gateway.limits import Limits, Window
from bot.gateway.refusals import TooFast
from bot.settings import load_settings
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Gateway


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


@pytest.mark.parametrize(
    ("proxies", "ana", "ben"),
    [
        (1, ["203.0.113.1"], ["203.0.113.2"]),
        (1, ["made up, 203.0.113.1"], ["made up, 203.0.113.2"]),
        (2, ["203.0.113.1, 10.0.0.1"], ["203.0.113.2, 10.0.0.1"]),
        (2, ["203.0.113.1", "10.0.0.1"], ["203.0.113.2", "10.0.0.1"]),
        (1, ["2001:db8::1"], ["2001:db8::2"]),
    ],
)
async def test_behind_proxies_everybody_has_their_own(
    start: Starts, proxies: int, ana: list[str], ben: list[str]
) -> None:
    async with start(proxies=proxies, conversations_per_minute=1) as gateway:
        assert [await opening(gateway, *who) for who in (ana, ben, ana)] == [201, 201, 429]


@pytest.mark.parametrize(
    ("proxies", "first", "second"),
    [
        (0, ["203.0.113.1"], ["203.0.113.2"]),
        (1, ["203.0.113.1, 10.0.0.1"], ["203.0.113.2, 10.0.0.1"]),
        (2, ["203.0.113.1"], ["203.0.113.2"]),
        (1, ["unknown"], [""]),
        (1, [], ["203.0.113.1:80"]),
    ],
)
async def test_what_a_person_may_have_made_up_is_not_believed(
    start: Starts, proxies: int, first: list[str], second: list[str]
) -> None:
    async with start(proxies=proxies, conversations_per_minute=1) as gateway:
        assert [await opening(gateway, *who) for who in (first, second)] == [201, 429]


async def opening(gateway: Gateway, *forwarded: str) -> int:
    """The status that a new chat gets; each of `forwarded` is a header of its own."""
    headers = CIMultiDict([("X-Forwarded-For", value) for value in forwarded])
    return (await gateway.ask("POST", "/api/conversations", headers=headers)).status
