"""Runs a small committed transformer with onnxruntime: texts in, one row of numbers a text out."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

MAX_TOKENS = 128
Rows = npt.NDArray[np.float32]


class WeightsBroken(RuntimeError):
    """The model's files are missing, or are not the ones that were committed."""


class Transformer:
    """One model, safe to share between threads.

    `folder` holds model.onnx, tokenizer.json and SHA256SUMS (made by training/export.py).
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Raises WeightsBroken when a file is missing or its checksum differs."""
        _verify(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def run(self, texts: Sequence[str], batch: int = 16) -> Rows:
        """float32 [texts, numbers]; each text counts to 128 tokens.

        Texts of like length share a batch, so that little is spent on padding.
        """
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows: list[Rows] = [np.empty(0, np.float32)] * len(texts)
        for start in range(0, len(order), batch):
            part = order[start : start + batch]
            for i, row in zip(part, self._run([texts[i] for i in part]), strict=True):
                rows[i] = row
        return np.stack(rows) if rows else np.empty((0, 0), np.float32)

    def _run(self, texts: list[str]) -> Rows:
        # half a surrogate pair, which JSON may carry, is no text to the tokenizer
        readable = [text.encode("utf-8", "replace").decode() for text in texts]
        encodings = self._tokenizer.encode_batch(readable)
        inputs = {
            "input_ids": np.array([e.ids for e in encodings], np.int64),
            "attention_mask": np.array([e.attention_mask for e in encodings], np.int64),
        }
        return np.asarray(self._session.run(None, inputs)[0], np.float32)


def checksum(folder: Path) -> str:
    """The text of SHA256SUMS, which names the model's version. Raises WeightsBroken."""
    try:
        return (folder / "SHA256SUMS").read_text(encoding="utf-8")
    except OSError as error:
        raise WeightsBroken(f"{folder / 'SHA256SUMS'} cannot be read: {error.strerror}") from error


def _verify(folder: Path) -> None:
    for line in checksum(folder).splitlines():
        expected, name = line.split(maxsplit=1)
        path = folder / name
        if not path.is_file():
            raise WeightsBroken(f"{path} is missing: check it out again from the repository")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise WeightsBroken(f"{path} is not the committed file: check it out again")
