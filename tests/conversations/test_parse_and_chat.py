"""What `parse` tells of a message is what happens to it in the chat."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conversations.chat import Chat

TEXTS = [
    "hmm the thing with the thing",
    "it is what it is i guess",
    "i don't know, everything and nothing",
    "she said something and then it was over or not",
    "well you know how these hours are",
    "my friend told me about it",
    "i miss my therapist so much it hurts",
    "she ended it by email after three years",
    "what's the weather tomorrow?",
    "hi",
]


@pytest.mark.parametrize("text", TEXTS)
def test_asks_is_true_exactly_where_the_chat_asks(
    new_chat: Callable[[], Chat], local_rasa: Any, text: str
) -> None:
    from bot.runtime.parse import _records

    (record,) = _records(local_rasa.agent, [text.encode()])
    chat = new_chat()
    asked = chat.says(text) == ["utter_ask_which"]
    assert record["asks"] == asked
    if asked:
        both = [record["intent"], record["alternatives"][0]["intent"]]
        assert chat.replies[0]["values"]["choices"] == both
    else:
        assert chat.tracker().latest_message.intent["name"] == record["intent"]


def test_some_texts_are_asked_about(local_rasa: Any) -> None:
    from bot.runtime.parse import _records

    asks = [record["asks"] for record in _records(local_rasa.agent, [t.encode() for t in TEXTS])]
    assert 2 <= sum(asks) < len(asks)


def test_neighbors_do_not_change_what_is_understood(local_rasa: Any) -> None:
    from bot.runtime.parse import _records

    lines = [text.encode() for text in TEXTS]
    alone = [_records(local_rasa.agent, [line])[0] for line in lines]
    assert _records(local_rasa.agent, lines) == alone
