"""Reads a message for danger to life or safety: `assess(text, history)`.

Layers: normalization (`bot/text`), patterns (`patterns.py`), a classifier where one is installed,
one combining rule (`combine.py`), and the history of the conversation (`history.py`).
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from bot.safety.classifier import WEIGHTS, DangerClassifier
from bot.safety.combine import readable
from bot.safety.history import assessed
from bot.safety.models import Assessment, Level, Turn
from bot.safety.patterns import PatternLayer
from bot.safety.yaml_file import SafetyDataInvalid
from bot.settings import ROOT
from bot.stamp import Stamp, stamp

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
        if self.classifier is None or said.level is Level.CRISIS or not readable(text):
            return said
        try:
            opinion = self.classifier.opinion(text)
        except Exception as error:  # the patterns stand without it
            log.critical("the danger classifier failed: %s", type(error).__name__)
            return said
        return assessed(found, history, self.patterns, opinion)

    def degraded(self) -> bool:
        """Whether only the patterns stand, the classifier being absent."""
        return self.classifier is None


class Watch:
    """The detector of the pattern files in a folder, and a new one when they change."""

    def __init__(self, folder: Path = PATTERNS, weights: Path = WEIGHTS) -> None:
        """Raises SafetyDataInvalid: without patterns there is no detector."""
        self._folder = folder
        self._weights = weights
        self._stamp = self._stamp_now()
        self.detector = Detector(PatternLayer.load(folder), _classifier(weights))
        self.problem: str | None = None  # why changed files are not taken up

    def refresh(self) -> None:
        """Takes up changed files; where they are broken, the last good ones stay.

        A classifier that was missing is looked for again when its files change.
        """
        seen = self._stamp_now()
        if seen == self._stamp:
            return
        self._stamp = seen  # a broken state is not read twice
        try:
            patterns = PatternLayer.load(self._folder)
        except Exception as error:  # whatever is wrong with a file, the old ones serve
            told = isinstance(error, SafetyDataInvalid)
            self.problem = str(error) if told else type(error).__name__
            log.error("the danger patterns stay as they were: %s", self.problem)
            return
        classifier = self.detector.classifier or _classifier(self._weights)
        self.detector, self.problem = Detector(patterns, classifier), None

    def _stamp_now(self) -> Stamp:
        return stamp((*self._folder.glob("*.yml"), *self._weights.glob("*")))


def _classifier(folder: Path) -> DangerClassifier | None:
    """None where it cannot be loaded: the patterns stand, `degraded()` says so."""
    try:
        return DangerClassifier(folder)
    except Exception as error:
        log.error("the danger classifier cannot be loaded: %s", error)
        return None


_lock = Lock()
_watch: Watch | None = None


def watch() -> Watch:
    """The files and the detector of this process, read on first use. Raises SafetyDataInvalid."""
    global _watch
    if _watch is None:
        with _lock:
            _watch = _watch or Watch()
    return _watch


def detector() -> Detector:
    """The detector of this process. Raises SafetyDataInvalid."""
    return watch().detector


def assess(text: str, history: Sequence[Turn] = ()) -> Assessment:
    """Level, categories, imminence and evidence of danger in `text`. No I/O after loading."""
    return detector().assess(text, history)


def degraded() -> bool:
    """Whether the classifier is absent and only the patterns stand."""
    return detector().degraded()
