"""Who signed what; without a clinician's signature on safety texts, nobody real may read them."""

import shutil
from pathlib import Path

import pytest

from bot.content.checks.release import check_release
from bot.content.signatures import NotReviewed, require_reviewed, safety_texts, signatures
from bot.settings import ROOT

SIGNED = "reviewed: Ada Berg, psychologist, 2027-01-31"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of our own texts."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "bot" / "domain", tmp_path / "bot" / "domain")
    return tmp_path


def sign(root: Path, *files: Path) -> None:
    for file in files:
        text = (root / file).read_text(encoding="utf-8")
        assert "reviewed: none yet" in text, file
        (root / file).write_text(text.replace("reviewed: none yet", SIGNED, 1), encoding="utf-8")


def test_safety_texts_are_all_that_decides_or_answers_in_danger(tree: Path) -> None:
    files = {text.file.as_posix() for text in safety_texts(tree)}
    assert files >= {
        "bot/domain/en/crisis.yml",
        "bot/domain/en/conversation.yml",
        "data/safety/answers.yml",
        "data/safety/crisis_lines.yml",
        "data/safety/page.yml",
        "data/safety/patterns/suicidal_ideation.yml",
        "data/safety/patterns/words.yml",
    }
    assert "bot/domain/en/ending_grief.yml" not in files


def test_another_language_is_a_safety_text_too(tree: Path) -> None:
    other = tree / "bot" / "domain" / "es" / "crisis.yml"
    other.parent.mkdir()
    other.write_text("# Peligro\n")
    assert "bot/domain/es/crisis.yml" in {text.file.as_posix() for text in safety_texts(tree)}


def test_every_reply_shown_with_lines_is_a_safety_text() -> None:
    """Those the gateway names beside the lines."""
    from bot.gateway.turn import WITH_LINES

    known = {text.file.stem for text in safety_texts(ROOT)}
    assert {name.removeprefix("utter_") for name in WITH_LINES} <= known


def test_refusal_names_count_files_and_the_way_on(tree: Path) -> None:
    texts = safety_texts(tree)
    with pytest.raises(NotReviewed) as refused:
        require_reviewed(tree)
    said = str(refused.value)
    assert said.startswith(f"{len(texts)} safety texts ")
    assert all(text.file.as_posix() in said for text in texts)
    assert "python -m bot check --release" in said
    assert "docs/clinicians.md" in said


def test_refusal_and_listing_name_the_same(tree: Path) -> None:
    sign(tree, *(text.file for text in safety_texts(tree)[::2]))
    listed = {p.file.as_posix() for p in check_release(tree) if "--live" in p.says}
    assert len(listed) == len(safety_texts(tree)) // 2
    with pytest.raises(NotReviewed) as refused:
        require_reviewed(tree)
    named = str(refused.value).split(": ")[1].split(". ")[0].split(", ")
    assert set(named) == listed


def test_one_missing_signature_is_enough(tree: Path) -> None:
    first, *others = (text.file for text in safety_texts(tree))
    sign(tree, *others)
    with pytest.raises(NotReviewed, match=f"^1 safety text waits .*{first.name}"):
        require_reviewed(tree)
    sign(tree, first)
    require_reviewed(tree)


@pytest.mark.parametrize("signature", ["reviewed: soon", "reviewed:", "checked by Ada"])
def test_something_else_is_no_signature(tree: Path, signature: str) -> None:
    sign(tree, *(text.file for text in safety_texts(tree)))
    path = tree / "data" / "safety" / "answers.yml"
    path.write_text(path.read_text().replace(SIGNED, signature))
    with pytest.raises(NotReviewed, match=r"answers\.yml"):
        require_reviewed(tree)


def test_tree_without_safety_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotReviewed, match="no safety texts"):
        require_reviewed(tmp_path)


def test_signature_deep_in_a_file_does_not_count(tree: Path) -> None:
    path = tree / "data" / "safety" / "answers.yml"
    text = path.read_text().replace("# reviewed: none yet\n", "")
    path.write_text(text + "\n" * 20 + f"# {SIGNED}\n")
    found = {one.file.name: one.is_signed for one in signatures(tree)}
    assert found["answers.yml"] is False
