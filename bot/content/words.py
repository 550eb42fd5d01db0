"""The word list words.yml: what no reply should say, why, and what to say instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.content.load import read_yaml
from bot.content.problem import Problem
from bot.content.source import entries, read_source

_FILE = Path(__file__).with_name("words.yml")
_QUOTED = re.compile('"[^"]{1,600}"|\u201c[^\u201d]{1,600}\u201d')
_SENTENCE_END = re.compile(r"[.!?:](?=\s|$|\")|\n\s*\n")
_NOT_BUILT = (
    "This entry is not built right. It needs words (in square brackets, each in quotes), "
    "because and instead; close each round bracket."
)
_ANY_WORDS = r"\s+(?:[\w',-]+\s+){0,3}"


@dataclass(frozen=True)
class Place:
    """Where a rule holds: topics by name, "care" for all that teach and support."""

    inside: frozenset[str]
    outside: frozenset[str]

    def has(self, topic: str, is_care: bool) -> bool:
        names = {topic, "care"} if is_care else {topic}
        return not names & self.outside and (not self.inside or bool(names & self.inside))


@dataclass(frozen=True)
class Rule:
    """One entry of the list."""

    words: re.Pattern[str]
    because: str
    instead: str
    even_quoted: bool
    unless: re.Pattern[str] | None
    place: Place
    note: bool

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Offset and words of each place where `text` breaks the rule."""
        plain = text.replace("\u2019", "'")
        seen = plain if self.even_quoted else _QUOTED.sub(_blank, plain)
        for found in self.words.finditer(seen):
            if not (self.unless and self.unless.search(_sentence(plain, found.start()))):
                yield found.start(), " ".join(text[found.start() : found.end()].split())


def check_words(file: Path = _FILE) -> list[Problem]:
    """What is wrong with the list itself."""
    source, problems = read_source(file.parents[2], file.relative_to(file.parents[2]))
    if source is None:
        return problems
    found = list(problems)
    for line, item in entries(source.data, "words"):
        try:
            _rule(item)
        except (KeyError, TypeError, AttributeError, re.error):
            found.append(source.problem(line, _NOT_BUILT))
    return found


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """Every rule about words."""
    return tuple(_rule(item) for item in _load()["words"])


@lru_cache(maxsize=1)
def load_statements() -> dict[str, tuple[Place, str]]:
    """Where a statement of the source text may be voiced, and why not elsewhere."""
    found = _load()["statements"]
    return {name: (_place(item), item["because"]) for name, item in found.items()}


@lru_cache(maxsize=1)
def _load() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(_FILE)
    return found


def _rule(item: dict[str, Any]) -> Rule:
    unless = item.get("unless")
    return Rule(
        words=_pattern(item["words"]),
        because=item["because"],
        instead=item["instead"],
        even_quoted=item.get("even_quoted", False),
        unless=_pattern(unless) if unless else None,
        place=_place(item),
        note=item.get("note", False),
    )


def _place(item: dict[str, Any]) -> Place:
    return Place(frozenset(item.get("in", ())), frozenset(item.get("allowed_in", ())))


def _pattern(words: list[str]) -> re.Pattern[str]:
    """The words as one expression; words.yml says what `*` and `...` stand for."""
    any_of = "|".join(
        _ANY_WORDS.join(_spaced(part) for part in entry.split(" ... ")) for entry in words
    )
    return re.compile(rf"(?<![\w'-])(?:{any_of})(?![\w'-])", re.IGNORECASE)


def _spaced(part: str) -> str:
    return part.replace("*", r"[\w']*").replace(" ", r"\s+")


def _blank(found: re.Match[str]) -> str:
    return "\u00b7" * len(found.group())


def _sentence(text: str, offset: int) -> str:
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, offset)), default=0)
    end = _SENTENCE_END.search(text, offset)
    return text[start : end.start() if end else len(text)]
