"""The crisis lines of `data/safety/crisis_lines.yml`: loaded, checked, and in the order of help."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Lock
from urllib.parse import quote, urlsplit

from bot.safety.models import Category
from bot.settings import ROOT

LINES = ROOT / "data" / "safety" / "crisis_lines.yml"
OTHER = "other"


class Kind(StrEnum):
    SUICIDE = "suicide"
    POISON = "poison"
    ABUSE = "abuse"
    CHILD = "child"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Link:
    """Something to tap: what it reads, and a tel:, sms: or https: address."""

    label: str
    href: str

    def as_json(self) -> dict[str, str]:
        return {"label": self.label, "href": self.href}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of help. `country` is an ISO code, or "other" for lines that serve any country."""

    id: str
    kind: Kind
    name: str
    country: str
    country_name: str
    call: Link | None = None
    text: Link | None = None
    chat: Link | None = None
    hours: str = ""
    languages: tuple[str, ...] = ()
    source: str = ""
    seen_on: str = ""
    status: str = "unconfirmed"
    verified_on: str | None = None

    def as_json(self) -> dict[str, object]:
        """The public part: what a page needs to show the line."""
        ways = {name: getattr(self, name) for name in ("call", "text", "chat")}
        return {
            "id": self.id,
            "kind": str(self.kind),
            "name": self.name,
            "country": self.country,
            "country_name": self.country_name,
            **{name: link.as_json() if link else None for name, link in ways.items()},
            "hours": self.hours,
            "languages": list(self.languages),
        }


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines, by country, and what to say where a country has none."""

    countries: dict[str, str]
    lines: tuple[Line, ...]
    elsewhere: tuple[Line, ...]
    elsewhere_text: str

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
        self, country: str | None, categories: Sequence[Category] = (), imminent: bool = False
    ) -> list[Line]:
        """Lines in the order of help (safety document, section 3) for what was found."""
        order = _order(categories, imminent)
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


def call_link(number: str, label: str) -> Link:
    return Link(label.format(number=number), "tel:" + _dialed(number))


def text_link(number: str, keyword: str, plain: str, with_keyword: str) -> Link:
    body = f"?&body={quote(keyword)}" if keyword else ""
    label = with_keyword if keyword else plain
    return Link(label.format(number=number, keyword=keyword), f"sms:{_dialed(number)}{body}")


def chat_link(url: str, label: str) -> Link:
    return Link(label.format(site=urlsplit(url).netloc), url)


def _dialed(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


_lock = Lock()
_current: Lines | None = None


def load(path: Path = LINES) -> Lines:
    """The lines in `path`. Raises SafetyDataInvalid."""
    from bot.safety.line_file import read_lines

    return read_lines(path)


def all_lines() -> Lines:
    """The lines of this process, loaded on first use. Raises SafetyDataInvalid."""
    global _current
    if _current is None:
        with _lock:
            _current = _current or load()
    return _current


def reload(path: Path = LINES) -> Lines:
    """Loads the file anew; a broken one raises SafetyDataInvalid and the last good lines stay."""
    global _current
    fresh = load(path)
    with _lock:
        _current = fresh
    return fresh


def lines_for(
    country: str | None, categories: Sequence[Category] = (), imminent: bool = False
) -> list[Line]:
    """Lines to show to a person in `country` (ISO code; None or unknown: lines for anywhere).

    Never empty. Order: imminent or overdose: emergency, poison, crisis line; abuse: abuse line
    first; otherwise lines to text or chat with, lines to call, emergency.
    """
    return all_lines().ordered(country, categories, imminent)
