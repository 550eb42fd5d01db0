"""Sends to Telegram: the few methods of the Bot API that are used (as of 2026).

`callback_data` holds at most 64 bytes, a message at most 4096 characters.
"""

import asyncio
import contextlib
import logging
from typing import Any

import aiohttp

from bot.conversations.conversation import Message
from bot.settings import Settings

log = logging.getLogger(__name__)
LONGEST = 4096
TRIES = 4
LONGEST_PAUSE = 20.0  # seconds, whatever Telegram asks for
TIMEOUT = aiohttp.ClientTimeout(total=10)
Json = dict[str, Any]


class DeliveryFailed(RuntimeError):
    """Telegram did not take a message after several tries."""


class Bot:
    """The clinic's bot. The address holds its token: it must stand in no log."""

    def __init__(self, session: aiohttp.ClientSession, settings: Settings) -> None:
        self._session = session
        self._url = f"{settings.telegram_api}/bot{settings.telegram_token}"

    async def send(self, chat: int, messages: list[Message], lines: list[Json]) -> None:
        """Every message in order, then the lines as text. Raises DeliveryFailed."""
        for message in messages:
            await self._send_one(chat, _text(message), message.buttons)
        if lines:
            await self._send_one(chat, _lines_text(lines), [])

    async def confirm_press(self, query: object) -> None:
        """Ends the waiting sign on a button; nothing is lost where it fails."""
        with contextlib.suppress(DeliveryFailed):
            await self._call("answerCallbackQuery", callback_query_id=query)

    async def _send_one(self, chat: int, text: str, buttons: list[dict[str, str]]) -> None:
        keyboard = [[{"text": b["title"], "callback_data": b["id"]}] for b in buttons]
        more = {"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {}
        await self._call("sendMessage", chat_id=chat, text=text[:LONGEST], **more)

    async def _call(self, method: str, **values: Any) -> None:
        """Tries again when Telegram asks to wait or does not answer."""
        for attempt in range(TRIES):
            pause = await self._try(method, values)
            if pause is None:
                return
            if attempt + 1 < TRIES:
                await asyncio.sleep(max(pause, 0.5 * 2**attempt))
        log.error("telegram did not take %s", method)
        raise DeliveryFailed

    async def _try(self, method: str, values: Json) -> float | None:
        """None when that was it, else the seconds that Telegram asks to wait."""
        try:
            async with self._session.post(
                f"{self._url}/{method}", json=values, timeout=TIMEOUT
            ) as response:
                if response.status == 429 or response.status >= 500:
                    return await _asked_pause(response)
                if response.status >= 400:
                    log.error("telegram refused %s: %s", method, response.status)
                return None
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0.0


async def _asked_pause(response: aiohttp.ClientResponse) -> float:
    """Seconds that a 429 asks for."""
    try:
        asked = (await response.json())["parameters"]["retry_after"]
        return min(float(asked), LONGEST_PAUSE)
    except (aiohttp.ClientError, ValueError, KeyError, TypeError):
        return 0.0


def _text(message: Message) -> str:
    links = [f"{link['title']}: {link['url'].removeprefix('tel:')}" for link in message.links]
    return "\n".join([message.text, *links])


def _lines_text(lines: list[Json]) -> str:
    """Each line with its country, as plain text."""
    rows = []
    for line in lines:
        ways = [line[way]["label"] for way in ("call", "text", "chat") if line.get(way)]
        country = f" ({line['country_name']})" if line["country_name"] else ""
        rows.append(f"{line['name']}{country}: {', '.join(ways)}" if ways else line["name"])
    return "\n".join(rows)
