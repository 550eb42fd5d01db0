"""One message of a person, from any channel: taken once, in order, and answered."""

from dataclasses import dataclass

from aiohttp import web

from bot.conversations.conversation import Conversation, Message, now
from bot.gateway.counting import count_referral
from bot.gateway.crisis import in_course
from bot.gateway.keys import LIMITS, RASA, REGISTRY, TURNS
from bot.gateway.refusals import ChatGone
from bot.gateway.screening import SOS, Said
from bot.safety import Assessment

ERASE = '/delete_data{"part": "confirm"}'


@dataclass(frozen=True)
class Exchanged:
    """The person's own message and the answers to it."""

    messages: list[Message]
    erased: bool = False


def answered_before(conversation: Conversation, key: str, text: str = "") -> Exchanged | None:
    """The same message gets the same answer, also where its `text` was not kept."""
    ids = conversation.state.answered.get(key)
    if ids is None:
        return None
    known = [m for m in conversation.messages if m.id in ids]
    if known and text and known[0].id != ids[0]:
        own = Message(ids[0], "person", known[0].at, known[0].lang, "text", text)
        return Exchanged([own, *known])
    return Exchanged(known)


async def exchange(
    app: web.Application, conversation: Conversation, said: Said, found: Assessment, key: str
) -> Exchanged:
    """`found` is what the words alone show; `key` names the message, for when it comes twice.

    Raises TooFast, ChatGone or StoreUnavailable.
    """
    turns = app[TURNS]
    said, found = await turns.look(conversation, said, found)
    if same := answered_before(conversation, key, said.text):
        return same
    if turns.is_urgent(conversation, said, found):
        return _answer_at_once(app, conversation, said, found, key)
    app[LIMITS].count_message(conversation.key)
    async with conversation.turn:
        if same := answered_before(conversation, key, said.text):
            return same
        if conversation.erased:
            raise ChatGone
        if said.payload == ERASE:
            return await _erase_by_button(app, conversation)
        return await _answer(app, conversation, said, found, key)


def call_for_help(app: web.Application, conversation: Conversation, key: str) -> list[Message]:
    """The SOS button: the crisis answer, without any detection."""
    if same := answered_before(conversation, key):
        return same.messages
    was_in_course = in_course(conversation, now())
    answers = app[TURNS].crisis(conversation, SOS)
    count_referral(app, conversation, SOS, answers, was_in_course)
    return _keep(app, conversation, key, [], answers)


async def erase(app: web.Application, conversation: Conversation) -> None:
    """Out of the gateway's memory, the database and Rasa's memory. Raises StoreUnavailable."""
    try:
        await app[REGISTRY].erase(conversation)
    finally:
        await app[RASA].forget(conversation.key)


def _answer_at_once(
    app: web.Application, conversation: Conversation, said: Said, found: Assessment, key: str
) -> Exchanged:
    """No lock, no limit, no waiting: a slow turn before this one must not hold it up."""
    was_in_course = in_course(conversation, now())
    own = _take(app, conversation, said, found)
    answers = app[TURNS].answer_at_once(conversation, said, found)
    count_referral(app, conversation, found, answers, was_in_course)
    return Exchanged(_keep(app, conversation, key, [own], answers))


async def _answer(
    app: web.Application, conversation: Conversation, said: Said, found: Assessment, key: str
) -> Exchanged:
    was_in_course = in_course(conversation, now())
    own = _take(app, conversation, said, found)
    answers = await app[TURNS].answer(conversation, said, found)
    count_referral(app, conversation, found, answers, was_in_course)
    if conversation.erased:  # while Rasa was thinking
        await app[RASA].forget(conversation.key)
        raise ChatGone
    done = Exchanged(_keep(app, conversation, key, [own], answers))
    await app[REGISTRY].written(conversation)
    return done


def _take(
    app: web.Application, conversation: Conversation, said: Said, found: Assessment
) -> Message:
    own = app[TURNS].hear(conversation, said, found)
    if conversation.messages[-1:] == [own]:  # what is not kept is told to nobody else
        app[REGISTRY].listeners.tell(conversation, [own])
    return own


def _keep(
    app: web.Application,
    conversation: Conversation,
    key: str,
    own: list[Message],
    answers: list[Message],
) -> list[Message]:
    conversation.state.note_answer(key, [*own, *answers])
    app[REGISTRY].listeners.tell(conversation, answers)
    app[REGISTRY].save_soon(conversation)
    return [*own, *answers]


async def _erase_by_button(app: web.Application, conversation: Conversation) -> Exchanged:
    messages = app[TURNS].say(conversation, "utter_delete_data_done")
    await erase(app, conversation)
    return Exchanged(messages, erased=True)
