"""The phrase language of the patterns, and how a phrase is found among words in linear time.

    want to die          these words, one after another
    ~kill                any form of the word: kill, kills, killed, killing
    (die|be dead)        one of these
    own?  (a|the)?       may be missing
    <self>               one of a list named in words.yml
    ..  ...  ....        up to two, five, nine other words; "no", "not", "never" and the end of a
                         sentence are never among them
    *                    any one word
    ^  $  $?             start of a sentence, its end, its end as a question

A phrase is written as people speak; it goes through the same normalization as a message, so that
"don't", "wanna" and "anymore" are found however they are typed. Words of tone ("just", "really",
"so"; FILLERS in stream.py) are never looked at, in messages and phrases alike. 9 stands for any
number, 2 for one up to four, 20 for a bigger one, 1999 for a year that is long ago.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

ENDS = (".", "?")
# A gap must not swallow what turns the meaning around.
_BARS = frozenset((*ENDS, "not", "never", "no"))
ANY = "*"
# Stands in `places_of` for "a sentence starts here".
START = "^"


@dataclass(frozen=True, slots=True)
class Word:
    """One word out of a set."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gap:
    """From `least` up to `most` words, none of them the end of a sentence."""

    most: int
    least: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """The start or the end of a sentence; takes no word."""

    start: bool
    question: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several sequences, found by their first word; `optional` allows none of them."""

    by_first: Mapping[str, tuple["Nodes", ...]]
    optional: bool


Node = Word | Gap | Edge | Choice
Nodes = tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase ready to be found.

    It starts with one of `firsts`; where that is empty, at the start of any sentence. Each set of
    `needs` must meet the words of a message.
    """

    nodes: Nodes
    firsts: frozenset[str]
    needs: tuple[frozenset[str], ...]

    def starts(self, places: Mapping[str, Sequence[int]]) -> Iterator[int]:
        """Where the phrase may start; `places` is what `places_of` gives."""
        for word in self.firsts & places.keys() if self.firsts else (START,):
            yield from places.get(word, ())

    def ends(self, words: Sequence[str], start: int) -> set[int]:
        """Where the phrase can end when it starts at `start`; empty where it does not fit."""
        return walk(self.nodes, words, {start})


def places_of(words: Sequence[str], first: int, end: int) -> dict[str, list[int]]:
    """Places of each word between `first` and `end`; under `START` those where sentences start."""
    places: dict[str, list[int]] = {START: []}
    for place in range(first, end):
        places.setdefault(words[place], []).append(place)
        if place == 0 or words[place - 1] in ENDS:
            places[START].append(place)
    return places


def walk(nodes: Nodes, words: Sequence[str], places: set[int]) -> set[int]:
    """Every place reached from `places` by going through `nodes`."""
    for node in nodes:
        places = _STEPS[type(node)](node, words, places)
        if not places:
            break
    return places


def _word_step(node: Word, words: Sequence[str], places: set[int]) -> set[int]:
    wanted, size = node.words, len(words)
    return {place + 1 for place in places if place < size and words[place] in wanted}


def _gap_step(node: Gap, words: Sequence[str], places: set[int]) -> set[int]:
    reached = set() if node.least else set(places)
    for place in places:
        for step in range(place, min(place + node.most, len(words))):
            if words[step] in _BARS:
                break
            reached.add(step + 1)
    return reached


def _edge_step(node: Edge, words: Sequence[str], places: set[int]) -> set[int]:
    if node.start:
        return {place for place in places if place == 0 or words[place - 1] in ENDS}
    ends = ("?",) if node.question else ENDS
    return {
        place
        for place in places
        if (words[place] in ends if place < len(words) else not node.question)
    }


def _choice_step(node: Choice, words: Sequence[str], places: set[int]) -> set[int]:
    reached = set(places) if node.optional else set()
    for place in places:
        first = words[place] if place < len(words) else ""
        for nodes in (*node.by_first.get(first, ()), *node.by_first.get(ANY, ())):
            reached |= walk(nodes, words, {place})
    return reached


_STEPS: dict[type, Callable[..., set[int]]] = {
    Word: _word_step,
    Gap: _gap_step,
    Edge: _edge_step,
    Choice: _choice_step,
}
