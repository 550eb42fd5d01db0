"""A stand-in of Telegram's Bot API, and a person with Telegram."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.conversations.conversation import Conversation
from bot.gateway.channels.telegram import DESK, _id
from bot.gateway.keys import REGISTRY
from tests.bot.gateway.fakes import Answer, Gateway, Json, Starts, reply_of

TOKEN = "123456:the-bot-token-of-the-clinic"
SECRET = "the-secret-of-the-webhook"
CHAT = 4242


class FakeTelegram:
    """The Bot API's side: keeps what was sent. `failures` are statuses for the next calls."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.failures: list[int] = []
        self.refused = 0
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._call)
        self.server = TestServer(app)

    @property
    def url(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    @property
    def sent(self) -> list[Json]:
        return [values for method, values in self.calls if method == "sendMessage"]

    def texts(self, chat: int = CHAT) -> list[str]:
        return [m["text"] for m in self.sent if m["chat_id"] == chat]

    def said(self, chat: int = CHAT) -> list[str]:
        """Names of replies, and "lines" for a text of lines."""
        return ["lines" if "988 Lifeline" in t else reply_of(t) for t in self.texts(chat)]

    def button(self, title: str) -> str:
        rows = [m["reply_markup"]["inline_keyboard"] for m in self.sent if "reply_markup" in m]
        keys = [key for keyboard in rows for row in keyboard for key in row]
        data: str = next(k["callback_data"] for k in reversed(keys) if k["text"] == title)
        return data

    async def _call(self, request: web.Request) -> web.Response:
        assert request.match_info["token"] == TOKEN
        if self.failures:
            self.refused += 1
            status = self.failures.pop(0)
            wait = {"parameters": {"retry_after": 0}} if status == 429 else {}
            return web.json_response({"ok": False, **wait}, status=status)
        self.calls.append((request.match_info["method"], await request.json()))
        return web.json_response({"ok": True})


class Phone:
    """A person with Telegram, and Telegram's webhook calls for them."""

    def __init__(self, gateway: Gateway, telegram: FakeTelegram) -> None:
        self.gateway = gateway
        self.telegram = telegram
        self._number = 0

    async def write(self, text: str, chat: int = CHAT, **more: Any) -> Answer:
        self.gateway.secrets.add(text)
        message = {"chat": {"id": chat, "type": "private"}, "text": text, **more}
        return await self.update(message=message)

    async def press(self, title: str, data: str | None = None) -> Answer:
        message = {"chat": {"id": CHAT, "type": "private"}, "text": "the program's"}
        pressed = data or self.telegram.button(title)
        return await self.update(callback_query={"id": "q1", "message": message, "data": pressed})

    async def update(self, number: int | None = None, secret: str = SECRET, **body: Any) -> Answer:
        self._number += 1
        update = {"update_id": self._number if number is None else number, **body}
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        answer = await self.gateway.ask("POST", "/channels/telegram", json=update, headers=headers)
        return answer

    async def settled(self) -> None:
        """All turns are over and sent."""
        async with asyncio.timeout(15):
            while tasks := list(self.gateway.client.app[DESK]._last.values()):
                await asyncio.wait(tasks)

    def held(self, chat: int = CHAT) -> Conversation:
        app = self.gateway.client.app
        found = app[REGISTRY].peek(_id(app, chat))
        assert found is not None
        return found


def begin(start: Starts, telegram: FakeTelegram) -> AbstractAsyncContextManager[Gateway]:
    return start(telegram_token=TOKEN, telegram_secret=SECRET, telegram_api=telegram.url)
