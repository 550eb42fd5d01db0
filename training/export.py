"""Writes a fine-tuned encoder as int8 ONNX with its tokenizer and checksums.

The graph takes `input_ids` and `attention_mask` (int64 [texts, tokens]) and gives
`vectors` (float32 [texts, dimensions], normalized).
"""

import argparse
import hashlib
import shutil
import tempfile
from pathlib import Path

import torch
from finetune import sentence_vectors
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from transformers import AutoModel


class Pooled(nn.Module):
    """The encoder with its pooling inside the graph."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return sentence_vectors(
            self.model, {"input_ids": input_ids, "attention_mask": attention_mask}
        )


def export(base: Path, out: Path) -> None:
    """Writes encoder.onnx, tokenizer.json and SHA256SUMS to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    model = Pooled(AutoModel.from_pretrained(base, attn_implementation="eager").eval())
    example = torch.ones(2, 12, dtype=torch.int64)
    sizes = {0: "texts", 1: "tokens"}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            model,
            (example, example),
            str(full),
            dynamo=False,
            opset_version=17,
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={"input_ids": sizes, "attention_mask": sizes, "vectors": {0: "texts"}},
        )
        quantize_dynamic(full, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(base / "tokenizer.json", out / "tokenizer.json")
    lines = [
        f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("encoder.onnx", "tokenizer.json")
    ]
    (out / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    export(options.base, options.out)
