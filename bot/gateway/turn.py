"""One message's way: danger first, then Rasa, then words. Every turn ends with a way on."""

import logging
from datetime import datetime, timedelta
from typing import Protocol

from bot.conversations.conversation import Conversation, Message, now
from bot.gateway.crisis import answer_course, let_time_pass, open_course, reply_names
from bot.gateway.plain_words import is_readable, pressed_by_words
from bot.gateway.rasa_client import NamedReply, RasaUnavailable
from bot.gateway.screening import Said, Screening, turn_record
from bot.gateway.speaking import FALLBACK, Speaker
from bot.safety import About, Assessment, Level
from bot.text.language import detect

log = logging.getLogger(__name__)
SAY_PROGRAM_EVERY = timedelta(hours=3)
LONG_AWAY = timedelta(days=7)
LANGUAGES = (None, "en")


class Understanding(Protocol):
    """Rasa, over HTTP or in this process."""

    async def turn(
        self, conversation: str, said: dict[str, str], level: str
    ) -> list[NamedReply]: ...


class Turns:
    """Answers messages. The conversation carries all state."""

    def __init__(self, speaker: Speaker, screening: Screening, rasa: Understanding) -> None:
        self._speaker = speaker
        self.screening = screening
        self._rasa = rasa

    def open(self, conversation: Conversation) -> list[Message]:
        """The opening message."""
        conversation.state.program_said_at = now().isoformat()
        return self.say(conversation, "utter_opening")

    def say(self, conversation: Conversation, name: str) -> list[Message]:
        """One reply of the service itself."""
        return self._speaker.say(conversation, [NamedReply(name, {})])

    def crisis(self, conversation: Conversation, found: Assessment) -> list[Message]:
        """The crisis answer: at once, from memory, on any channel, in any state."""
        return self._say_crisis(conversation, open_course(conversation, found))

    def resolve(self, conversation: Conversation, text: str) -> Said:
        """A text that repeats an offered button's title or number is that button."""
        pressed = pressed_by_words(text, conversation.state.offered)
        if pressed is None:
            return Said(text)
        return Said(text, conversation.state.offered[pressed]["payload"])

    async def take(self, conversation: Conversation, text: str) -> list[Message]:
        """A typed text from check to answer, where no request stands around it."""
        found = await self.screening.assess(text, conversation)
        crisis = found.level == Level.CRISIS
        said = Said(text) if crisis else self.resolve(conversation, text)
        conversation.add("person", "text", text)
        conversation.state.remember(turn_record(said, found))
        if crisis:
            return self.crisis(conversation, found)
        return await self.answer(conversation, said, found)

    async def answer(
        self, conversation: Conversation, said: Said, found: Assessment
    ) -> list[Message]:
        """The program's messages for a turn that is not a crisis."""
        let_time_pass(conversation, now())
        answer = self._crisis_answer(conversation, said)
        if answer is not None:
            return self._say_crisis(conversation, answer_course(conversation, answer))
        replies = await self._replies(conversation, said, found)
        if found.level == Level.CONCERN:
            replies = [*replies, *_concern(conversation, found)]
        return self._speaker.say(conversation, [*_disclosure(conversation), *replies])

    async def _replies(
        self, conversation: Conversation, said: Said, found: Assessment
    ) -> list[NamedReply]:
        if said.payload is None and not is_readable(said.text):
            return [NamedReply("utter_empty", {})]
        if said.payload is None and detect(said.text) not in LANGUAGES:
            conversation.state.lines_shown = True
            return [NamedReply("utter_out_of_scope_language", {})]
        what = {"payload": said.payload} if said.payload else {"text": said.text}
        try:
            return await self._rasa.turn(conversation.key, what, found.level.value)
        except RasaUnavailable as error:
            log.error("Rasa gave no answer: %s", error)
            return self._without_rasa(conversation, said)

    def _without_rasa(self, conversation: Conversation, said: Said) -> list[NamedReply]:
        """Buttons still work; any other turn gets the fixed reply with a way to a human."""
        topic, _, part = (said.payload or "").lstrip("/").partition("{")
        case = part.split('"')[3] if part.count('"') >= 4 else ""
        name = f"utter_{topic}_{case}" if case else f"utter_{topic}"
        if topic and self._speaker.has(conversation, name):
            return [NamedReply(name, {})]
        conversation.state.lines_shown = True
        return [NamedReply(FALLBACK, {})]

    def _crisis_answer(self, conversation: Conversation, said: Said) -> str | None:
        """What the turn answers to the question about safety, if it does."""
        if said.payload:
            return said.crisis_answer
        if conversation.crisis_step not in ("open", "watch"):
            return None
        answer = self.screening.typed_answer(said.text)
        asked = conversation.state.ask is not None
        return answer if asked or answer in ("safe", "misunderstood", "barriers") else None

    def _say_crisis(self, conversation: Conversation, stages: list[str]) -> list[Message]:
        names = reply_names(
            conversation,
            stages,
            self._speaker.lines(conversation),
            lambda name: self._speaker.has(conversation, name),
        )
        replies = [NamedReply(name, {}) for name in names]
        said = self._speaker.say(conversation, replies, kind="crisis")
        asks = any(stage in ("ask", "recheck", "unsure") for stage in stages)
        conversation.state.ask = said[-1].id if asks else None
        return said


def _concern(conversation: Conversation, found: Assessment) -> list[NamedReply]:
    """The human-help line lightly, and one gentle question, once."""
    state = conversation.state
    state.lines_shown = True
    if state.concern_asked or conversation.crisis_step in ("open", "watch"):
        return []
    state.concern_asked = True
    other = "_other" if found.about == About.OTHER else ""
    return [NamedReply(f"utter_after_concern{other}", {})]


def _disclosure(conversation: Conversation) -> list[NamedReply]:
    """Says that it is a program: after a return of seven days, and every three hours."""
    state, at = conversation.state, now()
    last = state.program_said_at or conversation.created_at.isoformat()
    if at - datetime.fromisoformat(last) < SAY_PROGRAM_EVERY:
        return []
    state.program_said_at = at.isoformat()
    away = at - conversation.seen_at > LONG_AWAY
    return [NamedReply("utter_opening_return" if away else "utter_still_a_program", {})]
