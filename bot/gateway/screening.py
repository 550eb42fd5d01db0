"""Reads every typed text for danger, before anything else and off the event loop."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from bot.conversations.conversation import Conversation
from bot.gateway.plain_words import plain
from bot.safety import Assessment, Category, Level, Turn, assess

log = logging.getLogger(__name__)
SOS = Assessment(Level.CRISIS, (Category.SUICIDAL_IDEATION,))
UNCHECKED = Assessment(Level.CONCERN, (Category.SUICIDAL_IDEATION,))


@dataclass(frozen=True)
class Said:
    """What the person did: typed a text, or pressed a button (then `payload` is set)."""

    text: str
    payload: str | None = None

    @property
    def crisis_answer(self) -> str | None:
        """yes, no, unsure ... of a button under the question about safety."""
        payload = self.payload or ""
        return payload.split('"')[3] if payload.startswith('/crisis{"answer"') else None


class Screening:
    """The safety check with a few threads of its own."""

    def __init__(self, answers: dict[str, str]) -> None:
        self._answers = answers
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="assess")

    async def assess(self, text: str, conversation: Conversation | None) -> Assessment:
        """Where the check itself fails, the person is shown the lines and asked."""
        if self._answers.get(plain(text)) == "sos":
            return SOS
        history = [_turn(t) for t in conversation.state.history] if conversation else []
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, assess, text, history)
        except Exception as error:
            log.critical("the safety check failed: %s", type(error).__name__)
            return UNCHECKED

    def typed_answer(self, text: str) -> str | None:
        """yes, no, unsure, safe, misunderstood, barriers, where the whole text says so."""
        return self._answers.get(plain(text))


def turn_record(said: Said, found: Assessment) -> dict[str, Any]:
    """What the safety check may look back on."""
    answer = said.crisis_answer
    return {
        "text": said.text,
        "level": found.level.value,
        "categories": [c.value for c in found.categories],
        "answer": answer if answer in ("yes", "no", "unsure") else None,
    }


def _turn(record: dict[str, Any]) -> Turn:
    return Turn(
        Level(record["level"]),
        tuple(Category(c) for c in record["categories"]),
        record.get("answer"),
        record.get("text", ""),
    )
