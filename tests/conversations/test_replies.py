"""Every reply that a rule or an action may name has words."""

import re
from pathlib import Path

import pytest

from bot.content.load import load_replies

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"[\" ](utter_[a-z_]+[a-z])")
EVENT_KEY = "utter_action"  # where Rasa keeps the name of a reply that was given


@pytest.fixture(scope="module")
def replies() -> set[str]:
    return set(load_replies(ROOT / "bot" / "domain" / "en"))


@pytest.mark.parametrize("folder", ["actions", "data/stories"])
def test_every_named_reply_has_words(replies: set[str], folder: str) -> None:
    named = {
        name
        for path in (ROOT / folder).glob("*.*")
        if path.suffix in (".py", ".yml")
        for name in NAME.findall(path.read_text(encoding="utf-8"))
    }
    assert {n for n in named - {EVENT_KEY} if not _is_begun(n, replies)} == set()


def _is_begun(name: str, replies: set[str]) -> bool:
    """A name in an f-string may be only the beginning of one."""
    return name in replies or any(reply.startswith(f"{name}_") for reply in replies)


def test_every_topic_that_is_explained_has_all_its_parts(replies: set[str]) -> None:
    for path in (ROOT / "data" / "stories").glob("*.yml"):
        if "action_explain_topic" in path.read_text(encoding="utf-8"):
            wanted = {f"utter_{path.stem}{case}" for case in ("", "_more", "_try", "_title")}
            assert wanted - replies == set()


def test_every_intent_answers(replies: set[str]) -> None:
    stories = "\n".join(p.read_text() for p in (ROOT / "data" / "stories").glob("*.yml"))
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        for intent in re.findall(r"- intent: (\w+)", path.read_text(encoding="utf-8")):
            assert f"- intent: {intent}\n" in stories
