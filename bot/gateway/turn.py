"""One message's way: danger first, then Rasa, then words. Every turn ends with a way on."""

import logging
from datetime import datetime, timedelta
from typing import Protocol

from bot.conversations.conversation import Conversation, Message, now
from bot.gateway.crisis import QUESTIONS, answer_course, let_time_pass, open_course, reply_names
from bot.gateway.plain_words import is_readable, pressed_by_words
from bot.gateway.rasa_client import NamedReply, RasaUnavailable
from bot.gateway.screening import Said, Screening, turn_record
from bot.gateway.speaking import FALLBACK, Speaker
from bot.safety import About, Assessment, Level
from bot.safety.models import NOTHING
from bot.text.language import detect

log = logging.getLogger(__name__)
SAY_PROGRAM_EVERY = timedelta(hours=3)
LONG_AWAY = timedelta(days=7)
LANGUAGES = (None, "en")
CRISIS = "utter_crisis_"
# beside these the lines are shown, lightly
WITH_LINES = ("utter_distress", "utter_therapist_died")
UNDERSTOOD_AS_CRISIS = Assessment(Level.CRISIS)


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

    async def look(
        self, conversation: Conversation, said: Said, found: Assessment
    ) -> tuple[Said, Assessment]:
        """What is meant, and the danger in it; `found` is what the words alone show.

        A text that repeats an offered button's title or number is that button. An answer to the
        question about safety is taken as it stands: "you misunderstood me" takes nothing back.
        """
        if said.payload is not None:
            return said, NOTHING
        if found.level == Level.CRISIS:
            return said, found
        offered = conversation.state.offered
        if pressed := pressed_by_words(said.text, offered):
            said = Said(said.text, offered[pressed]["payload"])
        if self._crisis_answer(conversation, said) is None:
            found = await self.screening.look_back(said.text, found, conversation)
        return said, found

    def is_urgent(self, conversation: Conversation, said: Said, found: Assessment) -> bool:
        """Danger, or an answer to the question about it: neither waits for anything."""
        return found.level == Level.CRISIS or self._crisis_answer(conversation, said) is not None

    def answer_at_once(
        self, conversation: Conversation, said: Said, found: Assessment
    ) -> list[Message]:
        """The program's messages for an urgent turn: from memory, on any channel, in any state."""
        if found.level == Level.CRISIS:
            return self.crisis(conversation, found)
        answer = self._crisis_answer(conversation, said) or "unsure"
        return self._say_crisis(conversation, answer_course(conversation, answer))

    def crisis(self, conversation: Conversation, found: Assessment) -> list[Message]:
        """The crisis answer."""
        return self._say_crisis(conversation, open_course(conversation, found))

    async def take(self, conversation: Conversation, text: str) -> list[Message]:
        """A typed text from check to answer, where no request stands around it."""
        found = await self.screening.assess(text, None)
        said, found = await self.look(conversation, Said(text), found)
        conversation.add("person", "text", text)
        conversation.state.remember(turn_record(said, found))
        if self.is_urgent(conversation, said, found):
            return self.answer_at_once(conversation, said, found)
        return await self.answer(conversation, said, found)

    async def answer(
        self, conversation: Conversation, said: Said, found: Assessment
    ) -> list[Message]:
        """The program's messages for any other turn.

        None where a crisis answer was given meanwhile: its question stays the last word.
        """
        let_time_pass(conversation, now())
        before = conversation.state.crisis_at
        replies = await self._replies(conversation, said, found)
        if conversation.state.crisis_at != before:
            return []
        if any(reply.reply.startswith(CRISIS) for reply in replies):
            return self.crisis(conversation, UNDERSTOOD_AS_CRISIS)
        if any(reply.reply.startswith(WITH_LINES) for reply in replies):
            conversation.state.lines_shown = True
        asked = _concern(conversation, found) if found.level == Level.CONCERN else []
        messages = self._speaker.say(conversation, [*_disclosure(conversation), *replies, *asked])
        conversation.state.asking = bool(asked)
        if asked:
            conversation.state.ask = messages[-1].id
        return messages

    async def _replies(
        self, conversation: Conversation, said: Said, found: Assessment
    ) -> list[NamedReply]:
        if said.payload is None and not is_readable(said.text):
            return [NamedReply("utter_empty", {})]
        try:
            if said.payload is None and detect(said.text) not in LANGUAGES:
                conversation.state.lines_shown = True
                return [NamedReply("utter_out_of_scope_language", {})]
            what = {"payload": said.payload} if said.payload else {"text": said.text}
            return await self._rasa.turn(conversation.key, what, found.level.value)
        except RasaUnavailable as error:
            log.error("Rasa gave no answer: %s", error)
        except Exception as error:  # whatever breaks, the turn ends with a way on
            log.error("a turn failed: %s", type(error).__name__)
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
        if said.payload is not None:
            return said.crisis_answer
        answer = self.screening.typed_answer(said.text)
        if conversation.state.asking:
            return answer
        runs = conversation.crisis_step in ("open", "watch")
        return answer if runs and answer in ("safe", "misunderstood", "barriers") else None

    def _say_crisis(self, conversation: Conversation, stages: list[str]) -> list[Message]:
        names = reply_names(
            conversation,
            stages,
            self._speaker.lines(conversation),
            lambda name: self._speaker.has(conversation, name),
        )
        replies = [NamedReply(name, {}) for name in names]
        said = self._speaker.say(conversation, replies, kind="crisis")
        conversation.state.asking = stages[-1] in QUESTIONS
        conversation.state.ask = said[-1].id if conversation.state.asking else None
        return said


def _concern(conversation: Conversation, found: Assessment) -> list[NamedReply]:
    """The human-help line lightly, and one gentle question, once."""
    state = conversation.state
    state.lines_shown = True
    if state.concern_asked or conversation.crisis_step in ("open", "watch"):
        return []
    state.concern_asked = True
    other = found.about == About.OTHER
    state.kinds = ["other" if other else ""]
    state.categories = [category.value for category in found.categories]
    return [NamedReply(f"utter_after_concern{'_other' if other else ''}", {})]


def _disclosure(conversation: Conversation) -> list[NamedReply]:
    """Says that it is a program: after a return of seven days, and every three hours."""
    state, at = conversation.state, now()
    last = state.program_said_at or conversation.created_at.isoformat()
    if at - datetime.fromisoformat(last) < SAY_PROGRAM_EVERY:
        return []
    state.program_said_at = at.isoformat()
    away = at - conversation.seen_at > LONG_AWAY
    return [NamedReply("utter_opening_return" if away else "utter_still_a_program", {})]
