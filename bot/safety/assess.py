"""Reads a message for danger to life or safety: `assess(text, history)`.

Layers: normalization (`bot/text`), patterns (`patterns.py`), a classifier where one is installed,
one combining rule (`combine.py`), and the history of the conversation (`history.py`).
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from bot.safety.classifier import DangerClassifier
from bot.safety.history import assessed
from bot.safety.models import Assessment, Level, Turn
from bot.safety.patterns import PatternLayer
from bot.settings import ROOT
from bot.text.transformer import WeightsBroken

log = logging.getLogger(__name__)
PATTERNS = ROOT / "data" / "safety" / "patterns"


class Detector:
    """The layers put together. Immutable, so any thread may use it."""

    def __init__(self, patterns: PatternLayer, classifier: DangerClassifier | None = None) -> None:
        self.patterns = patterns
        self.classifier = classifier

    def assess(self, text: str, history: Sequence[Turn] = ()) -> Assessment:
        """The assessment of one message after the turns in `history`, oldest first."""
        found = self.patterns.find(text)
        said = assessed(found, history, self.patterns)
        if self.classifier is None or said.level is Level.CRISIS or not text.strip():
            return said
        return assessed(found, history, self.patterns, self.classifier.opinion(text))

    def degraded(self) -> bool:
        """Whether only the patterns stand, the classifier being absent."""
        return self.classifier is None


_lock = Lock()
_current: Detector | None = None


def load(folder: Path = PATTERNS) -> Detector:
    """A detector from the files in `folder`. Raises SafetyDataInvalid."""
    return Detector(PatternLayer.load(folder), _classifier())


def _classifier() -> DangerClassifier | None:
    """None where its files are missing or broken: the patterns stand, `degraded()` says so."""
    try:
        return DangerClassifier()
    except WeightsBroken as error:
        log.error("the danger classifier is missing: %s", error)
        return None


def detector() -> Detector:
    """The detector of this process, loaded on first use. Raises SafetyDataInvalid."""
    global _current
    if _current is None:
        with _lock:
            _current = _current or load()
    return _current


def reload(folder: Path = PATTERNS) -> Detector:
    """Loads the files anew; broken ones raise SafetyDataInvalid and the last good ones stay."""
    global _current
    fresh = load(folder)
    with _lock:
        _current = fresh
    return fresh


def assess(text: str, history: Sequence[Turn] = ()) -> Assessment:
    """Level, categories, imminence and evidence of danger in `text`. No I/O after loading."""
    return detector().assess(text, history)


def degraded() -> bool:
    """Whether the classifier is absent and only the patterns stand."""
    return detector().degraded()
