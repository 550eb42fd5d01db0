"""Reads one field of a directory document: its type, and what HSDS allows in it."""

import math
import re
from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import phonenumbers
import sqlalchemy as sa

from bot.directory.models import FREQUENCIES, LOCATION_TYPES, STATUSES

LONGEST_TEXT = 5_000
CLOCK = re.compile(
    r"(\d{1,2})(?:[:.](\d\d))?(?::\d\d(?:\.\d+)?)?\s*([ap]\.?m\.?)?(?:Z|[+-]\d\d:?\d\d)?"
)
DAYS = re.compile(r"[+-]?\d?(MO|TU|WE|TH|FR|SA|SU)(,[+-]?\d?(MO|TU|WE|TH|FR|SA|SU))*")
MONTH_DAYS = re.compile(r"-?\d{1,2}(,-?\d{1,2})*")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class FieldInvalid(ValueError):
    """A value that cannot stand; the text says why and what to write."""


def read_field(table: str, column: sa.Column[Any], value: Any) -> Any:
    """The value as the column keeps it; None for one left out or empty.

    Raises FieldInvalid.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if column.name == "id" or column.name.endswith("_id"):
        return read_id(value)
    read = _READ[column.type.python_type](value)
    rule = _RULES.get(f"{table}.{column.name}") or _RULES.get(column.name)
    return rule(read) if rule else read


def read_id(value: Any) -> str:
    try:
        return str(UUID(value))
    except (ValueError, AttributeError, TypeError):
        raise FieldInvalid(f"{value!r} is no UUID; write one such as {UUID(int=10**36)}") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise FieldInvalid(f"{value!r} must be text; put it in quotes")
    if len(value) > LONGEST_TEXT:
        raise FieldInvalid(f"{len(value)} characters; {LONGEST_TEXT} are the most")
    if CONTROL.search(value):
        raise FieldInvalid("holds control characters; take them out")
    return value.strip()


def _number(value: Any) -> float:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise FieldInvalid(f"{value!r} is no number")
    return number


def _whole(value: Any) -> int:
    number = _number(value)
    if number != int(number) or not 1 <= number <= 52:
        raise FieldInvalid(f"{value!r} must be a whole number from 1 to 52")
    return int(number)


def _date(value: Any) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        raise FieldInvalid(f"{value!r} is no date; write it as 2026-01-31") from None


def _time(value: Any) -> time:
    """A time of day. 24:00 is kept as 00:00, the end of the day."""
    found = CLOCK.fullmatch(str(value).strip().lower().replace("z", "Z"))
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour <= 24 and minute <= 59 and not (hour == 24 and minute):
            return time(hour % 24, minute)
    raise FieldInvalid(f"{value!r} is no time; write it in quotes, as '09:00' or '17:30'")


_READ: dict[type, Callable[[Any], Any]] = {
    str: _text,
    float: _number,
    int: _whole,
    date: _date,
    time: _time,
}


def _one_of(*allowed: str) -> Callable[[str], str]:
    by_folded = {word.casefold(): word for word in allowed}

    def check(value: str) -> str:
        if value.casefold() not in by_folded:
            raise FieldInvalid(f"{value!r} must be one of {', '.join(allowed)}")
        return by_folded[value.casefold()]

    return check


def _matching(pattern: str | re.Pattern[str], say: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise FieldInvalid(f"{value!r} {say}")
        return value

    return check


def _between(low: float, high: float) -> Callable[[float], float]:
    def check(value: float) -> float:
        if not low <= value <= high:
            raise FieldInvalid(f"{value:g} must lie between {low:g} and {high:g}")
        return value

    return check


def _country(value: str) -> str:
    if value.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise FieldInvalid(f"{value!r} is no country; write two letters such as US, GB or AU")
    return value.upper()


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        raise FieldInvalid(f"{value!r} is no time zone; write one such as Europe/London") from None
    return value


def _byday(value: str) -> str:
    days = value.upper().replace(" ", "")
    return _matching(DAYS, "must be days such as MO,TU,WE")(days)


_WEB = _matching(r"https?://\S+", "must start with https:// or http://")
_LANGUAGE = _matching(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", "is no language code such as en or es")

# By column name, or by "table.column" where names meet
_RULES: dict[str, Callable[[Any], Any]] = {
    "status": _one_of(*STATUSES),
    "location_type": _one_of(*LOCATION_TYPES),
    "address_type": _one_of(*LOCATION_TYPES),
    "freq": _one_of(*FREQUENCIES),
    "byday": _byday,
    "bymonthday": _matching(MONTH_DAYS, "must be days of the month such as 1,15"),
    "country": _country,
    "zone": _zone,
    "timezone": _between(-12, 14),
    "latitude": _between(-90, 90),
    "longitude": _between(-180, 180),
    "amount": _between(0, 1_000_000),
    "currency": _matching(r"[A-Z]{3}", "must be three letters such as USD"),
    "url": _WEB,
    "website": _WEB,
    "schedule_link": _WEB,
    "language.code": _LANGUAGE,
    "email": _matching(r"[^@\s]+@[^@\s]+", "is no e-mail address"),
}
