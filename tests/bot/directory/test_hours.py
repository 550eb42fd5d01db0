"""Tests of bot/directory/hours.py: what a clock at the place says."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directory.hours import Opening, opening
from bot.directory.models import Schedule

WEEKDAYS = "MO,TU,WE,TH,FR"
LONDON = "Europe/London"


def schedule(
    days: str = WEEKDAYS, opens: str = "09:00", closes: str = "17:00", **more: Any
) -> Schedule:
    times = {"opens_at": time.fromisoformat(opens), "closes_at": time.fromisoformat(closes)}
    return Schedule(**{"byday": days, "zone": LONDON, **times, **more})


def at(written: str) -> datetime:
    """A moment in UTC; 2026-11-23 is a Monday, and London is at UTC then."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-23 09:00", Opening("open", "17:00", "GMT")),
        ("2026-11-23 16:59:59", Opening("open", "17:00", "GMT")),
        ("2026-11-23 17:00", Opening("tomorrow", "09:00", "GMT")),
        ("2026-11-23 08:59", Opening("today", "09:00", "GMT")),
        ("2026-11-27 18:00", Opening("day", "09:00", "GMT", "mo")),
        ("2026-11-29 23:00", Opening("tomorrow", "09:00", "GMT")),
    ],
)
def test_opening_on_a_plain_week(now: str, told: Opening) -> None:
    assert opening([schedule()], at(now)) == told


def test_opening_is_told_on_the_clock_of_the_place() -> None:
    portland = schedule(zone="America/Los_Angeles")

    assert opening([portland], at("2026-11-23 20:00")) == Opening("open", "17:00", "PST")
    assert opening([portland], at("2026-11-23 03:00")) == Opening("tomorrow", "09:00", "PST")


def test_opening_follows_summer_time() -> None:
    before, after = at("2026-03-28 10:00"), at("2026-03-30 08:30")

    assert opening([schedule()], before) == Opening("day", "09:00", "BST", "mo")
    assert opening([schedule()], after) == Opening("open", "17:00", "BST")


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-27 23:00", Opening("open", "02:00", "GMT")),
        ("2026-11-28 01:59", Opening("open", "02:00", "GMT")),
        ("2026-11-28 02:00", Opening("day", "22:00", "GMT", "fr")),
    ],
)
def test_opening_goes_on_past_midnight(now: str, told: Opening) -> None:
    assert opening([schedule("FR", "22:00", "02:00")], at(now)) == told


def test_opening_day_and_night_is_always() -> None:
    every = schedule("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")

    assert opening([every], at("2026-11-23 03:00")) == Opening("always")


def test_opening_joins_two_schedules_that_touch() -> None:
    halves = [schedule(closes="12:00"), schedule(opens="12:00", closes="20:00")]

    assert opening(halves, at("2026-11-23 11:00")) == Opening("open", "20:00", "GMT")


def test_opening_knows_the_break_between_two_schedules() -> None:
    halves = [schedule(closes="12:00"), schedule(opens="14:00")]

    assert opening(halves, at("2026-11-23 13:00")) == Opening("today", "14:00", "GMT")


def test_opening_once_a_month_tells_the_date() -> None:
    first_monday = schedule("1MO", freq="MONTHLY")

    assert opening([first_monday], at("2026-11-23 13:00")) == Opening(
        "date", "09:00", "GMT", "2026-12-07"
    )


def test_opening_every_second_week_counts_from_the_start() -> None:
    other_week = schedule("MO", interval=2, dtstart=date(2026, 11, 16))

    assert opening([other_week], at("2026-11-23 10:00")).day == "2026-11-30"


@pytest.mark.parametrize(
    "limits",
    [
        {"valid_to": date(2026, 11, 22)},
        {"until": date(2026, 11, 22)},
        {"valid_from": date(2027, 11, 24)},
    ],
)
def test_a_schedule_counts_only_while_it_is_valid(limits: dict[str, date]) -> None:
    assert opening([schedule(**limits)], at("2026-11-23 10:00")) == Opening("unknown")


def test_an_offset_in_hours_serves_where_no_zone_is_known() -> None:
    eastern = schedule(zone=None, timezone=-5.0)

    assert opening([eastern], at("2026-11-23 15:00")) == Opening("open", "17:00", "UTC-05:00")


def test_times_without_a_clock_are_not_guessed() -> None:
    said = schedule(zone=None, description="Weekdays by appointment")

    assert opening([said], at("2026-11-23 10:00")) == Opening(
        "described", text="Weekdays by appointment"
    )
    assert opening([], at("2026-11-23 10:00")) == Opening("unknown")


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["MO", "SA,SU", WEEKDAYS, "-1FR"]),
    st.times(),
    st.times(),
    st.sampled_from([LONDON, "America/Los_Angeles", "Australia/Melbourne", "Asia/Kolkata"]),
)
@settings(max_examples=150, deadline=None)
def test_opening_always_says_something(
    now: datetime, days: str, opens: time, closes: time, zone: str
) -> None:
    freq = "MONTHLY" if days == "-1FR" else "WEEKLY"
    one = Schedule(byday=days, freq=freq, opens_at=opens, closes_at=closes, zone=zone)

    assert opening([one], now).state in ("open", "today", "tomorrow", "day", "date", "always")
