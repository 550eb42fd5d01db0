"""Phone numbers as a person reads them and as a phone dials them."""

from collections.abc import Iterable

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat


class PhoneInvalid(ValueError):
    """A number that no phone can dial; the text says what to write."""


def international(number: str, countries: Iterable[str] = ()) -> str:
    """The number with its country code: "+1 503-555-0114".

    `countries` are where it may belong (two letters) if it has no code. Raises PhoneInvalid.
    """
    for country in (None, *sorted(countries)):
        parsed = _parsed(number, country)
        if parsed:
            return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
    raise PhoneInvalid(
        f"{number!r} cannot be dialed; write it with its country code, as '+1 503 555 0100'"
    )


def label(number: str) -> str:
    """As people write it at home, with its country: "0161 496 0101 (GB)"."""
    parsed = _parsed(number, None)
    if not parsed:
        return number
    home = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    country = phonenumbers.region_code_for_number(parsed)
    return f"{home} ({country})" if country else international(number)


def href(number: str) -> str:
    """What a link dials: "tel:+441614960101"; empty where nothing can."""
    parsed = _parsed(number, None)
    if not parsed:
        return ""
    return "tel:" + phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def _parsed(number: str, country: str | None) -> PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_possible_number(parsed) else None
