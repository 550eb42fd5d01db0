"""What a clinic must read, sign and call before real clients write."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from bot.content.problem import Problem
from bot.content.signatures import UNREVIEWED, Signature, is_safety_text, signatures
from bot.content.source import entries, read_source

LINES = Path("data/safety/crisis_lines.yml")
OLD = timedelta(days=90)
EVERY_COUNTRY = "emergency and elsewhere"
Line = tuple[int, str, Any]
"""Where it stands in the file, its id, its entry."""


def check_release(root: Path, today: date | None = None) -> Iterator[Problem]:
    """Files that no clinician has signed; help lines nobody has called, or looked at for long."""
    for signature in signatures(root):
        yield from _unsigned(signature)
    if (root / LINES).is_file():
        yield from _lines(root, today or date.today())


def _unsigned(signature: Signature) -> Iterator[Problem]:
    safety = is_safety_text(signature.file)
    if signature.signer == UNREVIEWED or (safety and not signature.is_signed):
        live = " Until then `python -m bot serve --live` does not start." if safety else ""
        yield Problem(
            signature.file,
            signature.line or 1,
            "No clinician has signed this file. Read it, then write your name, "
            f"profession and the date after `reviewed:`.{live}",
        )


def _lines(root: Path, today: date) -> Iterator[Problem]:
    """By country, so that a clinic sees its own."""
    source, unreadable = read_source(root, LINES)
    yield from unreadable
    if source is None:
        return
    countries: dict[str, list[Line]] = defaultdict(list)
    for line, entry in entries(source.data, "lines"):
        if isinstance(entry, CommentedMap):
            countries[str(entry.get("country", ""))].append((line, str(entry.get("id")), entry))
    for part in ("emergency", "elsewhere"):
        if isinstance(entry := source.data.get(part), CommentedMap):
            countries[EVERY_COUNTRY].append((entry.lc.line + 1, part, entry))
    for country, lines in countries.items():
        yield from _those(lines, lambda entry: not entry.get("verified_on"), _not_called(country))
        yield from _those(lines, lambda entry: _is_old(entry, today), _old(country))


def _those(
    lines: list[Line], holds: Callable[[Any], bool], tell: tuple[str, bool]
) -> Iterator[Problem]:
    found = [(number, id) for number, id, entry in lines if holds(entry)]
    says, serious = tell
    if found:
        names = ", ".join(id for _, id in found)
        yield Problem(LINES, found[0][0], says.format(count=len(found), names=names), serious)


def _not_called(country: str) -> tuple[str, bool]:
    return (
        f"{country}: {{count}} not verified: {{names}}. Call each, or see its own page (of an "
        "emergency number, always the page), then write the day after `verified_on:`."
    ), True


def _old(country: str) -> tuple[str, bool]:
    return (
        f"{country}: {{count}} not looked at for {OLD.days} days: {{names}}. "
        "See whether they still hold, then write the day after `verified_on:`."
    ), False


def _is_old(entry: Any, today: date) -> bool:
    """Neither read nor called lately; a month counts from its first day."""
    days = [_day(str(entry.get(key) or "")) for key in ("seen_on", "verified_on")]
    return max(days) < today - OLD


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return date.min
