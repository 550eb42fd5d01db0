"""Says whether a service is open now, and if not, when it next is.

Schedules are RRULE-shaped as in HSDS (RFC 5545: FREQ, INTERVAL, BYDAY, BYMONTHDAY) with times of
day in an IANA zone. Public holidays are not known here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil import rrule  # type: ignore[import-untyped]

from bot.directory.models import Schedule

HORIZON = timedelta(days=35)
DAY = timedelta(days=1)
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

State = Literal["always", "open", "today", "tomorrow", "day", "date", "described", "unknown"]


@dataclass(frozen=True)
class Opening:
    """`open` until `time`; opens `today`, `tomorrow`, on a `day` ("mo") or a `date` at `time`.

    `time` is "17:00" on the clock of the place, `zone` the short name of that clock ("GMT").
    `described`: no times are known, but `text` says something.
    """

    state: State
    time: str = ""
    zone: str = ""
    day: str = ""
    text: str = ""


@dataclass(frozen=True)
class _Span:
    """From and to in UTC, and the clock to tell them by."""

    start: datetime
    end: datetime
    clock: tzinfo


def opening(schedules: Sequence[Schedule], now: datetime) -> Opening:
    """The opening state at `now` (an aware time) of a service with these schedules."""
    spans = _merged(span for schedule in schedules for span in _spans(schedule, now))
    for span in spans:
        if span.start <= now < span.end:
            if span.end - now > 6 * DAY:
                return Opening("always")
            return _told("open", span.end, span.clock)
    for span in spans:
        if span.start > now:
            return _next(span, now)
    described = " ".join(s.description for s in schedules if s.description)
    return Opening("described", text=described) if described else Opening("unknown")


def _next(span: _Span, now: datetime) -> Opening:
    start = span.start.astimezone(span.clock).date()
    days = (start - now.astimezone(span.clock).date()).days
    if days == 0:
        return _told("today", span.start, span.clock)
    if days == 1:
        return _told("tomorrow", span.start, span.clock)
    if days < 7:
        return _told("day", span.start, span.clock, DAYS[start.weekday()])
    return _told("date", span.start, span.clock, start.isoformat())


def _told(state: State, moment: datetime, clock: tzinfo, day: str = "") -> Opening:
    local = moment.astimezone(clock)
    name = local.tzname() or ""
    zone = f"UTC{name}" if name[:1] in "+-" else name
    return Opening(state, f"{local:%H:%M}", zone, day)


def _spans(schedule: Schedule, now: datetime) -> Iterator[_Span]:
    """The open times from a day before `now` on; none where days, times or clock are missing."""
    clock = _clock(schedule)
    if clock is None or schedule.opens_at is None or schedule.closes_at is None:
        return
    today = now.astimezone(clock).date()
    for day in _days(schedule, today - DAY, today + HORIZON):
        start = datetime.combine(day, schedule.opens_at, clock)
        end = datetime.combine(day, schedule.closes_at, clock)
        if schedule.closes_at <= schedule.opens_at:
            end = datetime.combine(day + DAY, schedule.closes_at, clock)
        yield _Span(start.astimezone(UTC), end.astimezone(UTC), clock)


def _clock(schedule: Schedule) -> tzinfo | None:
    if schedule.zone:
        return ZoneInfo(schedule.zone)
    if schedule.timezone is not None:
        return timezone(timedelta(hours=schedule.timezone))
    return None


def _days(schedule: Schedule, first: date, last: date) -> list[date]:
    """The days in question on which the rule falls."""
    if not schedule.byday and not schedule.bymonthday:
        return []
    limits = [day for day in (schedule.valid_to, schedule.until) if day]
    begin = schedule.dtstart or schedule.valid_from
    interval = schedule.interval or 1
    monthly = schedule.freq == "MONTHLY" or bool(schedule.bymonthday)
    anchor = begin if begin and interval > 1 else first.replace(day=1) if monthly else first
    rule = rrule.rrule(
        rrule.MONTHLY if monthly else rrule.WEEKLY,
        dtstart=datetime.combine(anchor, datetime.min.time()),
        interval=interval,
        byweekday=[_weekday(part) for part in (schedule.byday or "").split(",") if part] or None,
        bymonthday=[int(part) for part in (schedule.bymonthday or "").split(",") if part] or None,
    )
    low = max(day for day in (first, schedule.dtstart, schedule.valid_from) if day)
    found = rule.between(
        datetime.combine(low, datetime.min.time()),
        datetime.combine(min([last, *limits]), datetime.min.time()),
        inc=True,
    )
    return [moment.date() for moment in found]


def _weekday(part: str) -> rrule.weekday:
    day = rrule.weekday(DAYS.index(part[-2:].lower()))
    return day(int(part[:-2])) if part[:-2] else day


def _merged(spans: Iterable[_Span]) -> list[_Span]:
    """In order, with those that touch made one: a day that ends at midnight goes on after it."""
    merged: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start <= merged[-1].end:
            last = merged.pop()
            span = _Span(last.start, max(last.end, span.end), last.clock)
        merged.append(span)
    return merged
