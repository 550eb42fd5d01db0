"""Held-out phrases stay held out: no training phrase is nearly one of them.

Failures name files and counts, never phrases.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]
SMALL_TALK = "small_talk.yml"  # a dozen words serve everyone there
OVERLAP, MORE_THAN_TOKENS = 0.7, 3
Tokens = frozenset[str]


def _tokens(text: str) -> Tokens:
    return frozenset(re.findall(r"\w+", re.sub("['’]", "", text.lower())))


def _near(a: Tokens, b: Tokens) -> bool:
    """Whether two phrases share more than OVERLAP of all their words."""
    shorter, longer = sorted((len(a), len(b)))
    if shorter <= OVERLAP * longer or max(shorter, longer) <= MORE_THAN_TOKENS:
        return False
    return len(a & b) > OVERLAP * len(a | b)


def _training_phrases() -> Iterator[tuple[str, int, str]]:
    """(file name, line, text)."""
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := re.match(r"\s+- (?!intent:)(.+)", line):
                yield path.name, number, match[1].strip()


def _other_phrases(folder: Path) -> Iterator[tuple[str, str]]:
    """(file name, text)."""
    for path in sorted(folder.glob("*.yml")):
        for texts in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            yield from ((path.name, text) for text in texts)


def _near_duplicates(folder: Path) -> Iterator[tuple[str, int]]:
    """File and line of each training phrase that is nearly one of `folder`'s phrases."""
    held_out = {_tokens(t) for name, t in _other_phrases(folder) if name != SMALL_TALK}
    for name, line, text in _training_phrases():
        if name != SMALL_TALK and _near_any(_tokens(text), held_out):
            yield name, line


def _near_any(tokens: Tokens, others: Iterable[Tokens]) -> bool:
    return any(_near(tokens, other) for other in others)


def test_near_duplicate_is_recognized() -> None:
    phrase = _tokens("I don’t know how to say goodbye to her")
    assert _near(phrase, _tokens("i dont know how to say goodbye to him"))
    assert not _near(phrase, _tokens("how do i say goodbye"))
    assert not _near(_tokens("i miss her"), _tokens("i miss her"))


def test_training_phrases_are_all_read() -> None:
    blocks = [
        item["examples"]
        for path in (ROOT / "data" / "nlu").glob("*.yml")
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    ]
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("- ")]
    assert len(list(_training_phrases())) == len(lines) > 2000


def test_no_training_phrase_is_nearly_a_development_phrase() -> None:
    assert Counter(name for name, _ in _near_duplicates(ROOT / "tests" / "dev")) == Counter()


def test_no_training_phrase_is_nearly_a_held_out_phrase() -> None:
    assert Counter(name for name, _ in _near_duplicates(ROOT / "tests" / "topics")) == Counter()
