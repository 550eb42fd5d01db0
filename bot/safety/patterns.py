"""The pattern layer: phrases of danger as data, loaded and checked once, found in a message.

Files in data/safety/patterns/: one a category, `languages.yml`, `hints.yml` (small signs that add
up), `signals.yml` (what matters only together with something else), `harmless.yml` (idioms and
contexts that withdraw a finding), `words.yml` (named lists). suicidal_ideation.yml says in its
first lines which keys a pattern may have, phrases.py how a phrase is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.safety.entry import Entry, Role
from bot.safety.pattern_files import PatternFiles, read_patterns
from bot.safety.phrases import Phrase, places_of
from bot.safety.stream import pieces, stream


@dataclass(frozen=True, slots=True)
class Finding:
    """An entry found in the words of a message, from `start` up to (not with) `end`."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """All that the patterns found in a message, before anything is withdrawn."""

    words: Sequence[str]
    findings: tuple[Finding, ...]

    def of_role(self, role: Role) -> list[Finding]:
        return [finding for finding in self.findings if finding.entry.role == role]


class PatternLayer:
    """Finds every pattern in a text. Immutable after loading, so any thread may use it."""

    def __init__(self, files: PatternFiles) -> None:
        self.entries = files.entries
        self._index = _Index(files.entries)
        self._contained = files.contained

    @classmethod
    def load(cls, folder: Path) -> "PatternLayer":
        """The layer from the files in `folder`. Raises SafetyDataInvalid."""
        return cls(read_patterns(folder))

    def find(self, text: str) -> Found:
        """Every finding in `text`."""
        words = stream(text)
        findings = [
            finding
            for first, end, horizon in pieces(len(words))
            for finding in self._in_piece(words, first, end, horizon)
        ]
        return Found(words, (*findings, *self._inside_unspaced(words)))

    def _in_piece(
        self, words: Sequence[str], first: int, end: int, horizon: int
    ) -> Iterator[Finding]:
        places = places_of(words, first, end)
        for entry, phrase in self._index.candidates(frozenset(words[first:horizon])):
            for start in phrase.starts(places):
                ends = phrase.ends(words, start)
                if entry.third:
                    ends = {end for end in ends if "i" not in words[start:end]}
                if ends:
                    yield Finding(entry, start, max(ends))

    def _inside_unspaced(self, words: Sequence[str]) -> Iterator[Finding]:
        """Scripts without spaces (Chinese, Japanese): plain containment."""
        if all(word.isascii() for word in words):
            return
        joined = "".join(word for word in words if not word.isascii())
        for entry in self._contained:
            if any(part in joined for part in entry.contains):
                yield Finding(entry, 0, 0)


class _Index:
    """Phrases by a word each of them needs, so that few are tried on a message."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        pairs = [(entry, phrase) for entry in entries for phrase in entry.phrases]
        counts: dict[str, int] = defaultdict(int)
        for _, phrase in pairs:
            for word in frozenset().union(*phrase.needs):
                counts[word] += 1
        self._by_word: dict[str, list[tuple[Entry, Phrase]]] = defaultdict(list)
        for pair in pairs:
            rarest = min(pair[1].needs, key=lambda need: sum(counts[word] for word in need))
            for word in rarest:
                self._by_word[word].append(pair)

    def candidates(self, present: frozenset[str]) -> Iterator[tuple[Entry, Phrase]]:
        """Entries and phrases all of whose needs the words `present` meet, each once."""
        seen: set[int] = set()
        for word in present & self._by_word.keys():
            for pair in self._by_word[word]:
                phrase = pair[1]
                if id(phrase) not in seen:
                    seen.add(id(phrase))
                    if not any(present.isdisjoint(need) for need in phrase.needs):
                        yield pair
