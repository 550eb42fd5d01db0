"""Reads the project's own phrases for fine-tuning and for choosing between models."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent


def training_phrases(folder: Path = ROOT / "data" / "nlu") -> list[tuple[str, str]]:
    """(text, intent) of every training phrase under `folder`."""
    pairs = []
    for path in sorted(folder.glob("*.yml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in item["examples"].splitlines():
                if line.startswith("- "):
                    pairs.append((line[2:].strip(), item["intent"]))
    return pairs


def labelled_phrases(folder: Path) -> list[tuple[str, str, str]]:
    """(text, intent, kind) of `tests/dev` or `tests/topics`.

    Kind is `near_miss` or `everyday` for out_of_scope, else the intent.
    """
    rows = []
    for path in sorted(folder.glob("*.yml")):
        for kind, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            intent = "out_of_scope" if kind in ("near_miss", "everyday") else kind
            rows += [(text, intent, kind) for text in texts]
    return rows


def safety_phrases(path: Path = ROOT / "data" / "safety" / "phrases.tsv") -> list[tuple[str, ...]]:
    """(level, kind, category, text) of a set of safety phrases."""
    rows = path.read_text(encoding="utf-8").splitlines()
    return [tuple(row.split("\t")) for row in rows if row and not row.startswith("#")]
