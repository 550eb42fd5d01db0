"""Turns sentences into vectors with the fine-tuned sentence encoder."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.text.transformer import Rows, Transformer

WEIGHTS = Path(__file__).parent / "weights"
WINDOW = 500  # characters, about 110 tokens of English
WINDOWS = 6  # of a long text: the first three and the last three


class SentenceEncoder:
    """Texts to normalized vectors, float32 [texts, 384]."""

    def __init__(self, folder: Path = WEIGHTS, threads: int = 1) -> None:
        """Raises WeightsBroken."""
        self._model = Transformer(folder, threads)

    def encode(self, texts: Sequence[str]) -> Rows:
        """One vector a text; for a long text the mean of its windows' vectors."""
        windows = [_windows(text) for text in texts]
        vectors = self._model.run([window for part in windows for window in part])
        rows, start = [], 0
        for part in windows:
            mean = vectors[start : start + len(part)].mean(axis=0)
            rows.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
            start += len(part)
        return np.stack(rows) if rows else vectors


def _windows(text: str) -> list[str]:
    """The first and last stretches of a long text, about 110 tokens each."""
    if len(text) <= WINDOW:
        return [text]
    pieces = [text[start : start + WINDOW] for start in range(0, len(text), WINDOW)]
    half = WINDOWS // 2
    return pieces if len(pieces) <= WINDOWS else pieces[:half] + pieces[-half:]
