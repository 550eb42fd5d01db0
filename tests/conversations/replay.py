"""A person's conversation with the gateway's own parts and Rasa in this process, written down."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from bot.conversations.conversation import Message, new_conversation, now
from bot.gateway.crisis import let_time_pass
from bot.gateway.exchange import ERASE
from bot.gateway.screening import SOS, Said
from bot.safety.models import NOTHING, Assessment
from tests.conversations import transcript

if TYPE_CHECKING:  # these need a model, or Rasa
    from bot.gateway.care import Care
    from bot.gateway.turn import Turns


class Clock(datetime):
    """Stands in for `datetime` where the program reads the time; `passed` is added to it."""

    passed = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.passed


class Replay:
    """One conversation; `turns` is what happened so far. `name` decides on the wordings."""

    def __init__(
        self, runner: asyncio.Runner, gateway: Turns, care: Care, name: str, clock: type[Clock]
    ) -> None:
        self._runner, self._gateway, self._care, self._clock = runner, gateway, care, clock
        clock.passed = timedelta()
        self.conversation, _ = new_conversation("web", "en", None)
        self.conversation.id = name
        self.ended = False
        self.turns: list[transcript.Turn] = []
        self._note("open", gateway.open(self.conversation))

    def says(self, text: str) -> transcript.Turn:
        return self._runner.run(self._take("say", Said(text)))

    def presses(self, title: str) -> transcript.Turn:
        """The latest button of this title."""
        offered = self.conversation.state.offered.values()
        payload = [button["payload"] for button in offered if button["title"] == title][-1]
        return self._runner.run(self._take("press", Said(title, payload)))

    def calls_for_help(self) -> transcript.Turn:
        return self._note("sos", self._gateway.crisis(self.conversation, SOS))

    def is_found(self, found: Assessment) -> transcript.Turn:
        """A message in which `found` was seen, whatever its words."""
        return self._note("say", self._gateway.crisis(self.conversation, found), found)

    def consents(self, choice: bool) -> transcript.Turn:
        self.conversation.consent = choice
        name = "utter_consent_yes" if choice else "utter_consent_no"
        return self._note("consent", self._gateway.say(self.conversation, name))

    def chooses_country(self, code: str) -> transcript.Turn:
        self.conversation.country = code
        return self._note("country", [])

    def waits(self, hours: float) -> None:
        self._clock.passed += timedelta(hours=hours)

    def reloads(self) -> transcript.Turn:
        let_time_pass(self.conversation, now())
        return self._note("reload", [])

    @property
    def titles(self) -> list[str]:
        """Of the buttons that stand under the last message."""
        return [title for turn in self.turns[-1:] for title in turn.buttons]

    async def _take(self, deed: str, said: Said) -> transcript.Turn:
        """As `bot.gateway.exchange` does, without a request around it."""
        gateway, conversation = self._gateway, self.conversation
        found = NOTHING
        if said.payload is None:
            found = await gateway.screening.assess(said.text, None)
        said, found = await gateway.look(conversation, said, found)
        if said.payload == ERASE:
            self.ended = True
            return self._note("erase", gateway.say(conversation, "utter_delete_data_done"))
        urgent = gateway.is_urgent(conversation, said, found)
        gateway.hear(conversation, said, found)
        if urgent:
            return self._note(deed, gateway.answer_at_once(conversation, said, found), found)
        return self._note(deed, await gateway.answer(conversation, said, found), found)

    def _note(
        self, deed: str, messages: list[Message], found: Assessment = NOTHING
    ) -> transcript.Turn:
        conversation, state = self.conversation, self.conversation.state
        if deed != "reload":
            conversation.seen_at = now()
        turn = transcript.Turn(
            deed=deed,
            said=tuple(map(self._said, messages)),
            level=found.level.value,
            step=conversation.crisis_step,
            danger=state.kinds[-1] if state.kinds else "",
            imminent=state.imminent,
            care=self._care.of(conversation),
            hours=(now() - conversation.created_at).total_seconds() / 3600,
        )
        self.turns.append(turn)
        return turn

    def _said(self, message: Message) -> transcript.Said:
        offered: dict[str, Any] = self.conversation.state.offered
        return transcript.Said(
            reply=message.reply,
            text=message.text,
            wording=message.wording,
            kind=message.kind,
            buttons={b["title"]: offered[b["id"]]["payload"] for b in message.buttons},
            id=message.id,
        )
