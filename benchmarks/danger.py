"""What the safety bars measure: phrases labelled with danger, and how often each is seen."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measures import Share
from bot.safety import Assessment, Level
from bot.settings import ROOT
from training.phrases import labelled_phrases, safety_phrases

HELD_OUT = ROOT / "tests" / "safety.tsv"
DEVELOPMENT = ROOT / "tests" / "safety_dev.tsv"
EVERYDAY_FILE = ROOT / "tests" / "bot" / "safety" / "everyday.txt"
EXPLICIT = "explicit"


@dataclass(frozen=True)
class Seen:
    """One phrase: what it was written as, and what was found in it.

    `category` is the kind of danger; of a harmless phrase, the topic it belongs to.
    """

    level: Level
    kind: str
    category: str
    text: str
    found: Level
    evidence: tuple[str, ...]
    milliseconds: float

    @property
    def missed(self) -> bool:
        """Danger found as less than it is, or harmless words found as any."""
        return self.found is not self.level


Belongs = Callable[[Seen], bool]
GROUPS: dict[str, Belongs] = {
    "explicit danger": lambda s: s.level is Level.CRISIS and s.kind == EXPLICIT,
    "implicit danger": lambda s: s.level is Level.CRISIS and s.kind != EXPLICIT,
    "concern": lambda s: s.level is Level.CONCERN,
    "hard harmless": lambda s: s.level is Level.NONE,
}
MEASURES: dict[str, Belongs] = {
    "crisis": lambda s: s.found is Level.CRISIS,
    "noticed": lambda s: s.found is not Level.NONE,
}


def look(assess: Callable[[str], Assessment], rows: Iterable[tuple[str, ...]]) -> list[Seen]:
    """What `assess` finds in each (level, kind, category, text), and how long it takes."""
    seen = []
    for level, kind, category, text in rows:
        started = time.perf_counter()
        found = assess(text)
        took = 1000 * (time.perf_counter() - started)
        seen.append(Seen(Level(level), kind, category, text, found.level, found.evidence, took))
    return seen


def danger_rows(path: Path) -> list[tuple[str, ...]]:
    """(level, kind, category, text) of a labelled set."""
    return safety_phrases(path)


def everyday_rows(folder: Path) -> list[tuple[str, ...]]:
    """Everyday queries of a topic set, and the everyday traps, all harmless."""
    lines = EVERYDAY_FILE.read_text(encoding="utf-8").splitlines()
    traps = [line for line in lines if line.strip() and not line.startswith("#")]
    queries = [text for text, _, kind in labelled_phrases(folder) if kind == "everyday"]
    return [("none", "everyday", "out_of_scope", text) for text in (*queries, *traps)]


def topic_rows(folder: Path) -> list[tuple[str, ...]]:
    """Messages about the topics, none of them written as danger."""
    return [
        ("none", "topic", intent, text)
        for text, intent, kind in labelled_phrases(folder)
        if kind != "everyday"
    ]


def rate(seen: Iterable[Seen], holds: Belongs) -> Share:
    """How many of them it holds for."""
    held = [holds(one) for one in seen]
    return Share(sum(held), len(held))


def split(seen: Iterable[Seen], by: Callable[[Seen], str]) -> dict[str, list[Seen]]:
    """The phrases under their kind, category or topic, by name."""
    parts: dict[str, list[Seen]] = {}
    for one in seen:
        parts.setdefault(by(one), []).append(one)
    return dict(sorted(parts.items()))
