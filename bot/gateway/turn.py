"""One message's way: danger first, then Rasa, then words. Every turn ends with a way on."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.conversations.conversation import Conversation, Message, now
from bot.gateway.care import Care
from bot.gateway.clinic import Clinic
from bot.gateway.crisis import answer_course, let_time_pass, open_course, reply_names
from bot.gateway.plain_words import is_readable, plain, pressed_by_words
from bot.gateway.rasa_client import NamedReply, RasaClient, RasaUnavailable
from bot.gateway.wording import ReplyUnknown, Wordings
from bot.safety import Assessment, Category, Level, Turn, assess
from bot.text.language import detect

log = logging.getLogger(__name__)
SAY_PROGRAM_EVERY = timedelta(hours=3)
BUTTONS_KEPT = 60
SOS = Assessment(Level.CRISIS, (Category.SUICIDAL_IDEATION,))


@dataclass(frozen=True)
class Said:
    """What the person did: typed a text, or pressed a button (then `payload` is set)."""

    text: str
    payload: str | None = None


class Turns:
    """Answers messages. Stateless but for its parts; the conversation carries the state."""

    def __init__(
        self,
        wordings: Wordings,
        care: Care,
        clinic: Clinic,
        rasa: RasaClient,
        answers: dict[str, str],
    ) -> None:
        self._wordings = wordings
        self._care = care
        self._clinic = clinic
        self._rasa = rasa
        self._answers = answers
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="assess")

    async def assess(self, text: str, conversation: Conversation | None) -> Assessment:
        """Never on the event loop; a failure of the check itself is logged, never hidden."""
        if self._answers.get(plain(text)) == "sos":
            return SOS
        history = [_turn(t) for t in conversation.state.history] if conversation else []
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, assess, text, history)
        except Exception as error:
            log.critical("the safety check failed: %s", type(error).__name__)
            return Assessment(Level.CONCERN, (Category.SUICIDAL_IDEATION,))

    def open(self, conversation: Conversation) -> list[Message]:
        """The opening message."""
        conversation.state.program_said_at = now().isoformat()
        return self.say(conversation, "utter_opening")

    def say(self, conversation: Conversation, name: str) -> list[Message]:
        """One reply of the service itself."""
        return self._say(conversation, [NamedReply(name, {})])

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
        found = await self.assess(text, conversation)
        said = Said(text) if found.level == Level.CRISIS else self.resolve(conversation, text)
        conversation.add("person", "text", text)
        conversation.state.remember(turn_record(said, found))
        if found.level == Level.CRISIS:
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
            replies = [*replies, *self._concern(conversation, found)]
        return self._say(conversation, [*self._disclosure(conversation), *replies])

    async def _replies(
        self, conversation: Conversation, said: Said, found: Assessment
    ) -> list[NamedReply]:
        if said.payload is None and not is_readable(said.text):
            return [NamedReply("utter_empty", {})]
        language = detect(said.text) if said.payload is None else None
        if language not in (None, *self._wordings.locales):
            conversation.state.lines_shown = True
            return [NamedReply("utter_out_of_scope_language", {})]
        what = {"payload": said.payload} if said.payload else {"text": said.text}
        try:
            return await self._rasa.turn(conversation.key, what, found.level.value)
        except RasaUnavailable as error:
            log.error("fallback, Rasa gave no answer: %s", error)
            conversation.state.lines_shown = True
            return [NamedReply("utter_unavailable", {})]

    def _crisis_answer(self, conversation: Conversation, said: Said) -> str | None:
        """yes, no, unsure ... when the turn answers the question about safety."""
        if said.payload and said.payload.startswith("/crisis{"):
            return said.payload.split('"')[3]
        if conversation.crisis_step in ("open", "watch") and said.payload is None:
            answer = self._answers.get(plain(said.text))
            waits = conversation.state.ask is not None
            if answer and (waits or answer in ("safe", "misunderstood", "barriers")):
                return answer
        return None

    def _concern(self, conversation: Conversation, found: Assessment) -> list[NamedReply]:
        """The human-help line lightly, and one gentle question, once."""
        state = conversation.state
        state.lines_shown = True
        if state.concern_asked or conversation.crisis_step in ("open", "watch"):
            return []
        state.concern_asked = True
        other = "_other" if found.about == "other" else ""
        return [NamedReply(f"utter_after_concern{other}", {})]

    def _disclosure(self, conversation: Conversation) -> list[NamedReply]:
        """Says that it is a program: after a return of seven days, and every three hours."""
        state, at = conversation.state, now()
        said_at = datetime.fromisoformat(state.program_said_at or conversation.created_at.isoformat())
        if at - said_at < SAY_PROGRAM_EVERY:
            return []
        state.program_said_at = at.isoformat()
        long_ago = at - conversation.seen_at > timedelta(days=7)
        return [NamedReply("utter_opening_return" if long_ago else "utter_still_a_program", {})]

    def _say_crisis(self, conversation: Conversation, stages: list[str]) -> list[Message]:
        names = reply_names(
            conversation, stages, self._care.values(conversation),
            lambda name: self._wordings.has(conversation.locale, name),
        )
        said = self._say(conversation, [NamedReply(name, {}) for name in names], kind="crisis")
        asks = any(b["payload"].startswith("/crisis") for b in conversation.state.offered.values())
        conversation.state.ask = said[-1].id if said and asks else None
        return said

    def _say(
        self, conversation: Conversation, replies: list[NamedReply], kind: str = "text"
    ) -> list[Message]:
        """Words the replies; buttons go under the last message, offered until the next turn."""
        values = {**self._clinic.values(), **self._care.values(conversation)}
        worded = []
        for item in replies:
            try:
                words = self._wordings.word(conversation, item.reply, {**values, **item.values})
            except ReplyUnknown:
                log.error("no file has the reply %s", item.reply)
                words = self._wordings.word(conversation, "utter_unavailable", values)
            worded.append((item, words))
        shown = [b for _, words in worded for b in words.buttons]
        messages = []
        for item, words in worded:
            links = item.values.get("links") or []
            messages.append(
                conversation.add(
                    "program", "card" if links else kind, words.text, links=list(links)
                )
            )
        if messages:
            messages[-1].buttons = self._offer(conversation, shown)
        return messages

    def _offer(self, conversation: Conversation, buttons: list[Any]) -> list[dict[str, str]]:
        """Mints an id for each button; earlier ones stay valid, so that a late press works."""
        state = conversation.state
        for old in state.offered.values():
            old.pop("number", None)
        shown: list[dict[str, str]] = []
        payloads: set[str] = set()
        for button in buttons:
            if button.payload in payloads:
                continue
            payloads.add(button.payload)
            id = f"b{conversation.next_id}-{len(shown) + 1}"
            title = button.title
            state.offered[id] = {
                "payload": button.payload, "title": title, "number": str(len(shown) + 1)
            }
            shown.append({"id": id, "title": title})
        for id in list(state.offered)[:-BUTTONS_KEPT]:
            del state.offered[id]
        return shown


def turn_record(said: Said, found: Assessment) -> dict[str, Any]:
    """What the safety check may look back on."""
    answer = said.payload.split('"')[3] if said.payload and "/crisis{" in said.payload else None
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
