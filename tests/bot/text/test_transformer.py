"""The committed models take whatever a message may carry."""

import numpy as np
import pytest

from bot.safety.classifier import WEIGHTS
from bot.text.transformer import Transformer


@pytest.fixture(scope="module")
def model() -> Transformer:
    return Transformer(WEIGHTS)


@pytest.mark.parametrize("text", ["", " ", "\ud800 hi", "\x00", "🫠" * 500, "a" * 20_000])
def test_any_text_gets_a_row(model: Transformer, text: str) -> None:
    rows = model.run([text])
    assert rows.shape == (1, 8)
    assert np.isfinite(rows).all()


def test_rows_come_in_the_order_of_the_texts(model: Transformer) -> None:
    texts = ["i miss her", "a much longer message about the last session in the old room", "hi"]
    together = model.run(texts, batch=2)
    alone = np.concatenate([model.run([text]) for text in texts])
    assert np.abs(together - alone).max() < 0.05
