"""What a person types is text to Rasa, whatever it begins with."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st


def as_rasa_sees(text: str) -> str:
    from bot.runtime.channel import user_message

    message = user_message({"conversation": "c", "text": text, "level": "none"})
    assert message.text is not None
    return str(message.text)


@given(st.text())
def test_typed_text_is_never_a_command(text: str) -> None:
    seen = as_rasa_sees(text)
    assert seen
    assert not seen.startswith("/")


@given(st.text("/ \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2000\u2028\u3000a"))
def test_slashes_and_spaces_before_a_text_do_not_count(text: str) -> None:
    assert not as_rasa_sees(text).startswith("/")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("/restart", "restart"),
        (" / /restart", "restart"),
        ("\u00a0/restart", "restart"),
        ("i miss her / him", "i miss her / him"),
        ("", "?"),
        ("//", "?"),
    ],
)
def test_plain_text(text: str, seen: str) -> None:
    assert as_rasa_sees(text) == seen


def test_button_keeps_its_payload() -> None:
    from bot.runtime.channel import user_message

    payload = '/missing_therapist{"part": "more"}'
    message = user_message({"conversation": "c", "payload": payload, "level": "concern"})
    assert (message.text, message.sender_id) == (payload, "c")
    assert message.metadata == {"level": "concern"}
    assert message.input_channel == "gateway"


async def test_replies_are_names_and_values() -> None:
    from bot.runtime.channel import named_replies, user_message
    from bot.runtime.reply_names import ReplyNames

    message = user_message({"conversation": "c", "text": "hi"})
    named: Any = await ReplyNames().generate("utter_x", None, "gateway", where="Leeds", text="no")
    await message.output_channel.send_response("c", named)
    assert named_replies(message) == [{"reply": "utter_x", "values": {"where": "Leeds"}}]
