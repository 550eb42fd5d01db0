"""Who has reviewed a file: the `reviewed:` line in the comments that open it."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

UNREVIEWED = "none yet"
CONTENT = ("bot/domain", "data")
# What a person in danger reads, and what decides that they do. phrases.tsv is not read by anyone:
# it trains the classifier, which is measured instead.
SAFETY = ("data/safety", "data/safety/patterns")
SHOWN_IN_DANGER = (
    "ask_human",
    "conversation",
    "crisis",
    "distress",
    "out_of_scope",
    "therapist_died",
    "therapist_harm",
)
_ENDS = {".yml", ".tsv", ".txt"}
_REVIEWED = re.compile(r"^#.*\breviewed:\s*(.*?)\s*$")
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_HEAD = 12  # lines


class NotReviewed(ValueError):
    """Real clients would read safety texts that no clinician has signed; the text lists them."""


@dataclass(frozen=True)
class Signature:
    """`signer` is all that stands after `reviewed:`; `line` 0: there is no such line."""

    file: Path
    line: int
    signer: str

    @property
    def is_signed(self) -> bool:
        return is_signed(self.signer)


def is_signed(signer: str) -> bool:
    """Whether it is a name and a day, as in "Ada Berg, psychologist, 2027-01-31"."""
    found = _DATE.search(signer)
    try:
        return bool(found and date.fromisoformat(found.group())) and signer[:1].isalpha()
    except ValueError:
        return False


def signatures(root: Path) -> list[Signature]:
    """Of every file of texts, phrases, rules and patterns under `root`."""
    paths = {path for folder in CONTENT for path in (root / folder).rglob("*")}
    return [_read(root, path) for path in sorted(paths) if path.suffix in _ENDS]


def safety_texts(root: Path) -> list[Signature]:
    """Of those that concern danger: patterns, answers, lines, and the replies shown with them."""
    return [signature for signature in signatures(root) if is_safety_text(signature.file)]


def is_safety_text(file: Path) -> bool:
    """`file` is relative to the project folder; a reply counts in every language."""
    if file.suffix != ".yml":
        return False
    is_reply = file.is_relative_to("bot/domain") and file.stem in SHOWN_IN_DANGER
    return is_reply or file.parent.as_posix() in SAFETY


def require_reviewed(root: Path) -> None:
    """Raises NotReviewed while a safety text is unsigned, or where there are none at all."""
    texts = safety_texts(root)
    waiting = [text.file.as_posix() for text in texts if not text.is_signed]
    if texts and not waiting:
        return
    if not texts:
        raise NotReviewed(f"there are no safety texts in {root}")
    count = "1 safety text waits" if len(waiting) == 1 else f"{len(waiting)} safety texts wait"
    raise NotReviewed(
        f"{count} for a clinician's signature: {', '.join(waiting)}. "
        "`python -m bot check --release` lists all that is missing; "
        "docs/clinicians.md says how to sign."
    )


def _read(root: Path, path: Path) -> Signature:
    head = path.read_text(encoding="utf-8", errors="replace").splitlines()[:_HEAD]
    for number, line in enumerate(head, start=1):
        if found := _REVIEWED.match(line):
            return Signature(path.relative_to(root), number, found.group(1))
    return Signature(path.relative_to(root), 0, "")
