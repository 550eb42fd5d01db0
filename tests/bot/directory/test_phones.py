"""Tests of bot/directory/phones.py."""

import pytest

from bot.directory.phones import PhoneInvalid, href, international, label


@pytest.mark.parametrize(
    ("number", "countries", "written", "labeled", "dialed"),
    [
        ("+1 503 555 0101", [], "+1 503-555-0101", "(503) 555-0101 (US)", "tel:+15035550101"),
        ("0161 496 0101", ["GB"], "+44 161 496 0101", "0161 496 0101 (GB)", "tel:+441614960101"),
        ("(03) 7010 0101", ["AU"], "+61 3 7010 0101", "(03) 7010 0101 (AU)", "tel:+61370100101"),
    ],
)
def test_a_number_is_written_labeled_and_dialed(
    number: str, countries: list[str], written: str, labeled: str, dialed: str
) -> None:
    kept = international(number, countries)

    assert (kept, label(kept), href(kept)) == (written, labeled, dialed)


@pytest.mark.parametrize("number", ["", "12", "0161 496 0101", "call us", "+999 1", "9" * 300])
def test_a_number_that_cannot_be_dialed_is_refused(number: str) -> None:
    with pytest.raises(PhoneInvalid, match="write it with its country code"):
        international(number)


def test_text_that_is_no_number_has_no_link() -> None:
    assert (label("ask at the desk"), href("ask at the desk")) == ("ask at the desk", "")
