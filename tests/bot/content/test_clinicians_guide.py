"""The worked examples of docs/clinicians.md work, and its messages are the true ones."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs" / "clinicians.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
FILES = dict(re.findall(r"^`([\w/]+\.yml)`\n```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_can_be_read(block):
    assert YAML(typ="safe").load(block)


def test_the_new_topic_of_the_guide_lacks_only_phrases(content):
    for file, text in FILES.items():
        content.write(file, text)
    assert len(FILES) == 3
    problems = content.problems()
    assert len(problems) == 1
    assert problems[0] in GUIDE


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`([\w/]+/[\w.]*)`", GUIDE)) - set(FILES)))
def test_every_path_of_the_guide_exists(path):
    assert (ROOT / path).exists()


def test_kept_wording_of_the_guide_needs_its_reason(content):
    block = next(block for block in BLOCKS if "wording-ok" in block)
    head = "bot/domain/en/ask_human.yml"
    text = (content.root / head).read_text(encoding="utf-8")
    content.write(head, text + block)
    assert content.problems() == []
    content.edit(head, "# wording-ok", "# fine")
    assert len(content.problems()) == 1


def test_signature_of_the_guide_is_a_signature(content):
    line = next(line for line in GUIDE.splitlines() if line.startswith("# reviewed: Ada"))
    content.edit("bot/domain/en/ending_grief.yml", "# reviewed: none yet", line)
    assert content.problems() == []
