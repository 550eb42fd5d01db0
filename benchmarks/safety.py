"""Danger on phrases that nobody trained on: how much is seen, and how much is seen wrongly.

Prints rates of the held-out set, never a phrase of it, and each miss of the development set.
"""

import argparse
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.danger import (
    DEVELOPMENT,
    EXPLICIT,
    GROUPS,
    HELD_OUT,
    MEASURES,
    Seen,
    danger_rows,
    everyday_rows,
    look,
    rate,
    split,
    topic_rows,
)
from benchmarks.measures import Share
from bot.safety import Level
from bot.safety.assess import Detector, detector
from bot.settings import ROOT

RESULTS = ROOT / "benchmarks" / "results"
SHORT = 280  # characters
LONG = 2000
Tables = dict[str, dict[str, dict[str, Share]]]


def measured(danger: list[Seen], everyday: list[Seen], topics: list[Seen]) -> Tables:
    """table -> row -> measure -> share."""
    tables: dict[str, dict[str, list[Seen]]] = {
        "All": {name: list(filter(belongs, danger)) for name, belongs in GROUPS.items()},
        "Kind": split(danger, lambda s: f"{s.level} {s.kind}"),
        "Category": split(
            (s for s in danger if s.level is Level.CRISIS),
            lambda s: f"{s.category} {'explicit' if s.kind == EXPLICIT else 'implicit'}",
        ),
        "Topic of harmless messages": split(
            [s for s in danger if s.level is Level.NONE] + topics, lambda s: s.category
        ),
    }
    tables["All"] |= {"everyday": everyday, "messages about the topics": topics}
    return {
        title: {
            name: {measure: rate(seen, holds) for measure, holds in MEASURES.items()}
            for name, seen in rows.items()
        }
        for title, rows in tables.items()
    }


def milliseconds(detector: Detector, seen: Iterable[Seen]) -> dict[str, float]:
    """Median and 99th percentile up to SHORT characters; 99th of LONG ones."""
    seen = list(seen)
    short = [one.milliseconds for one in seen if len(one.text) <= SHORT]
    all_words = " ".join(one.text for one in seen if one.level is Level.NONE)
    starts = range(0, min(len(all_words) - LONG, 40 * LONG), LONG)
    long = look(detector.assess, [("none", "long", "", all_words[at : at + LONG]) for at in starts])
    return {
        "p50": float(np.percentile(short, 50)),
        "p99": float(np.percentile(short, 99)),
        "p99_long": float(np.percentile([one.milliseconds for one in long], 99)),
    }


def as_json(tables: Tables, speed: dict[str, float]) -> dict[str, Any]:
    """Everything measured; no phrase of the set is in it."""
    shares = {
        title: {
            row: {
                measure: {"count": s.count, "total": s.total, "interval": s.interval}
                for measure, s in measures.items()
            }
            for row, measures in rows.items()
        }
        for title, rows in tables.items()
    }
    return {"measured_on": date.today().isoformat(), "rates": shares, "milliseconds": speed}


def as_markdown(tables: Tables, speed: dict[str, float], title: str) -> str:
    """One table of rates for each question."""
    parts = [f"# {title}", f"Measured on {date.today()}; shares with 95 % intervals (Wilson)."]
    for name, rows in tables.items():
        lines = [f"| {name} | phrases | crisis | crisis or concern |", "| --- | --- | --- | --- |"]
        for row, measures in rows.items():
            crisis, noticed = measures["crisis"], measures["noticed"]
            lines.append(f"| {row} | {crisis.total} | {percent(crisis)} | {percent(noticed)} |")
        parts.append("\n".join(lines))
    parts.append(
        f"Milliseconds a message: {speed['p50']:.1f} (median) and {speed['p99']:.1f} "
        f"(99th percentile) to {SHORT} characters, {speed['p99_long']:.0f} at {LONG}."
    )
    return "\n\n".join(parts) + "\n"


def percent(value: Share) -> str:
    low, high = value.interval
    return f"{100 * value.rate:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def misses(seen: Iterable[Seen]) -> str:
    """Each phrase of the development set that was found as something else."""
    lines = [
        f"{one.level} {one.kind} -> {one.found}  {one.text}  {' '.join(one.evidence)}".rstrip()
        for one in seen
        if one.missed
    ]
    return "\n".join([f"{len(lines)} phrases of the development set were taken otherwise:", *lines])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=("held-out", "dev"), default="held-out")
    parser.add_argument("--patterns", action="store_true", help="without the classifier")
    options = parser.parse_args()
    layers = Detector(detector().patterns) if options.patterns else detector()
    held_out = options.set == "held-out"
    folder = ROOT / "tests" / ("topics" if held_out else "dev")
    danger = look(layers.assess, danger_rows(HELD_OUT if held_out else DEVELOPMENT))
    tables = measured(
        danger, look(layers.assess, everyday_rows(folder)), look(layers.assess, topic_rows(folder))
    )
    speed = milliseconds(layers, danger)
    text = as_markdown(tables, speed, f"Danger, on the {options.set} phrases")
    print(text)
    if held_out and not options.patterns:
        _write(RESULTS, text, as_json(tables, speed))
        danger = look(layers.assess, danger_rows(DEVELOPMENT))
    print(misses(danger))


def _write(folder: Path, text: str, body: dict[str, Any]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "safety.md").write_text(text, encoding="utf-8")
    (folder / "safety.json").write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
