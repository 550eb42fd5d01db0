"""The crisis lines of `data/safety/crisis_lines.yml`, by country and in the order of help."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from bot.safety.line import OTHER, Kind, Line, Link
from bot.safety.line_file import LineFile, read_lines
from bot.safety.models import Category
from bot.settings import ROOT

LINES = ROOT / "data" / "safety" / "crisis_lines.yml"
__all__ = ["OTHER", "Kind", "Line", "Lines", "Link", "all_lines", "load"]


class Lines:
    """All lines, by country, and what to say where a country has none. Immutable."""

    def __init__(self, file: LineFile) -> None:
        self.countries = file.countries
        self.lines = file.lines
        self.elsewhere = file.elsewhere
        self.elsewhere_text = file.elsewhere_text

    def of(self, country: str | None) -> tuple[Line, ...]:
        """Every line of a country in the order of the file; for an unknown one, those for any."""
        own = tuple(line for line in self.lines if line.country == (country or "").upper())
        if not own:
            return self.elsewhere
        kinds = {line.kind for line in own}
        number = any(line.call or line.text for line in own if line.kind is Kind.SUICIDE)
        missing = {Kind.EMERGENCY: Kind.EMERGENCY not in kinds, Kind.SUICIDE: not number}
        return own + tuple(line for line in self.elsewhere if missing[line.kind])

    def ordered(
        self,
        country: str | None,
        categories: Sequence[Category] = (),
        imminent: bool = False,
        minor: bool = False,
    ) -> list[Line]:
        """Lines in the order of help (safety document, section 3) for what was found.

        `minor`: for someone under 18, a child line stands beside the crisis line.
        """
        order = _order(categories, imminent)
        if minor and Kind.CHILD not in order:
            order.insert(order.index(Kind.SUICIDE) + 1, Kind.CHILD)
        kept = [line for line in self.of(country) if line.kind in order]
        return sorted(kept, key=lambda line: (order.index(line.kind), not (line.text or line.chat)))


def _order(categories: Sequence[Category], imminent: bool) -> list[Kind]:
    """Kinds to show, the first first."""
    abuse = Category.ABUSE_DANGER in categories
    poison = Category.OVERDOSE in categories
    if imminent or poison:
        poison = poison or Category.SUICIDAL_IDEATION in categories
        middle = [Kind.POISON] * poison + [Kind.ABUSE, Kind.CHILD] * abuse
        return [Kind.EMERGENCY, *middle, Kind.SUICIDE]
    if abuse:
        first = [Kind.ABUSE, Kind.CHILD]
        suicide_first = categories[0] is not Category.ABUSE_DANGER
        ways = [Kind.SUICIDE, *first] if suicide_first else [*first, Kind.SUICIDE]
        return [*ways, Kind.EMERGENCY]
    return [Kind.SUICIDE, Kind.EMERGENCY]


_lock = Lock()
_current: Lines | None = None


def load(path: Path = LINES) -> Lines:
    """The lines in `path`. Raises SafetyDataInvalid."""
    return Lines(read_lines(path))


def all_lines() -> Lines:
    """The lines of this process, loaded on first use. Raises SafetyDataInvalid."""
    global _current
    if _current is None:
        with _lock:
            _current = _current or load()
    return _current
