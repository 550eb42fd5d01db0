"""Puts the measures of one or two Rasas side by side: Markdown for readers, JSON for tools."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.measures import (
    Case,
    Share,
    by_topic,
    confusion,
    intent_order,
    lowest,
    ratio_of_errors,
    share,
)

MEASURES: dict[str, Callable[[Case], bool]] = {
    "right topic first": lambda c: c.right_first,
    "helped": lambda c: c.helped,
    "answered on a wrong topic": lambda c: c.wrong,
    "asked": lambda c: c.asks,
    "given the crisis answer": lambda c: c.first == "crisis",
}
GROUPS: dict[str, Callable[[Case], bool]] = {
    "care and service topics": lambda c: c.on_topic,
    "care topics": lambda c: c.group == "care",
    "service topics": lambda c: c.group == "service",
    "small talk": lambda c: c.group == "small_talk",
    "near-misses": lambda c: c.group == "near_miss",
    "everyday": lambda c: c.group == "everyday",
    "all but everyday": lambda c: c.group != "everyday",
}


@dataclass(frozen=True)
class Side:
    """What one Rasa did: its cases, milliseconds of each message, seconds of training."""

    name: str
    cases: list[Case]
    milliseconds: list[float]
    training_seconds: float

    @property
    def on_topic(self) -> list[Case]:
        return [case for case in self.cases if case.on_topic]

    @property
    def milliseconds_a_message(self) -> float:
        return statistics.median(self.milliseconds)


def as_json(sides: list[Side]) -> dict[str, Any]:
    """Everything measured; no phrase of the set is in it."""
    report: dict[str, Any] = {side.name: _side_json(side) for side in sides}
    if len(sides) == 2:
        ratio, interval = _error_ratio(*sides)
        report["errors_ratio"] = {"ratio": ratio, "interval": interval}
        report["milliseconds_ratio"] = _ratio(*(s.milliseconds_a_message for s in sides))
        report["training_ratio"] = _ratio(*(s.training_seconds for s in sides))
    return report


def _side_json(side: Side) -> dict[str, Any]:
    return {
        "groups": {
            group: {
                measure: _share_json(share(filter(belongs, side.cases), holds))
                for measure, holds in MEASURES.items()
            }
            for group, belongs in GROUPS.items()
        },
        "topics": {
            measure: {k: _share_json(s) for k, s in by_topic(side.cases, holds).items()}
            for measure, holds in MEASURES.items()
        },
        "confusion": [
            {"meant": meant, "answered": answer, "phrases": count}
            for (meant, answer), count in sorted(confusion(side.cases).items())
        ],
        "milliseconds": side.milliseconds_a_message,
        "training_seconds": side.training_seconds,
    }


def _share_json(value: Share) -> dict[str, Any]:
    return {
        "count": value.count,
        "total": value.total,
        "rate": value.rate,
        "interval": value.interval,
    }


def _error_ratio(ours: Side, stock: Side) -> tuple[float, tuple[float, float]]:
    mine, theirs = ([not c.right_first for c in side.on_topic] for side in (ours, stock))
    return ratio_of_errors(mine, theirs)


def _ratio(ours: float, stock: float) -> float:
    return ours / stock


def as_markdown(sides: list[Side], title: str) -> str:
    """Three tables: the bars, the groups, each topic."""
    parts = [[f"# {title}"], _bars(sides), _ratios(sides), _groups(sides), _topics(sides)]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _bars(sides: list[Side]) -> list[str]:
    rows = [
        [measure, *(_percent(share(side.on_topic, holds)) for side in sides)]
        for measure, holds in MEASURES.items()
    ]
    everyday = [[c for c in side.cases if c.group == "everyday"] for side in sides]
    rows.append(
        [
            "asked on everyday messages",
            *(_percent(share(cases, MEASURES["asked"])) for cases in everyday),
        ]
    )
    rows.append(["lowest topic (right first)", *(_lowest(side) for side in sides)])
    rows.append(
        [
            "milliseconds a message (median)",
            *(f"{side.milliseconds_a_message:.1f}" for side in sides),
        ]
    )
    rows.append(["training, seconds", *(f"{side.training_seconds:,.0f}" for side in sides)])
    total = len(sides[0].on_topic)
    return _table([f"care and service topics, {total} phrases", *(s.name for s in sides)], rows)


def _ratios(sides: list[Side]) -> list[str]:
    if len(sides) != 2:
        return []
    ratio, (low, high) = _error_ratio(*sides)
    speed = _ratio(*(s.milliseconds_a_message for s in sides))
    training = _ratio(*(s.training_seconds for s in sides))
    return [
        f"Errors (right topic not first), {sides[0].name} / {sides[1].name}: **{ratio:.2f}** "
        f"({low:.2f}-{high:.2f}). Time a message: {speed:.2f}. Time of training: {training:.3f}."
    ]


def _groups(sides: list[Side]) -> list[str]:
    rows = []
    for group, belongs in GROUPS.items():
        cells = [
            _percent(share(filter(belongs, s.cases), MEASURES["right topic first"])) for s in sides
        ]
        rows.append([group, str(sum(map(belongs, sides[0].cases))), *cells])
    return _table(["right topic first", "phrases", *(s.name for s in sides)], rows)


def _topics(sides: list[Side]) -> list[str]:
    columns = [(s, m) for s in sides for m in ("right topic first", "helped")]
    shares = [by_topic(side.cases, MEASURES[measure]) for side, measure in columns]
    rows = [
        [kind, str(shares[0][kind].total), *(f"{s[kind].rate:.0%}" for s in shares)]
        for kind in intent_order(shares[0])
    ]
    heads = [f"{side.name}: {measure}" for side, measure in columns]
    return _table(["topic", "phrases", *heads], rows)


def _lowest(side: Side) -> str:
    name, value = lowest(by_topic(side.on_topic, MEASURES["right topic first"]))
    return f"{name} {value.rate:.0%}"


def _percent(value: Share) -> str:
    low, high = value.interval
    return f"{value.rate:.1%} ({100 * low:.0f}-{100 * high:.0f})"


def _table(heads: list[str], rows: list[list[str]]) -> list[str]:
    rule = ["---", *("---:" for _ in heads[1:])]
    return [f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows)]
