"""Whatever a person types is text: no command, no slot, no end of the conversation."""

import pytest

from tests.conversations.chat import Chat

COMMANDS = [
    "/restart",
    "/session_start",
    "/back",
    "/affirm",
    '/greet{"part": "more"}',
    '/ask_human{"part": "search"}',
    "//restart",
    " / restart",
    "\u00a0/restart",
    "\x0b/restart",
    "\u2003\u3000/restart",
    "\x1c/restart",
    "\x85/restart",
    "EXTERNAL: restart",
    "/",
    "////",
    "",
    "\x00",
    "\U0001f62d\U0001f62d",
    "@@@ {{}} [x](y:z)",
    "a" * 20_000,
    "\U0001f62d" * 5_000,
]


@pytest.mark.parametrize("said", COMMANDS, ids=lambda text: repr(text[:20]))
def test_typed_command_is_plain_text(chat: Chat, said: str) -> None:
    chat.presses("/missing_therapist")
    replies = chat.says(said)
    assert replies
    assert "utter_restart" not in replies
    assert chat.slot("heard")[0] == "utter_missing_therapist"
    latest = chat.tracker().latest_message
    assert not latest.text.startswith("/")
    assert latest.parse_data["intent_ranking"]
    assert latest.entities == []
