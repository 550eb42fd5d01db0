"""Writes a fine-tuned model as int8 ONNX with its tokenizer and checksums.

The graph takes `input_ids` and `attention_mask` (int64 [texts, tokens]) and gives one float32
row a text: the normalized sentence vector (topics), or probabilities (danger).
"""

import argparse
import hashlib
import shutil
import tempfile
from pathlib import Path

import torch
from finetune import sentence_vectors
from finetune_danger import DangerModel
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


def load_topics(trained: Path) -> nn.Module:
    """The encoder whose graph is written."""
    return Pooled(AutoModel.from_pretrained(trained, attn_implementation="eager")).eval()


def load_danger(base: Path, runs: list[Path]) -> nn.Module:
    """The mean of the weights of one or more runs from the same base (Wortsman et al. 2022)."""
    states = [torch.load(run / "model.pt", weights_only=True) for run in runs]
    model = DangerModel(base)
    model.encoder.set_attn_implementation("eager")
    model.load_state_dict(
        {
            name: torch.stack([state[name] for state in states]).mean(0)
            if first.is_floating_point()
            else first
            for name, first in states[0].items()
        }
    )
    return model.eval()


def export(model: nn.Module, tokenizer: Path, out: Path) -> None:
    """Writes model.onnx, tokenizer.json and SHA256SUMS to `out`."""
    out.mkdir(parents=True, exist_ok=True)
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
            output_names=["rows"],
            dynamic_axes={"input_ids": sizes, "attention_mask": sizes, "rows": {0: "texts"}},
        )
        # one scale a channel: one a matrix cost two points on the development phrases
        quantize_dynamic(full, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(tokenizer, out / "tokenizer.json")
    lines = [
        f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("model.onnx", "tokenizer.json")
    ]
    (out / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("topics", "danger"))
    parser.add_argument("base", type=Path, help="the model that training began with")
    parser.add_argument("out", type=Path)
    parser.add_argument("trained", type=Path, nargs="+", help="several runs of danger: their mean")
    options = parser.parse_args()
    if options.task == "topics":
        module = load_topics(*options.trained)
    else:
        module = load_danger(options.base, options.trained)
    export(module, options.base / "tokenizer.json", options.out)
