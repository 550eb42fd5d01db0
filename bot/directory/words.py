"""Reads what people say when they look for someone: wishes, and the words around a place name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.content.load import read_yaml

LONGEST_READ = 400
MOST_TOKENS = 60
LONGEST_PHRASE = 5
TOKEN = re.compile(r"\w(?:[\w.'’-]*\w)?")


@dataclass(frozen=True)
class Token:
    """A word as compared (folded) and as typed."""

    word: str
    typed: str


@dataclass(frozen=True)
class Span:
    """A phrase found in a text: tokens from `start` up to, not including, `end`."""

    start: int
    end: int
    phrase: str


@dataclass(frozen=True)
class Region:
    """A country, or a state of one; `state` is empty for the whole country."""

    country: str
    state: str
    name: str


@dataclass(frozen=True)
class Wishes:
    """What a text asks for beside a place; None and False where it says nothing of it."""

    language: str | None = None
    cost: str | None = None
    endings: bool = False
    online: bool = False
    anywhere: bool = False

    @property
    def filters(self) -> bool:
        return bool(self.language or self.cost or self.endings)


@dataclass(frozen=True)
class Vocabulary:
    """`words.yml`, folded for comparison."""

    phrases: Mapping[str, frozenset[str]]
    other_names: Mapping[str, str]
    regions: Mapping[str, tuple[Region, ...]]
    short_regions: Mapping[str, tuple[Region, ...]]
    languages: Mapping[str, str]


def fold(text: str) -> str:
    """Lower case without accents: "São Paulo" and "sao paulo" are the same place."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def tokens(text: str) -> list[Token]:
    """The first words of a text; a place or a wish never stands beyond them."""
    typed = TOKEN.findall(text[:LONGEST_READ])[:MOST_TOKENS]
    return [Token(fold(word), word) for word in typed]


def folded(phrase: str) -> str:
    return " ".join(token.word for token in tokens(phrase))


def spans(words: list[Token], phrases: Iterable[str]) -> list[Span]:
    """Every phrase found, the longest first where two overlap."""
    known = phrases if isinstance(phrases, (frozenset, Mapping)) else frozenset(phrases)
    found: list[Span] = []
    taken: set[int] = set()
    for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            phrase = " ".join(token.word for token in words[start : start + length])
            place = range(start, start + length)
            if phrase in known and taken.isdisjoint(place):
                taken.update(place)
                found.append(Span(start, start + length, phrase))
    return found


def read_wishes(text: str, languages: Mapping[str, str]) -> Wishes:
    """The wishes in a text. `languages` are those of the directory: folded name -> code."""
    words, known = tokens(text), vocabulary()
    by_name = {**known.languages, **languages}
    spoken = _wished(words, by_name)
    return Wishes(
        language=by_name[spoken[0].phrase] if spoken else None,
        cost="low" if _wished(words, known.phrases["low_cost"]) else None,
        endings=bool(_wished(words, known.phrases["endings"])),
        online=bool(_wished(words, known.phrases["online"])),
        anywhere=bool(_wished(words, known.phrases["anywhere"])),
    )


def tells_own_place(text: str) -> bool:
    """Whether a text says where the person is or looks, whatever else it is about."""
    return bool(spans(tokens(text), vocabulary().phrases["self"]))


def tells_where(text: str) -> bool:
    """Whether a text sounds like an answer to "where", though it may name no known place."""
    words, known = tokens(text), vocabulary().phrases
    starts = any(span.start == 0 for span in spans(words, known["near"]))
    return starts or bool(spans(words, known["where"] | known["self"]))


def _wished(words: list[Token], phrases: Iterable[str]) -> list[Span]:
    """Found phrases that nothing turns round: not the "online" of "nothing online"."""
    wishes = spans(words, phrases)
    known = vocabulary().phrases
    whole = wishes + spans(words, known["low_cost"])
    turns = [
        turn
        for turn in spans(words, known["not"])
        if not any(span.start <= turn.start < span.end for span in whole)
    ]
    return [wish for wish in wishes if not any(_turns(turn, wish, words) for turn in turns)]


def _turns(turn: Span, wish: Span, words: list[Token]) -> bool:
    between = [token.word for token in words[turn.end : wish.start]]
    if turn.end > wish.start or len(between) > 1:
        return False
    return all(word in vocabulary().phrases["between"] for word in between)


@cache
def vocabulary() -> Vocabulary:
    """Read once for each process."""
    raw = read_yaml(Path(__file__).with_name("words.yml"))
    long: dict[str, tuple[Region, ...]] = {}
    short: dict[str, tuple[Region, ...]] = {}
    for country, entry in raw["regions"].items():
        whole = Region(country, "", entry["names"][0])
        for name in entry["names"]:
            _add(long, name, whole)
        _add(short, country, whole)
        for code, name in (entry.get("states") or {}).items():
            state = Region(country, code, name)
            _add(long, name, state)
            _add(short, code, state)
    lists = {name: value for name, value in raw.items() if isinstance(value, list)}
    return Vocabulary(
        phrases={name: frozenset(map(folded, value)) for name, value in lists.items()},
        other_names=_folded_keys(raw["other_names"]),
        regions=long,
        short_regions=short,
        languages=_folded_keys(raw["languages"]),
    )


def _add(regions: dict[str, tuple[Region, ...]], name: str, region: Region) -> None:
    regions[folded(name)] = (*regions.get(folded(name), ()), region)


def _folded_keys(names: dict[Any, str]) -> dict[str, str]:
    return {folded(str(name)): value for name, value in names.items()}
