"""What the bars of understanding measure: rates with 95 % intervals, and the confusion."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

SERVICE = frozenset({"ask_human", "medical_question", "bot_challenge", "privacy", "delete_data"})
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "affirm", "deny", "help"})
OFF_TOPIC = frozenset({"near_miss", "everyday"})
ASKS = "asks"
Z = 1.959964  # 95 % of a normal distribution


@dataclass(frozen=True)
class Case:
    """One phrase: what was meant, and what was understood.

    `kind` is the intent, or for out_of_scope near_miss or everyday. `first` and `second` are
    the likeliest topics, whether or not the clarifying question was asked about them.
    """

    expected: str
    kind: str
    first: str | None
    second: str | None
    asks: bool

    @property
    def group(self) -> str:
        """care, service, small_talk, near_miss or everyday."""
        if self.kind in OFF_TOPIC:
            return self.kind
        if self.kind in SMALL_TALK:
            return "small_talk"
        return "service" if self.kind in SERVICE else "care"

    @property
    def on_topic(self) -> bool:
        return self.group in ("care", "service")

    @property
    def right_first(self) -> bool:
        return self.first == self.expected

    @property
    def helped(self) -> bool:
        """Answered on the right topic, or asked with the right topic among the two buttons."""
        return self.right_first or (self.asks and self.second == self.expected)

    @property
    def wrong(self) -> bool:
        """Answered, on another topic."""
        return not self.asks and not self.right_first

    @property
    def answered(self) -> str:
        """The topic answered on, or that it asks."""
        return ASKS if self.asks else self.first or "nothing"


@dataclass(frozen=True)
class Share:
    """`count` of `total`."""

    count: int
    total: int

    @property
    def rate(self) -> float:
        return self.count / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval, 95 % (Wilson 1927); it holds near 0 and 1 too."""
        if not self.total:
            return math.nan, math.nan
        n, p = self.total, self.rate
        middle = p + Z * Z / (2 * n)
        half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        whole = 1 + Z * Z / n
        return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def share(cases: Iterable[Case], holds: Callable[[Case], bool]) -> Share:
    """How many of the cases it holds for."""
    held = [holds(case) for case in cases]
    return Share(sum(held), len(held))


def by_topic(cases: Iterable[Case], holds: Callable[[Case], bool]) -> dict[str, Share]:
    """The share of each kind of phrase, in the order of the kinds' names."""
    kinds: dict[str, list[Case]] = {}
    for case in cases:
        kinds.setdefault(case.kind, []).append(case)
    return {kind: share(kinds[kind], holds) for kind in sorted(kinds)}


def lowest(shares: dict[str, Share]) -> tuple[str, Share]:
    """The topic with the lowest rate."""
    return min(shares.items(), key=lambda item: (item[1].rate, item[0]))


def ratio_of_errors(
    ours: Sequence[bool], theirs: Sequence[bool], rounds: int = 10_000, seed: int = 1
) -> tuple[float, tuple[float, float]]:
    """Our errors by theirs on the same phrases, with its paired bootstrap interval (95 %).

    Each item tells whether that phrase was an error. Infinite where they make none.
    """
    pairs = np.array([ours, theirs], dtype=float)
    picks = np.random.default_rng(seed).integers(0, pairs.shape[1], (rounds, pairs.shape[1]))
    mine, other = pairs[0][picks].sum(axis=1), pairs[1][picks].sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = np.nanpercentile(mine / other, [2.5, 97.5], method="nearest")
        ratio = np.divide(*pairs.sum(axis=1))
    return float(ratio), (float(low), float(high))


def confusion(cases: Iterable[Case]) -> Counter[tuple[str, str]]:
    """Phrases by what was meant and what was answered; a clarifying question counts as asks."""
    return Counter((case.expected, case.answered) for case in cases)


def intent_order(names: Iterable[str]) -> list[str]:
    """Care topics, service, small talk, then what is none of them."""

    def place(name: str) -> tuple[int, str]:
        return (name in SERVICE) + 2 * (name in SMALL_TALK) + 3 * (name == "out_of_scope"), name

    return sorted(names, key=place)
