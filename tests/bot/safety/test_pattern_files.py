"""Broken pattern files are refused with file, line and what to do."""

import shutil
from pathlib import Path

import pytest

from bot.safety.assess import PATTERNS
from bot.safety.pattern_files import read_patterns
from bot.safety.yaml_file import SafetyDataInvalid

HEAD = "category: self_harm\npatterns:\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PATTERNS, tmp_path / "patterns")
    return tmp_path / "patterns"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("patterns: [", r"self_harm\.yml, line \d"),
        ("", r"self_harm\.yml: must hold"),
        ("category: self_harm\n", "needs 'patterns:'"),
        (HEAD + "  - says: x\n    match: [a]\n", r"line 3: the pattern needs a 'id:'"),
        (HEAD + "  - id: x\n    match: [a]\n", r"line 3: the pattern needs a 'says:'"),
        (HEAD + "  - id: x\n    says: y\n", "finds nothing"),
        (HEAD + "  - id: x\n    says: y\n    match: die\n", "must be a list"),
        (HEAD + "  - id: x\n    says: y\n    match:\n      - no\n", "put it in quotes"),
        (HEAD + "  - id: x\n    says: y\n    match:\n      - (a\n", r"line 6: in 'x'"),
        (HEAD + "  - id: x\n    says: y\n    colour: red\n    match: [a]\n", "'colour' is no key"),
        (HEAD + "  - id: x\n    says: y\n    level: high\n    match: [a]\n", "level 'high'"),
        (HEAD + "  - id: x\n    says: y\n    imminent: soon\n    match: [a]\n", "true or false"),
        (
            HEAD + "  - id: x\n    says: y\n    with: [rain]\n    match: [a]\n",
            "'rain' is no signal",
        ),
        (HEAD + "  - id: x\n    id: z\n    says: y\n    match: [a]\n", "line 4: 'id' stands"),
        ("category: sadness\npatterns:\n  - {id: x, says: y, match: [a]}\n", "category 'sadness'"),
    ],
)
def test_broken_file_is_refused(folder: Path, content: str, problem: str) -> None:
    (folder / "self_harm.yml").write_text(content, encoding="utf-8")
    with pytest.raises(SafetyDataInvalid, match=problem):
        read_patterns(folder)


def test_missing_file_is_refused(folder: Path) -> None:
    (folder / "overdose.yml").unlink()
    with pytest.raises(SafetyDataInvalid, match=r"overdose\.yml: this file is missing"):
        read_patterns(folder)


def test_id_that_stands_twice_is_refused(folder: Path) -> None:
    path = folder / "self_harm.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "  - {id: urge, says: x, match: [a]}\n", encoding="utf-8")
    with pytest.raises(SafetyDataInvalid, match="the id 'urge' stands twice"):
        read_patterns(folder)


def test_every_pattern_file_says_that_nobody_has_reviewed_it() -> None:
    for path in sorted(PATTERNS.glob("*.yml")):
        head = path.read_text(encoding="utf-8").split("\n\n")[0]
        assert "# reviewed: none yet" in head, path.name
