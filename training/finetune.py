"""Fine-tunes the sentence encoder on the training phrases and writes it as fp32 weights.

Loss: cross-entropy of a throw-away linear head plus supervised contrastive loss
(Khosla et al. 2020) on the normalized mean-pooled sentence vector. What ships is the
encoder alone; the head that a clinic retrains is fitted by Rasa on its vectors.
"""

import argparse
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from phrases import training_phrases
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

TEMPERATURE = 0.1


def sentence_vectors(model: nn.Module, batch: dict[str, Tensor]) -> Tensor:
    """Mean over the tokens, normalized: float [texts, dimensions]."""
    states = model(**batch).last_hidden_state
    mask = batch["attention_mask"].unsqueeze(-1).to(states.dtype)
    return F.normalize((states * mask).sum(1) / mask.sum(1).clamp(min=1e-9), dim=1)


def contrastive_loss(vectors: Tensor, labels: Tensor) -> Tensor:
    """Supervised contrastive loss over one batch."""
    same = (labels[:, None] == labels[None, :]).float().fill_diagonal_(0)
    logits = vectors @ vectors.T / TEMPERATURE
    logits = logits - 1e9 * torch.eye(len(labels))
    log_probability = F.log_softmax(logits, dim=1)
    count = same.sum(1)
    return -((same * log_probability).sum(1)[count > 0] / count[count > 0]).mean()


def disturb(text: str, rng: random.Random) -> str:
    """The same message as a hurried hand types it: case, punctuation, a typo, a lost word."""
    if rng.random() < 0.4:
        text = text.lower()
    if rng.random() < 0.3:
        text = "".join(c for c in text if c.isalnum() or c == " ")
    words = text.split()
    if len(words) > 6 and rng.random() < 0.3:
        del words[rng.randrange(len(words))]
    if words and rng.random() < 0.25:
        spot = rng.randrange(len(words))
        word = words[spot]
        if len(word) > 4:
            at = rng.randrange(1, len(word) - 2)
            words[spot] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words) or text


def batches(texts: list[str], size: int, rng: random.Random) -> list[list[int]]:
    """Indexes in random batches of like length: little is spent on padding."""
    order = list(range(len(texts)))
    rng.shuffle(order)
    parts: list[list[int]] = []
    for start in range(0, len(order), size * 16):
        near = sorted(order[start : start + size * 16], key=lambda i: len(texts[i]))
        parts += [near[i : i + size] for i in range(0, len(near), size)]
    full = [part for part in parts if len(part) == size]
    rng.shuffle(full)
    return full


def finetune(base: Path, out: Path, epochs: int, rate: float, batch: int, seed: int) -> None:
    """Trains and writes model and tokenizer to `out` (transformers' format)."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    pairs = training_phrases()
    names = sorted({intent for _, intent in pairs})
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModel.from_pretrained(base, dtype=torch.float32)
    head = nn.Linear(model.config.hidden_size, len(names))
    per_epoch = len(batches([text for text, _ in pairs], batch, random.Random(0)))
    steps = epochs * per_epoch
    optimizer = torch.optim.AdamW(
        [{"params": model.parameters(), "lr": rate}, {"params": head.parameters(), "lr": 5e-3}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [rate, 5e-3], total_steps=steps + 1, pct_start=0.1, anneal_strategy="linear"
    )
    model.train()
    started = time.time()
    for epoch in range(epochs):
        total = 0.0
        for indexes in batches([text for text, _ in pairs], batch, rng):
            part = [pairs[i] for i in indexes]
            tokens = tokenizer(
                [disturb(text, rng) for text, _ in part],
                padding=True,
                truncation=True,
                max_length=96,
                return_tensors="pt",
            )
            labels = torch.tensor([names.index(intent) for _, intent in part])
            with torch.autocast("cpu", dtype=torch.bfloat16):  # twice as fast
                vectors = sentence_vectors(model, dict(tokens))
            vectors = vectors.float()
            loss = F.cross_entropy(head(vectors) * 4, labels, label_smoothing=0.1)
            loss = loss + 0.5 * contrastive_loss(vectors, labels)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(
            f"epoch {epoch + 1}: loss {total / per_epoch:.3f}, {time.time() - started:.0f} s",
            flush=True,
        )
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    finetune(options.base, options.out, options.epochs, options.rate, options.batch, options.seed)
