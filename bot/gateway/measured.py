"""Reads what `make bench-safety` measured, for people."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Figure:
    """One kind of messages: how many, and which share was taken for what, with its range."""

    name: str
    count: int
    crisis: str
    noticed: str


def read_figures(path: Path) -> tuple[str, list[Figure]]:
    """The day and the figures; "" and none where nothing has been measured, or it is unreadable."""
    if not path.exists():
        return "", []
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        return str(read["measured_on"]), [_figure(*row) for row in read["rates"]["All"].items()]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        log.error("%s cannot be read: %s", path.name, type(error).__name__)
        return "", []


def _figure(name: str, measures: dict[str, Any]) -> Figure:
    crisis, noticed = measures["crisis"], measures["noticed"]
    return Figure(str(name), int(crisis["total"]), _share(crisis), _share(noticed))


def _share(measure: dict[str, Any]) -> str:
    low, high = measure["interval"]
    rate = measure["count"] / measure["total"] if measure["total"] else 0.0
    return f"{100 * rate:.1f} % ({100 * low:.1f} to {100 * high:.1f})"
