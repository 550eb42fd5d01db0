"""Asks the private Rasa worker which replies a turn calls for."""

from dataclasses import dataclass
from typing import Any

import aiohttp


class RasaUnavailable(RuntimeError):
    """Rasa is down, slow, or answered something that is no answer."""


@dataclass(frozen=True)
class NamedReply:
    reply: str
    values: dict[str, Any]


class RasaClient:
    """One worker at `url`."""

    def __init__(self, session: aiohttp.ClientSession, url: str, timeout: float) -> None:
        self._session = session
        self._url = f"{url}/webhooks/gateway"
        self._timeout = aiohttp.ClientTimeout(total=timeout, connect=1.0)

    async def turn(self, conversation: str, said: dict[str, str], level: str) -> list[NamedReply]:
        """`said` is `{"text": ...}` or `{"payload": ...}`. Raises RasaUnavailable."""
        body = {"conversation": conversation, "level": level, **said}
        try:
            async with self._session.post(
                f"{self._url}/turn", json=body, timeout=self._timeout
            ) as response:
                if response.status != 200:
                    raise RasaUnavailable(f"status {response.status}")
                replies = (await response.json())["replies"]
                named = [NamedReply(r["reply"], dict(r.get("values") or {})) for r in replies]
        except (aiohttp.ClientError, TimeoutError) as error:
            raise RasaUnavailable(type(error).__name__) from error
        except (ValueError, KeyError, TypeError) as error:
            raise RasaUnavailable("an answer of an unknown shape") from error
        if not named:
            raise RasaUnavailable("no reply was named")
        return named

    async def forget(self, conversation: str) -> None:
        """Drops the conversation from Rasa's memory, if Rasa is there."""
        try:
            async with self._session.delete(f"{self._url}/{conversation}", timeout=self._timeout):
                pass
        except (aiohttp.ClientError, TimeoutError):
            pass

    async def is_ready(self) -> bool:
        try:
            async with self._session.get(
                f"{self._url}/ready", timeout=aiohttp.ClientTimeout(total=1)
            ) as response:
                return response.status == 204
        except (aiohttp.ClientError, TimeoutError):
            return False
