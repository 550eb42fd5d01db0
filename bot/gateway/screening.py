"""Reads every typed text for danger, before anything else and off the event loop."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from bot.conversations.conversation import Conversation
from bot.gateway.crisis import SOS_BUTTON
from bot.gateway.short_answers import answer_in
from bot.safety import Assessment, Category, Level, Turn, assess, watch
from bot.safety.literal import find_explicit
from bot.safety.models import Answer

log = logging.getLogger(__name__)
SOS = Assessment(Level.CRISIS, (Category.SUICIDAL_IDEATION,), evidence=SOS_BUTTON)
UNCHECKED = Assessment(Level.CONCERN, (Category.SUICIDAL_IDEATION,))
TAKEN_BACK = "history/taken_back"
ENDS = 1000  # characters of each end of a text, where the whole would take too long
SHORT = 2 * ENDS + 1


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
    """The safety check with a few threads of its own; `literal`: its explicit patterns alone."""

    def __init__(self, answers: dict[str, str], literal: bool = False) -> None:
        self._answers = answers
        self._literal = literal
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="assess")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="assess-long")

    async def warm_up(self) -> None:
        """The first check reads what it needs, which takes seconds. Raises SafetyDataInvalid."""
        await asyncio.to_thread(watch)
        await self.assess("hello", None)

    def close(self) -> None:
        for threads in (self._threads, self._long):
            threads.shutdown(wait=False, cancel_futures=True)

    async def assess(self, text: str, conversation: Conversation | None) -> Assessment:
        """Where the check itself fails, the person is shown the lines and asked."""
        if self.typed_answer(text) == "sos":
            return SOS
        # a text of 20,000 characters takes half a second: no other person waits behind it
        threads = self._threads if len(text) <= SHORT else self._long
        loop = asyncio.get_running_loop()
        try:
            if self._literal:
                return await loop.run_in_executor(threads, find_explicit, text)
            history = [_turn(t) for t in conversation.state.history] if conversation else []
            return await loop.run_in_executor(threads, assess, text, history)
        except Exception as error:
            log.critical("the safety check failed: %s", type(error).__name__)
            return UNCHECKED

    async def look_back(
        self, text: str, found: Assessment, conversation: Conversation
    ) -> Assessment:
        """What was found in the words alone, in the light of what this person said before."""
        if not conversation.state.history:
            return found
        seen = await self.assess(ends(text, ENDS), conversation)
        # "forget it" keeps an open course open; where it was answered, it is no new sign
        answered = TAKEN_BACK in seen.evidence and conversation.crisis_step != "open"
        higher = seen.level.rank >= found.level.rank
        return seen if higher and not (answered and seen.level == Level.CRISIS) else found

    def typed_answer(self, text: str) -> str | None:
        """yes, no, unsure, safe, misunderstood, barriers, sos, where the whole text says so."""
        return answer_in(text, self._answers)


def turn_record(said: Said, found: Assessment) -> dict[str, Any]:
    """What the safety check may look back on."""
    return {
        "text": ends(said.text, ENDS),
        "level": found.level.value,
        "categories": [c.value for c in found.categories],
        "answer": None,
    }


def ends(text: str, length: int) -> str:
    """The beginning and the end of a long text."""
    return text if len(text) <= 2 * length else f"{text[:length]}\n{text[-length:]}"


def _turn(record: dict[str, Any]) -> Turn:
    return Turn(
        Level(record["level"]),
        tuple(Category(c) for c in record["categories"]),
        Answer(record["answer"]) if record.get("answer") else None,
        record.get("text", ""),
    )
