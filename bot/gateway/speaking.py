"""Says named replies: finds the words, adds them to the conversation, offers the buttons."""

import logging
from typing import Any

from bot.content.load import Button
from bot.conversations.conversation import Conversation, Message
from bot.gateway.care import Care
from bot.gateway.clinic import Clinic
from bot.gateway.rasa_client import NamedReply
from bot.gateway.variants import MENU, fitting, note_harm
from bot.gateway.wording import ReplyUnknown, Worded, Wordings

log = logging.getLogger(__name__)
BUTTONS_KEPT = 60
FALLBACK = "utter_unavailable"


class Speaker:
    """Turns names of replies into messages."""

    def __init__(
        self, wordings: Wordings, care: Care, clinic: Clinic, by_buttons: bool = False
    ) -> None:
        self._wordings = wordings
        self._care = care
        self._clinic = clinic
        self._by_buttons = by_buttons

    def has(self, conversation: Conversation, name: str) -> bool:
        return self._wordings.has(conversation.locale, name)

    def lines(self, conversation: Conversation) -> dict[str, str]:
        """The numbers that a crisis answer may name."""
        return self._care.values(conversation)

    def say(
        self, conversation: Conversation, replies: list[NamedReply], kind: str = "text"
    ) -> list[Message]:
        """Adds one message a reply; all buttons stand under the last one."""
        for item in replies:
            note_harm(conversation, item.reply)
        values = {**self._values(conversation), **self.lines(conversation)}
        worded = [self._word(conversation, item, values) for item in replies]
        messages = []
        for words in worded:
            shown = "card" if words.links else kind
            messages.append(
                conversation.add(
                    "program",
                    shown,
                    words.text,
                    lang=words.lang,
                    links=list(words.links),
                    reply=words.reply,
                    wording=words.number,
                )
            )
        if messages:
            # under a crisis answer the question stands last, and its answers first
            order = reversed(worded) if kind == "crisis" else worded
            buttons = [button for words in order for button in words.buttons]
            messages[-1].buttons = self._offer(conversation, buttons)
        return messages

    def _values(self, conversation: Conversation) -> dict[str, str]:
        """The clinic's own emergency text is only for people in its country."""
        values = self._clinic.values()
        if (conversation.country or self._clinic.country) != self._clinic.country:
            values["clinic_emergency"] = ""
        return values

    def _word(self, conversation: Conversation, item: NamedReply, values: dict[str, Any]) -> Worded:
        name = fitting(conversation, item.reply, self._by_buttons)
        more = {"choices": self._wordings.topics} if name == MENU else {}
        try:
            return self._wordings.word(conversation, name, {**values, **item.values, **more})
        except (ReplyUnknown, TypeError, ValueError, KeyError, AttributeError) as error:
            log.error("%s could not be said: %s", item.reply, type(error).__name__)
            fallback = fitting(conversation, FALLBACK, self._by_buttons)
            return self._wordings.word(conversation, fallback, values)

    def _offer(self, conversation: Conversation, buttons: list[Button]) -> list[dict[str, str]]:
        """Mints an id for each button; earlier ones stay valid, so that a late press works."""
        offered = conversation.state.offered
        for old in offered.values():
            old.pop("number", None)
        by_payload: dict[str, Button] = {}
        for button in buttons:
            by_payload.setdefault(button.payload, button)
        shown = []
        for number, button in enumerate(by_payload.values(), start=1):
            id = f"b{conversation.next_id}-{number}"
            offered[id] = {"payload": button.payload, "title": button.title, "number": str(number)}
            shown.append({"id": id, "title": button.title})
        for id in list(offered)[:-BUTTONS_KEPT]:
            del offered[id]
        return shown
