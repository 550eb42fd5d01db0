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
from finetune import batches, disturb, sentence_vectors
from phrases import safety_phrases, training_phrases
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

LEVELS = ("none", "concern", "crisis")
CATEGORIES = ("suicidal_ideation", "self_harm", "overdose", "harm_to_others", "abuse_danger")
NO_CATEGORY = -100  # what cross-entropy leaves out
BURIED = 0.15
TOPIC_SHARE = 2500  # phrases of the topics in one epoch, another choice each time


class DangerModel(nn.Module):
    """The encoder with one linear head for both questions.

    Gives probabilities, float [texts, 8]: of LEVELS, then of CATEGORIES.
    """

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base, dtype=torch.float32, attn_implementation="sdpa"
        )
        self.head = nn.Linear(self.encoder.config.hidden_size, len(LEVELS + CATEGORIES))

    def scores(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Logits of the levels and of the categories."""
        both = self.head(sentence_vectors(self.encoder, batch)) * 8
        return both[:, : len(LEVELS)], both[:, len(LEVELS) :]

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        batch = {"input_ids": input_ids, "attention_mask": attention_mask}
        levels, categories = self.scores(batch)
        return torch.cat([levels.softmax(dim=1), categories.softmax(dim=1)], dim=1)


Example = tuple[str, int, int]


def examples() -> tuple[list[Example], list[Example]]:
    """(text, level, category) of the safety phrases, and of the topics' harmless ones."""
    safety = [
        (text, LEVELS.index(level), CATEGORIES.index(kind) if level != "none" else NO_CATEGORY)
        for level, _, kind, text in safety_phrases()
    ]
    return safety, [(text, 0, NO_CATEGORY) for text, _ in training_phrases()]


def loss_of(model: DangerModel, batch: dict[str, Tensor], levels: Tensor, kinds: Tensor) -> Tensor:
    """The sum of both cross-entropies."""
    level_scores, kind_scores = model.scores(batch)
    loss = F.cross_entropy(level_scores, levels, label_smoothing=0.05)
    if (kinds != NO_CATEGORY).any():
        loss = loss + 0.3 * F.cross_entropy(kind_scores, kinds)
    return loss


def buried(text: str, harmless: list[str], rng: random.Random) -> str:
    """The phrase, now and then before, after or between harmless ones."""
    if rng.random() > BURIED:
        return text
    before, after = rng.choice(harmless), rng.choice(harmless)
    return rng.choice([f"{before}. {text}", f"{text}. {after}", f"{before}. {text}. {after}"])


def finetune(base: Path, out: Path, epochs: int, rate: float, batch: int, seed: int) -> None:
    """Trains, and writes model.pt and the tokenizer to `out`."""
    rng = random.Random(seed)
    safety, topics = examples()
    harmless = [text for text, level, _ in safety if level == 0]
    tokenizer = AutoTokenizer.from_pretrained(base)
    torch.manual_seed(1)  # every run begins with the same head, or their mean would mean nothing
    model = DangerModel(base)
    torch.manual_seed(seed)
    per_epoch = (len(safety) + TOPIC_SHARE) // batch - 1
    optimizer = torch.optim.AdamW(
        [
            {"params": model.encoder.parameters(), "lr": rate},
            {"params": model.head.parameters(), "lr": 5e-3},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        [rate, 5e-3],
        total_steps=epochs * per_epoch + 1,
        pct_start=0.1,
        anneal_strategy="linear",
    )
    model.train()
    started = time.time()
    for epoch in range(epochs):
        rows = safety + rng.sample(topics, TOPIC_SHARE)
        rows = [(disturb(buried(t, harmless, rng), rng), level, kind) for t, level, kind in rows]
        total = 0.0
        for indexes in batches([text for text, *_ in rows], batch, rng)[:per_epoch]:
            texts, levels, kinds = zip(*(rows[i] for i in indexes), strict=True)
            tokens = tokenizer(
                list(texts),
                padding=True,
                truncation=True,
                max_length=80,
                return_tensors="pt",
            )
            with torch.autocast("cpu", dtype=torch.bfloat16):  # twice as fast
                loss = loss_of(model, dict(tokens), torch.tensor(levels), torch.tensor(kinds))
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
        out.mkdir(parents=True, exist_ok=True)
        torch.save(model.state_dict(), out / "model.pt")
    tokenizer.save_pretrained(out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    finetune(options.base, options.out, options.epochs, options.rate, options.batch, options.seed)
