"""Which replies a turn calls for: those that Rasa names, else fixed ones with a way on."""

import logging
from typing import Protocol

from bot.conversations.conversation import Conversation
from bot.gateway.plain_words import is_readable
from bot.gateway.rasa_client import NamedReply, RasaUnavailable
from bot.gateway.screening import Said
from bot.gateway.speaking import FALLBACK, Speaker
from bot.safety import About, Assessment, Level
from bot.text.language import detect

log = logging.getLogger(__name__)
LANGUAGES = (None, "en")
# what answers words that nothing recognized, or small talk: no answer to danger
AIMLESS = (
    *("utter_ask_which", "utter_out_of_scope", "utter_out_of_scope_language"),
    *("utter_empty", FALLBACK),
)
SMALL_TALK = tuple(
    f"utter_{intent}" for intent in ("affirm", "deny", "greet", "goodbye", "thank", "help")
)


class Understanding(Protocol):
    """Rasa, over HTTP or in this process."""

    async def turn(
        self, conversation: str, said: dict[str, str], level: str
    ) -> list[NamedReply]: ...


async def replies_to(
    rasa: Understanding, speaker: Speaker, conversation: Conversation, said: Said, level: Level
) -> list[NamedReply]:
    """Never empty, whatever Rasa does."""
    if said.payload is None and not is_readable(said.text):
        return [NamedReply("utter_empty", {})]
    try:
        if said.payload is None and detect(said.text) not in LANGUAGES:
            conversation.state.lines_shown = True
            return [NamedReply("utter_out_of_scope_language", {})]
        what = {"payload": said.payload} if said.payload else {"text": said.text}
        return await rasa.turn(conversation.key, what, level.value)
    except RasaUnavailable as error:
        log.error("Rasa gave no answer: %s", error)
    except Exception as error:  # whatever breaks, the turn ends with a way on
        log.error("a turn failed: %s", type(error).__name__)
    return _without_rasa(speaker, conversation, said)


def knows_nothing(replies: list[NamedReply]) -> bool:
    """Whether nothing in them answers what was said."""
    return all(reply.reply in (*AIMLESS, *SMALL_TALK) for reply in replies)


def fitting_concern(replies: list[NamedReply], found: Assessment, asked: bool) -> list[NamedReply]:
    """What may stand where a possible sign of danger was seen; none beside the question alone."""
    fitting = [reply for reply in replies if reply.reply not in (*AIMLESS, *SMALL_TALK)]
    if fitting or asked:
        return fitting
    return replies if found.about == About.OTHER else [NamedReply("utter_distress", {})]


def _without_rasa(speaker: Speaker, conversation: Conversation, said: Said) -> list[NamedReply]:
    """Buttons still work; any other turn gets the fixed reply with a way to a human."""
    topic, _, part = (said.payload or "").lstrip("/").partition("{")
    case = part.split('"')[3] if part.count('"') >= 4 else ""
    name = f"utter_{topic}_{case}" if case else f"utter_{topic}"
    if topic and speaker.has(conversation, name):
        return [NamedReply(name, {})]
    conversation.state.lines_shown = True
    return [NamedReply(FALLBACK, {})]
