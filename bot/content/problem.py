"""What a check of the content has found, in words for the person who edits it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """`says` is what is wrong and what to do; `file` is relative to the project folder.

    What is not `serious` is a note: worth a look, no reason to refuse the content.
    """

    file: Path
    line: int
    says: str
    serious: bool = True

    def __str__(self) -> str:
        note = "" if self.serious else "note: "
        return f"{self.file.as_posix()}:{self.line}: {note}{self.says}"


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """The cure for a wrong name: the known name that looks like it, else `otherwise`."""
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.84)
    return f'Did you mean "{close[0]}"?' if close else otherwise
