"""Compares encoders on the development phrases (never on the held-out ones).

Fits the small head on the training phrases' vectors and prints what the bars of the
project measure: right first, right among the first two, and the trade of asking.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from finetune import sentence_vectors
from phrases import ROOT, labelled_phrases, training_phrases
from sklearn.linear_model import LogisticRegression
from transformers import AutoModel, AutoTokenizer


def encode(base: Path, texts: list[str]) -> np.ndarray:
    """Vectors, float [texts, dimensions]."""
    tokenizer, model = AutoTokenizer.from_pretrained(base), AutoModel.from_pretrained(base).eval()
    parts = []
    with torch.no_grad():
        for start in range(0, len(texts), 64):
            tokens = tokenizer(
                texts[start : start + 64],
                padding=True,
                truncation=True,
                max_length=128,
                return_tensors="pt",
            )
            parts.append(sentence_vectors(model, dict(tokens)).numpy())
    return np.concatenate(parts)


def report(base: Path, strength: float) -> None:
    """Prints one line for the encoder at `base`."""
    pairs, rows = training_phrases(), labelled_phrases(ROOT / "tests" / "dev")
    vectors = encode(base, [text for text, _ in pairs])
    head = LogisticRegression(C=strength, max_iter=500).fit(vectors, [i for _, i in pairs])
    probabilities = head.predict_proba(encode(base, [text for text, *_ in rows]))
    order = np.argsort(-probabilities, axis=1)
    truth = np.array([intent for _, intent, _ in rows])
    care = np.array([kind not in ("everyday",) for *_, kind in rows])
    first = head.classes_[order[:, 0]] == truth
    second = head.classes_[order[:, 1]] == truth
    top = np.take_along_axis(probabilities, order[:, :1], 1)[:, 0]
    for asks in (0.05, 0.1, 0.15, 0.2):
        limit = np.quantile(top[care], asks)
        asked = top < limit
        helped = first | (asked & second)
        wrong = ~asked & ~first
        print(
            f"{base.name} C={strength} ask {asks:.2f} (<{limit:.2f}):"
            f" first {first[care].mean():.3f}"
            f" helped {helped[care].mean():.3f} wrong {wrong[care].mean():.3f}"
            f" everyday asked {asked[~care].mean():.3f}"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bases", type=Path, nargs="+")
    parser.add_argument("--strength", type=float, default=10.0)
    options = parser.parse_args()
    for folder in options.bases:
        report(folder, options.strength)
