"""Telegram, through the same path as the web. Off unless a token and a secret are set.

The Bot API as of 2026: a webhook carries X-Telegram-Bot-Api-Secret-Token; `callback_data`
holds at most 64 bytes; a message holds at most 4096 characters.
"""

import asyncio
import logging
import secrets
from collections import OrderedDict
from typing import Any

import aiohttp
from aiohttp import web

from bot.conversations.conversation import Conversation, Message, digest
from bot.gateway.keys import CARE, LIMITS, REGISTRY, SETTINGS, TURNS
from bot.gateway.limits import MAX_TEXT
from bot.gateway.problems import Refused
from bot.gateway.registry import StoreUnavailable, client_key
from bot.gateway.requests import read_body
from bot.gateway.screening import Said, turn_record
from bot.safety import Assessment, Level

routes = web.RouteTableDef()
log = logging.getLogger(__name__)
LONGEST = 4096
SEEN = 10_000
SEEN_UPDATES = web.AppKey("telegram_updates", OrderedDict[int, None])
TRIES = 4


@routes.post("/channels/telegram")
async def update(request: web.Request) -> web.Response:
    """Answers 200 at once; the turn goes on in the background, in the person's order."""
    settings = request.app[SETTINGS]
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not settings.telegram_secret or not secrets.compare_digest(
        given.encode(), settings.telegram_secret.encode()
    ):
        raise Refused(403, "The secret token is missing or wrong.")
    body = await read_body(request)
    number = body.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refused(422, "An update has an update_id.")
    seen = request.app[SEEN_UPDATES]
    if number not in seen:
        seen[number] = None
        while len(seen) > SEEN:
            seen.popitem(last=False)
        request.app[REGISTRY].in_background(_turn(request.app, number, body))
    return web.json_response({})


async def _turn(app: web.Application, number: int, body: dict[str, Any]) -> None:
    said = _said(body)
    if said is None:
        return
    chat, text, button = said
    bot = Bot(app)
    if query := body.get("callback_query"):
        await bot.call("answerCallbackQuery", callback_query_id=query.get("id"))
    found = Assessment(Level.NONE)
    if button is None:
        found = await app[TURNS].screening.assess(text, None)
    try:
        conversation, opening = await _conversation(app, chat)
    except StoreUnavailable:
        await bot.lines(chat)
        return
    key = client_key(f"update {number}")
    if key in conversation.state.answered:
        return
    if found.level == Level.CRISIS:
        messages = _crisis(app, conversation, text, found)
    else:
        async with app[REGISTRY].lock(conversation):
            messages = await _answer(app, conversation, text, button, found)
    conversation.state.answered[key] = [m.id for m in messages]
    app[REGISTRY].save_soon(conversation)
    await bot.send(chat, conversation, [*opening, *messages])


def _crisis(
    app: web.Application, conversation: Conversation, text: str, found: Assessment
) -> list[Message]:
    conversation.add("person", "text", text)
    messages = app[TURNS].crisis(conversation, found)
    conversation.state.remember(turn_record(Said(text), found))
    return messages


async def _answer(
    app: web.Application,
    conversation: Conversation,
    text: str,
    button: str | None,
    found: Assessment,
) -> list[Message]:
    if not app[LIMITS].may_write(conversation.key):
        return app[TURNS].say(conversation, "utter_too_fast")
    offered = conversation.state.offered.get(button or "")
    if button is not None and offered is None:
        return app[TURNS].say(conversation, "utter_button_unknown")
    said = (
        Said(offered["title"], offered["payload"])
        if offered
        else app[TURNS].resolve(conversation, text)
    )
    conversation.add("person", "text", said.text)
    conversation.state.remember(turn_record(said, found))
    return await app[TURNS].answer(conversation, said, found)


async def _conversation(app: web.Application, chat: int) -> tuple[Conversation, list[Message]]:
    """The conversation of a chat; its id cannot be guessed without the bot's secret."""
    id = digest(f"telegram {chat} {app[SETTINGS].telegram_secret}")
    found = await app[REGISTRY].find(id)
    if found is not None:
        return found, []
    conversation = Conversation(id=id, token_hash=digest(secrets.token_hex()), channel="telegram")
    app[REGISTRY].hold(conversation)
    return conversation, app[TURNS].open(conversation)


def _said(body: dict[str, Any]) -> tuple[int, str, str | None] | None:
    """(chat, text, button id) of a private chat's text or button; None for anything else."""
    message = body.get("message")
    button = None
    if isinstance(query := body.get("callback_query"), dict):
        message, button = query.get("message"), query.get("data")
        if not isinstance(button, str):
            return None
    if not isinstance(message, dict):
        return None
    chat = message.get("chat")
    text = message.get("text") if button is None else ""
    if not isinstance(chat, dict) or chat.get("type") != "private" or not isinstance(text, str):
        return None
    if not isinstance(chat.get("id"), int):
        return None
    return chat["id"], text[:MAX_TEXT], button


class Bot:
    """The few methods of the Bot API that are used."""

    def __init__(self, app: web.Application) -> None:
        self._app = app
        settings = app[SETTINGS]
        self._url = f"{settings.telegram_api}/bot{settings.telegram_token}"

    async def send(self, chat: int, conversation: Conversation, messages: list[Message]) -> None:
        """Every message in order; the lines follow a crisis answer as text."""
        care = self._app[CARE].of(conversation)
        for message in messages:
            await self._send_one(chat, _text(message), message.buttons)
        if care["lines"]:
            await self._send_one(chat, _lines_text(care["lines"]), [])

    async def lines(self, chat: int) -> None:
        care = self._app[CARE].on_refusal(None, True)
        await self._send_one(chat, _lines_text(care["lines"]), [])

    async def _send_one(self, chat: int, text: str, buttons: list[dict[str, str]]) -> None:
        keyboard = [[{"text": b["title"], "callback_data": b["id"]}] for b in buttons]
        more = {"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {}
        await self.call("sendMessage", chat_id=chat, text=text[:LONGEST], **more)

    async def call(self, method: str, **values: Any) -> None:
        """Tries again when Telegram asks to wait or does not answer."""
        for attempt in range(TRIES):
            try:
                async with (
                    aiohttp.ClientSession() as session,
                    session.post(
                        f"{self._url}/{method}",
                        json=values,
                        timeout=aiohttp.ClientTimeout(total=10),
                    ) as response,
                ):
                    if response.status < 500 and response.status != 429:
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(0.5 * 2**attempt)
        log.error("telegram did not take %s", method)


def _text(message: Message) -> str:
    links = [f"{link['title']}: {link['url'].removeprefix('tel:')}" for link in message.links]
    return "\n".join([message.text, *links])


def _lines_text(lines: list[dict[str, Any]]) -> str:
    """Each line with its country, as plain text."""
    rows = []
    for line in lines:
        ways = [line[way]["label"] for way in ("call", "text", "chat") if line.get(way)]
        rows.append(f"{line['name']} ({line['country_name']}): {', '.join(ways)}")
    return "\n".join(rows)
