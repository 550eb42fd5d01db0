"""Draws a confusion matrix."""

from collections import Counter
from pathlib import Path

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from benchmarks.measures import ASKS, intent_order

EXTRA = ("crisis", ASKS)  # answers that nobody's phrase is labeled with
RIGHT, ELSEWHERE, QUESTION = "#c7e3d0", "#f6b8a0", "#e4e4ec"


def draw(counts: Counter[tuple[str, str]], title: str, path: Path) -> None:
    """Writes a PNG: rows what was meant, columns what was answered, cells phrases."""
    rows = intent_order({meant for meant, _ in counts})
    answers = {answer for _, answer in counts} - set(rows) - set(EXTRA)
    columns = [*rows, *sorted(answers), *EXTRA]
    figure = Figure(figsize=(13, 12), dpi=100)
    axes = figure.subplots()
    axes.imshow(_colors(counts, rows, columns), aspect="auto")
    for (meant, answer), count in counts.items():
        axes.text(
            columns.index(answer),
            rows.index(meant),
            str(count),
            ha="center",
            va="center",
            fontsize=9,
            fontweight="bold" if meant == answer else "normal",
        )
    axes.set_xticks(range(len(columns)), columns, rotation=60, ha="left", rotation_mode="anchor")
    axes.set_yticks(range(len(rows)), rows)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_xticks(np.arange(len(columns) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(rows) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="#dddddd", linewidth=0.6)
    axes.set_xlabel("what was answered")
    axes.set_ylabel("what was meant")
    axes.set_title(title, fontsize=13, pad=16)
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})


def _colors(
    counts: Counter[tuple[str, str]], rows: list[str], columns: list[str]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Float [rows, columns, rgb]: right green, elsewhere red, asking gray; white where none."""
    image = np.ones((len(rows), len(columns), 3))
    for meant, answer in counts:
        color = RIGHT if meant == answer else QUESTION if answer == ASKS else ELSEWHERE
        image[rows.index(meant), columns.index(answer)] = to_rgb(color)
    return image
