"""Telegram, through the same path as the web. Off unless a token and a secret are set."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web

from bot.conversations.conversation import Conversation, Message, digest
from bot.gateway.channels.telegram_bot import Bot, DeliveryFailed
from bot.gateway.channels.telegram_desk import Desk
from bot.gateway.exchange import exchange
from bot.gateway.keys import CARE, REGISTRY, SETTINGS, TURNS
from bot.gateway.limits import MAX_TEXT
from bot.gateway.refusals import Refused, StoreUnavailable, TooFast
from bot.gateway.requests import BROKEN, client_key, read_body
from bot.gateway.screening import Said
from bot.safety import Assessment, Level
from bot.safety.models import NOTHING

routes = web.RouteTableDef()
START = "/start"  # what Telegram's own start button sends


DESK = web.AppKey("telegram_desk", Desk)


@dataclass(frozen=True)
class Update:
    """A private chat's text, or the id of the button that was pressed there."""

    number: int
    chat: int
    text: str
    button: str | None
    query: object


@dataclass(frozen=True)
class Look:
    found: Assessment
    urgent: bool


async def connected(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as session:
        app[DESK] = Desk(Bot(session, app[SETTINGS]))
        yield
        await app[DESK].close()


@routes.post("/channels/telegram")
async def update(request: web.Request) -> web.Response:
    """Answers at once, for Telegram holds back a chat's next update until then.

    The turn goes on in the person's order. Only what is urgent is answered first: it waits for no
    turn before it, and where that fails, Telegram is asked to send it again.
    """
    settings, desk = request.app[SETTINGS], request.app[DESK]
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not settings.telegram_secret or not secrets.compare_digest(
        given.encode("utf-8", "surrogateescape"), settings.telegram_secret.encode()
    ):
        raise Refused(403, "The secret token is missing or wrong.")
    body = await read_body(request)
    number = body.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refused(422, "An update has an update_id.")
    said = _read(number, body)
    if said is None or not desk.is_new(number):
        return web.json_response({})
    look = asyncio.create_task(_look(request.app, said))
    desk.queue(said.chat, _answer_in_turn(request.app, said, look))
    await _answer_if_urgent(request.app, said, look)
    return web.json_response({})


async def _look(app: web.Application, said: Update) -> Look:
    """What the words show, and whether they can wait for the turns before them."""
    turns, known = app[TURNS], app[REGISTRY].peek(_id(app, said.chat))
    found = NOTHING
    if said.button is None:
        found = await turns.screening.assess(said.text, None)
    meant = _meant(known, said) if known else None
    if known is None or meant is None:
        return Look(found, found.level == Level.CRISIS)
    meant, seen = await turns.look(known, meant, found)
    return Look(found, turns.is_urgent(known, meant, seen))


async def _answer_in_turn(app: web.Application, said: Update, look: Awaitable[Look]) -> None:
    first = await look
    if not first.urgent:
        await _answer(app, said, first.found)


async def _answer_if_urgent(app: web.Application, said: Update, look: Awaitable[Look]) -> None:
    try:
        first = await look
        if first.urgent:
            await _answer(app, said, first.found)
    except Exception as error:
        app[DESK].let_come_again(said.number)
        if isinstance(error, DeliveryFailed):
            raise Refused(503, "The answer could not be delivered.") from None
        raise


async def _answer(app: web.Application, said: Update, found: Assessment) -> None:
    """One turn. Raises DeliveryFailed."""
    conversation, opening = await _conversation(app, said.chat)
    shown_before = app[CARE].of(conversation)["lines"]
    answers = await _turn(app, conversation, said, found, bool(opening))
    care = app[CARE].of(conversation)
    lines = care["lines"] if care["pinned"] or care["lines"] != shown_before else []
    await app[DESK].bot.send(said.chat, [*opening, *answers], lines)
    if said.button is not None:
        await app[DESK].bot.confirm_press(said.query)


async def _turn(
    app: web.Application, conversation: Conversation, said: Update, found: Assessment, new: bool
) -> list[Message]:
    if said.button is None and said.text.split(" ")[0] == START:
        return [] if new else app[TURNS].open(conversation)
    meant = _meant(conversation, said)
    if meant is None:
        return app[TURNS].say(conversation, "utter_button_unknown")
    key = client_key(f"update {said.number}")
    try:
        done = await exchange(app, conversation, meant, found, key)
    except TooFast:
        return app[TURNS].say(conversation, "utter_too_fast")
    except Refused:  # the database, or erased meanwhile
        return app[TURNS].say(conversation, "utter_unavailable")
    return [message for message in done.messages if message.sender != "person"]


def _meant(conversation: Conversation, said: Update) -> Said | None:
    if said.button is None:
        return Said(said.text)
    offered = conversation.state.offered.get(said.button)
    return Said(offered["title"], offered["payload"]) if offered else None


async def _conversation(app: web.Application, chat: int) -> tuple[Conversation, list[Message]]:
    """The conversation of a chat, and its opening where it is new."""
    id = _id(app, chat)
    conversation = Conversation(id=id, token_hash=digest(secrets.token_hex()), channel="telegram")
    try:
        found = await app[REGISTRY].find(id)
    except StoreUnavailable:
        conversation.may_save = False  # it must not go over what the database holds
        return conversation, []
    if found is not None:
        return found, []
    app[REGISTRY].hold(conversation)
    return conversation, app[TURNS].open(conversation)


def _id(app: web.Application, chat: int) -> str:
    """It cannot be guessed without the bot's secret."""
    return digest(f"telegram {chat} {app[SETTINGS].telegram_secret}")


def _read(number: int, body: dict[str, Any]) -> Update | None:
    """None for edits, groups, channels, stickers and whatever else has no words for us."""
    message, button, id = body.get("message"), None, None
    if isinstance(query := body.get("callback_query"), dict):
        message, button, id = query.get("message"), query.get("data"), query.get("id")
        if not isinstance(button, str):
            return None
    if not isinstance(message, dict):
        return None
    chat = message.get("chat")
    text = "" if button is not None else message.get("text", message.get("caption"))
    if not isinstance(chat, dict) or chat.get("type") != "private" or not isinstance(text, str):
        return None
    if not isinstance(chat.get("id"), int) or isinstance(chat["id"], bool):
        return None
    return Update(number, chat["id"], BROKEN.sub("\ufffd", text[:MAX_TEXT]), button, id)
