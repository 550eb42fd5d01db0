"""What a conversation remembers, as the safety check reads it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.conversations.conversation import Conversation
from bot.gateway.screening import UNCHECKED, Screening
from bot.safety import Level

CONCERN = "i can't go on without her"


@pytest.fixture
async def screening() -> AsyncIterator[Screening]:
    made = Screening({})
    yield made
    made.close()


def remembering(*records: dict[str, Any]) -> Conversation:
    conversation = Conversation(id="c", token_hash="t")
    conversation.state.history = list(records)
    return conversation


def concern(text: str, answer: str | None) -> dict[str, Any]:
    return {"text": text, "level": "concern", "categories": ["suicidal_ideation"], "answer": answer}


@pytest.mark.parametrize(
    ("answer", "level"),
    [(None, Level.CRISIS), ("unsure", Level.CRISIS), ("no", Level.CONCERN)],
)
async def test_concerns_answered_no_do_not_add_up(
    screening: Screening, answer: str | None, level: Level
) -> None:
    earlier = [
        concern("what's the point any more", answer),
        concern("i'm done with it all", answer),
    ]
    assert (await screening.assess(CONCERN, remembering(*earlier))).level == level


@pytest.mark.parametrize("record", [{}, {"level": "grave"}, concern("", "perhaps")])
async def test_a_record_that_cannot_be_read_leaves_the_message_unchecked(
    screening: Screening, record: dict[str, Any]
) -> None:
    assert await screening.assess("hello there", remembering(record)) == UNCHECKED
