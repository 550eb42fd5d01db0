"""The crisis lines: what is shipped, in which order, and what is refused."""

from pathlib import Path

import pytest

from bot.safety.line import Kind
from bot.safety.lines import LINES, all_lines, load
from bot.safety.models import Category
from bot.safety.yaml_file import SafetyDataInvalid

SUICIDAL, OVERDOSE = [Category.SUICIDAL_IDEATION], [Category.OVERDOSE]
ABUSE = [Category.ABUSE_DANGER]


def ids(*args: object, **kwargs: object) -> list[str]:
    return [line.id for line in all_lines().ordered(*args, **kwargs)]  # type: ignore[arg-type]


def kinds(*args: object, **kwargs: object) -> list[Kind]:
    shown = [line.kind for line in all_lines().ordered(*args, **kwargs)]  # type: ignore[arg-type]
    return list(dict.fromkeys(shown))


def test_overdose_shows_emergency_then_poison_then_crisis_line() -> None:
    assert kinds("US", OVERDOSE) == [Kind.EMERGENCY, Kind.POISON, Kind.SUICIDE]


def test_imminent_shows_emergency_then_poison_then_crisis_line() -> None:
    assert kinds("NZ", SUICIDAL, imminent=True) == [Kind.EMERGENCY, Kind.POISON, Kind.SUICIDE]


def test_otherwise_lines_to_text_stand_before_lines_to_call_and_emergency_is_last() -> None:
    assert ids("GB", SUICIDAL) == [
        "gb_shout",
        "gb_samaritans",
        "gb_nhs_111_option_2",
        "gb_emergency",
    ]


def test_abuse_shows_the_abuse_line_first() -> None:
    assert kinds("GB", ABUSE) == [Kind.ABUSE, Kind.SUICIDE, Kind.EMERGENCY]


def test_abuse_now_shows_emergency_before_the_abuse_line() -> None:
    assert kinds("AU", ABUSE, imminent=True) == [Kind.EMERGENCY, Kind.ABUSE, Kind.SUICIDE]


@pytest.mark.parametrize("country", [None, "", "ZZ", "other"])
def test_unknown_country_gets_its_own_emergency_number_and_the_directory(
    country: str | None,
) -> None:
    assert ids(country, SUICIDAL) == ["other_directory", "other_emergency"]
    assert ids(country, SUICIDAL, imminent=True) == ["other_emergency", "other_directory"]


def test_country_code_may_be_written_small() -> None:
    assert ids("us", SUICIDAL) == ids("US", SUICIDAL)


@pytest.mark.parametrize("country", sorted(all_lines().countries))
@pytest.mark.parametrize("imminent", [True, False])
def test_every_country_gets_help_and_an_emergency_line(country: str, imminent: bool) -> None:
    for category in Category:
        assert {Kind.EMERGENCY, Kind.SUICIDE} <= set(kinds(country, [category], imminent))


def test_line_without_a_number_brings_the_directory() -> None:
    assert "other_directory" in ids("IT", SUICIDAL)


@pytest.mark.parametrize("number", ["1767", "800 911 2000", "800911200", "0508 828 865"])
def test_number_no_source_confirms_is_not_shipped(number: str) -> None:
    wanted = number.replace(" ", "")
    dialed = {
        link.href.split(":")[1].split("?")[0]
        for line in all_lines().lines
        for link in (line.call, line.text)
        if link
    }
    assert wanted not in dialed


def test_every_line_names_its_source_and_nobody_has_verified_one() -> None:
    for line in all_lines().lines:
        assert line.source and line.seen_on and line.verified_on is None, line.id


def test_line_as_json_is_what_a_page_needs() -> None:
    shown = {line.id: line.as_json() for line in all_lines().ordered("US", SUICIDAL)}
    assert shown["us_crisis_text_line"] == {
        "id": "us_crisis_text_line",
        "kind": "suicide",
        "name": "Crisis Text Line",
        "country": "US",
        "country_name": "United States",
        "call": None,
        "text": {"label": "Text HOME to 741741", "href": "sms:741741?&body=HOME"},
        "chat": None,
        "hours": "24/7",
        "languages": ["en"],
    }
    assert shown["us_988"]["call"] == {"label": "Call 988", "href": "tel:988"}


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = LINES.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "crisis_lines.yml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('call: "988"', "call: 988", "no number to dial"),
        ('call: "988"', 'call: "call me"', "no number to dial"),
        ("kind: suicide", "kind: sadness", "kind 'sadness' is unknown"),
        ("country: US", "country: XX", "country 'XX' is not in the list"),
        ("    status: confirmed", "    status: sure", "status must be one of"),
        ('seen_on: "2026-11"', 'seen_on: "soon"', "must be a date"),
        ("chat: https://988", "chat: http://988", "must start with https"),
        ("id: us_crisis_text_line", "id: us_988", "stands twice"),
        ("hours: 24/7", "opening: 24/7", "'opening' is no key"),
        ("text: {number:", "text: {phone:", "text: needs"),
        ("labels:", "label:", "needs 'labels:'"),
    ],
)
def test_broken_file_is_refused_with_its_name(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    with pytest.raises(SafetyDataInvalid, match=problem) as refused:
        load(changed(tmp_path, old, new))
    assert str(refused.value).startswith("crisis_lines.yml")


CHILD_LINE = """\
  - id: us_child
    kind: child
    country: US
    name: A line for children
    call: "555 0100"
    source: made up for this test
    seen_on: "2026-11"
    status: unconfirmed
"""


def test_someone_under_18_is_shown_the_child_line_beside_the_crisis_line(tmp_path: Path) -> None:
    path = tmp_path / "crisis_lines.yml"
    path.write_text(LINES.read_text(encoding="utf-8") + CHILD_LINE, encoding="utf-8")
    lines = load(path)
    shown = [line.kind for line in lines.ordered("US", SUICIDAL, minor=True)]
    assert list(dict.fromkeys(shown)) == [Kind.SUICIDE, Kind.CHILD, Kind.EMERGENCY]
    assert lines.ordered("US", SUICIDAL, True, minor=True)[0].kind is Kind.EMERGENCY
    assert lines.ordered("US", ABUSE, minor=True) == lines.ordered("US", ABUSE)
    assert Kind.CHILD not in {line.kind for line in lines.ordered("US", SUICIDAL)}
