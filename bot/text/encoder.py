"""Turns sentences into vectors with a small transformer run by onnxruntime."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parent / "weights"
MAX_TOKENS = 128
WINDOW = 500  # characters, about 110 tokens of English
Vectors = npt.NDArray[np.float32]


class WeightsBroken(RuntimeError):
    """The encoder's files are missing, or are not the ones that were committed."""


class SentenceEncoder:
    """One encoder, safe to share between threads.

    `folder` holds encoder.onnx, tokenizer.json and SHA256SUMS (made by training/export.py).
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int = 1) -> None:
        """Raises WeightsBroken when a file is missing or its checksum differs."""
        _verify(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str], batch: int = 16) -> Vectors:
        """Normalized vectors, float32 [texts, dimensions]; each text counts to 128 tokens.

        Texts of like length share a batch, so that little is spent on padding.
        """
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows: list[npt.NDArray[np.float32]] = [np.empty(0, np.float32)] * len(texts)
        for start in range(0, len(order), batch):
            part = order[start : start + batch]
            for i, vector in zip(part, self._run([texts[i] for i in part]), strict=True):
                rows[i] = vector
        return np.stack(rows) if rows else np.empty((0, 0), np.float32)

    def encode_whole(self, texts: Sequence[str]) -> Vectors:
        """As `encode`, with the whole of a long text: the mean of its windows' vectors."""
        windows = [_windows(text) for text in texts]
        vectors = self.encode([window for part in windows for window in part])
        rows, start = [], 0
        for part in windows:
            mean = vectors[start : start + len(part)].mean(axis=0)
            rows.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
            start += len(part)
        return np.stack(rows) if rows else vectors

    def _run(self, texts: list[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": np.array([e.ids for e in encodings], np.int64),
            "attention_mask": np.array([e.attention_mask for e in encodings], np.int64),
        }
        return np.asarray(self._session.run(["vectors"], inputs)[0], np.float32)


def _windows(text: str) -> list[str]:
    """The first and last stretches of a long text, about 128 tokens each."""
    if len(text) <= WINDOW:
        return [text]
    starts = range(0, len(text), WINDOW)
    pieces = [text[start : start + WINDOW] for start in starts]
    return pieces if len(pieces) <= 6 else pieces[:3] + pieces[-3:]


def checksum(folder: Path = WEIGHTS) -> str:
    """The text of SHA256SUMS, which names the encoder's version."""
    try:
        return (folder / "SHA256SUMS").read_text(encoding="utf-8")
    except OSError as error:
        raise WeightsBroken(f"{folder / 'SHA256SUMS'} cannot be read: {error}") from error


def _verify(folder: Path) -> None:
    for line in checksum(folder).splitlines():
        expected, name = line.split(maxsplit=1)
        path = folder / name
        if not path.is_file():
            raise WeightsBroken(f"{path} is missing: check it out again from the repository")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise WeightsBroken(f"{path} is not the committed file: check it out again")
