"""One message's way: danger first, then Rasa, then words. Every turn ends with a way on."""

from bot.conversations.conversation import Conversation, Message, now
from bot.gateway.concern import ask_about_concern, concern_in_course
from bot.gateway.crisis import (
    answer_course,
    let_time_pass,
    open_course,
    reply_names,
)
from bot.gateway.disclosure import disclosed, disclosed_in_crisis, was_away
from bot.gateway.minors import says_under_18
from bot.gateway.plain_words import pressed_by_words
from bot.gateway.question import ask_again, note_reply, note_stage
from bot.gateway.rasa_client import NamedReply
from bot.gateway.replying import Understanding, fitting_concern, knows_nothing, replies_to
from bot.gateway.screening import ENDS, SOS, TAKEN_BACK, Said, Screening, ends, turn_record
from bot.gateway.speaking import Speaker
from bot.safety import Assessment, Level
from bot.safety.models import NOTHING

CRISIS = "utter_crisis_"
SOS_PAYLOAD = "/crisis"
# beside these the lines are shown, lightly
WITH_LINES = ("utter_distress", "utter_therapist_died")
UNDERSTOOD_AS_CRISIS = Assessment(Level.CRISIS)


class Turns:
    """Answers messages. The conversation carries all state.

    `by_buttons`: typed words are read for danger alone, never kept and never passed on
    (docs/law.md).
    """

    def __init__(
        self,
        speaker: Speaker,
        screening: Screening,
        rasa: Understanding,
        by_buttons: bool = False,
    ) -> None:
        self._speaker = speaker
        self.screening = screening
        self._rasa = rasa
        self._by_buttons = by_buttons

    def open(self, conversation: Conversation) -> list[Message]:
        """The opening message."""
        if self._by_buttons:
            conversation.consent = False  # there is nothing to agree to
        conversation.state.program_said_at = now().isoformat()
        return self.say(conversation, "utter_opening")

    def come_back(self, conversation: Conversation) -> list[Message]:
        """What someone reads who returns after a week, before they write."""
        if not was_away(conversation, now()):
            return []
        conversation.state.program_said_at = now().isoformat()
        return self.say(conversation, "utter_opening_return")

    def hear(self, conversation: Conversation, said: Said, found: Assessment) -> Message:
        """The person's message, taken into the conversation where it may be kept."""
        typed = said.payload is None
        if self._by_buttons:
            keep = conversation.make if typed else conversation.add
            return keep("person", "text", said.text)
        if typed and says_under_18(ends(said.text, ENDS)):
            conversation.state.minor = True
        conversation.state.remember(turn_record(said, found))
        return conversation.add("person", "text", said.text)

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
            return said, SOS if said.payload == SOS_PAYLOAD else NOTHING
        if found.level == Level.CRISIS:
            return said, found
        offered = conversation.state.offered
        if pressed := pressed_by_words(said.text, offered):
            title, payload = offered[pressed]["title"], offered[pressed]["payload"]
            said = Said(title if self._by_buttons else said.text, payload)
            if payload == SOS_PAYLOAD:
                return said, SOS
        if self._crisis_answer(conversation, said) is not None:
            return said, NOTHING
        return said, await self.screening.look_back(said.text, found, conversation)

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
        self.hear(conversation, said, found)
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
        if stages := concern_in_course(conversation, found):
            return self._say_crisis(conversation, stages)
        before = conversation.state.crisis_at
        replies = await self._replies(conversation, said, found)
        if conversation.state.crisis_at != before:
            return []
        if any(reply.reply.startswith(CRISIS) for reply in replies):
            return self.crisis(conversation, UNDERSTOOD_AS_CRISIS)
        if conversation.crisis_step == "open" and said.payload is None and knows_nothing(replies):
            return self._say_crisis(conversation, ["stay", *ask_again(conversation)])
        if any(reply.reply.startswith(WITH_LINES) for reply in replies):
            conversation.state.lines_shown = True
        asked = self._asked(conversation, found)
        if found.level == Level.CONCERN and TAKEN_BACK not in found.evidence:
            replies = fitting_concern(replies, found, bool(asked))
        said_now = disclosed(conversation, [*replies, *asked], now())
        messages = self._speaker.say(conversation, said_now)
        note_reply(conversation, messages, bool(asked))
        return messages

    async def _replies(
        self, conversation: Conversation, said: Said, found: Assessment
    ) -> list[NamedReply]:
        if self._by_buttons and said.payload is None:
            return [NamedReply("utter_by_buttons", {})]
        return await replies_to(self._rasa, self._speaker, conversation, said, found.level)

    def _asked(self, conversation: Conversation, found: Assessment) -> list[NamedReply]:
        if found.level != Level.CONCERN:
            return []
        names = ask_about_concern(conversation, found)
        return [NamedReply(name, {}) for name in names]

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
        names = disclosed_in_crisis(conversation, stages, names, now())
        replies = [NamedReply(name, {}) for name in names]
        said = self._speaker.say(conversation, replies, kind="crisis")
        note_stage(conversation.state, stages[-1], said[-1])
        return said
