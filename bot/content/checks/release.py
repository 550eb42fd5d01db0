"""What a clinic must read, sign and call before real clients write."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.content.problem import Problem

FOLDERS = ("bot/domain", "data")
_ENDS = {".yml", ".tsv", ".txt"}
_UNSIGNED = re.compile(r"^#.*\breviewed:\s*none yet\s*$")
_NOT_CALLED = re.compile(r"^\s+verified_on:\s*(?:\"\"|''|null|~)?\s*$")
_HEAD = 12
"""Lines; the signature stands in the comments that open a file."""


def check_release(root: Path) -> Iterator[Problem]:
    """Files that no clinician has signed, and help lines that nobody has called."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in _ENDS:
                lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
                yield from _unsigned(path.relative_to(root), lines)
                yield from _not_called(path.relative_to(root), lines)


def _unsigned(file: Path, lines: list[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines[:_HEAD], start=1):
        if _UNSIGNED.match(line):
            yield Problem(
                file,
                number,
                "No clinician has signed this file. Read it, then write your name, "
                "profession and the date after `reviewed:`.",
            )


def _not_called(file: Path, lines: list[str]) -> Iterator[Problem]:
    found = [number for number, line in enumerate(lines, start=1) if _NOT_CALLED.match(line)]
    if found:
        yield Problem(
            file,
            found[0],
            f"{len(found)} help lines have not been called yet. Call each, or see its own page, "
            "then write the day after `verified_on:`.",
        )
