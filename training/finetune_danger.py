"""Fine-tunes MiniLM end to end to tell danger: none, concern or crisis.

Danger comes from data/safety/phrases.tsv; harmless phrases from there too, and every training
phrase of the topics. A danger phrase is now and then set among harmless ones, since people
bury it in the middle of a long message.
"""

import argparse
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from finetune import disturb, sentence_vectors
from phrases import safety_phrases, training_phrases
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

LEVELS = ("none", "concern", "crisis")
BURIED = 0.15


class DangerModel(nn.Module):
    """The encoder with a linear head: probabilities, float [texts, 3] in the order of LEVELS."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base, dtype=torch.float32, attn_implementation="eager"
        )
        self.head = nn.Linear(self.encoder.config.hidden_size, len(LEVELS))

    def scores(self, batch: dict[str, Tensor]) -> Tensor:
        return self.head(sentence_vectors(self.encoder, batch)) * 8

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        batch = {"input_ids": input_ids, "attention_mask": attention_mask}
        return self.scores(batch).softmax(dim=1)


def examples() -> list[tuple[str, int]]:
    """(text, level) of every phrase that is trained on."""
    rows = [(text, LEVELS.index(level)) for level, _, _, text in safety_phrases()]
    return rows + [(text, 0) for text, _ in training_phrases()]


def buried(text: str, harmless: list[str], rng: random.Random) -> str:
    """The phrase, now and then before, after or between harmless ones."""
    if rng.random() > BURIED:
        return text
    before, after = rng.choice(harmless), rng.choice(harmless)
    return rng.choice([f"{before}. {text}", f"{text}. {after}", f"{before}. {text}. {after}"])


def finetune(base: Path, out: Path, epochs: int, rate: float, batch: int, seed: int) -> None:
    """Trains, and writes model.pt and the tokenizer to `out`."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    rows = examples()
    harmless = [text for text, level in rows if level == 0]
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = DangerModel(base)
    per_epoch = len(rows) // batch
    optimizer = torch.optim.AdamW(
        [
            {"params": model.encoder.parameters(), "lr": rate},
            {"params": model.head.parameters(), "lr": 5e-3},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [rate, 5e-3], total_steps=epochs * per_epoch + 1, pct_start=0.1,
        anneal_strategy="linear",
    )
    model.train()
    started = time.time()
    for epoch in range(epochs):
        rng.shuffle(rows)
        total = 0.0
        for start in range(0, per_epoch * batch, batch):
            part = rows[start : start + batch]
            tokens = tokenizer(
                [disturb(buried(text, harmless, rng), rng) for text, _ in part],
                padding=True, truncation=True, max_length=96, return_tensors="pt",
            )
            levels = torch.tensor([level for _, level in part])
            loss = F.cross_entropy(model.scores(dict(tokens)), levels, label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / per_epoch:.3f}, {time.time() - started:.0f} s",
              flush=True)
        out.mkdir(parents=True, exist_ok=True)
        torch.save(model.state_dict(), out / "model.pt")
    tokenizer.save_pretrained(out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    finetune(options.base, options.out, options.epochs, options.rate, options.batch, options.seed)
