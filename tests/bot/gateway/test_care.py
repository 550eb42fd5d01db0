"""Which lines a person is shown: under 18, also the child line of the country."""

from pathlib import Path

from bot.conversations.conversation import Conversation
from bot.gateway.care import Care
from bot.gateway.clinic import load_clinic
from bot.safety import Assessment, Level
from bot.safety.lines import LINES, Lines, load
from bot.settings import load_settings
from tests.bot.safety.test_lines import CHILD_LINE


def lines_with_a_child_line(tmp_path: Path) -> Lines:
    path = tmp_path / "crisis_lines.yml"
    path.write_text(LINES.read_text(encoding="utf-8") + CHILD_LINE, encoding="utf-8")
    return load(path)


def test_the_child_line_is_for_those_who_said_they_are_under_18(tmp_path: Path) -> None:
    clinic = load_clinic(load_settings({}, profile=tmp_path / "none.yml"))
    care = Care(lines_with_a_child_line(tmp_path), clinic)
    shown = {}
    for minor in (True, False, None):
        conversation = Conversation(id="c", token_hash="t", crisis_step="open")
        conversation.state.minor = minor
        refused = care.on_refusal(conversation, Assessment(Level.CRISIS))
        assert refused["lines"] == care.of(conversation)["lines"]
        shown[minor] = [line["id"] for line in refused["lines"]]
    assert "us_child" in shown[True]
    assert shown[False] == shown[None] == [id for id in shown[True] if id != "us_child"]
