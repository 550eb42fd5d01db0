"""Keeps Telegram's updates in order: each once, and one turn of a chat after the other."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable
from typing import Any

from bot.gateway.channels.telegram_bot import Bot
from bot.logs import place

log = logging.getLogger(__name__)
SEEN = 10_000


class Desk:
    """What is under way: updates seen, and the last turn of each chat."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._last: dict[int, asyncio.Task[Any]] = {}

    def is_new(self, number: int) -> bool:
        """True the first time a number comes."""
        if number in self._seen:
            return False
        self._seen[number] = None
        while len(self._seen) > SEEN:
            self._seen.popitem(last=False)
        return True

    def let_come_again(self, number: int) -> None:
        self._seen.pop(number, None)

    def queue(self, chat: int, work: Awaitable[None]) -> None:
        """Runs `work` when the chat's turn before it is over."""
        task = asyncio.create_task(self._after(self._last.get(chat), work))
        self._last[chat] = task
        task.add_done_callback(lambda done: self._tidy(chat, done))

    async def _after(self, before: asyncio.Task[Any] | None, work: Awaitable[None]) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await work
        except Exception as error:
            log.error("an update failed: %s", place(error))

    def _tidy(self, chat: int, done: asyncio.Task[Any]) -> None:
        if self._last.get(chat) is done:
            del self._last[chat]

    async def close(self) -> None:
        if self._last:
            await asyncio.wait(self._last.values(), timeout=2.0)
