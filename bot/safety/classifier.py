"""The classifier beside the patterns: a small transformer fine-tuned on our own phrases.

training/finetune_danger.py makes it. It reads meaning where no pattern has words for it, and
it can only raise a level.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.safety.models import Category, Level
from bot.text.transformer import Rows, Transformer

WEIGHTS = Path(__file__).parent / "weights"
LEVELS = (Level.NONE, Level.CONCERN, Level.CRISIS)
CATEGORIES = (
    Category.SUICIDAL_IDEATION,
    Category.SELF_HARM,
    Category.OVERDOSE,
    Category.HARM_TO_OTHERS,
    Category.ABUSE_DANGER,
)
WINDOW = 400  # characters; overlapping, so that no sentence is cut in every window
STEP = 320

# Chosen on tests/safety_dev.tsv and the harmless files of tests/bot/safety: lower ones find
# little more danger and call many more harmless messages a crisis (benchmarks/README.md)
CRISIS_FROM = 0.65
NOTICED_FROM = 0.5


@dataclass(frozen=True)
class Opinion:
    """What the classifier takes a message for; `category` is the likeliest kind of danger."""

    level: Level
    category: Category


class DangerClassifier:
    """Loaded once; safe to share between threads."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Raises WeightsBroken."""
        self._model = Transformer(folder)

    def opinion(self, text: str) -> Opinion:
        """Of the whole text, however long: the most dangerous of its windows decides."""
        rows = self._model.run(windows(text))
        crisis, noticed = rows[:, 2], rows[:, 1] + rows[:, 2]
        worst = rows[int(np.argmax(noticed))]
        level = Level.NONE
        if float(crisis.max()) >= CRISIS_FROM:
            level = Level.CRISIS
        elif float(noticed.max()) >= NOTICED_FROM:
            level = Level.CONCERN
        return Opinion(level, CATEGORIES[int(np.argmax(worst[len(LEVELS) :]))])

    def probabilities(self, texts: list[str]) -> Rows:
        """float32 [texts, 8] of short texts, for measuring: levels, then categories."""
        return self._model.run(texts)


def windows(text: str) -> list[str]:
    """Overlapping stretches of a long text; a short one whole."""
    if len(text) <= WINDOW:
        return [text]
    return [text[start : start + WINDOW] for start in range(0, len(text) - STEP, STEP)]
