"""Asks the private Rasa worker which replies a turn calls for."""

import logging
import re
from dataclasses import dataclass
from typing import Any

import aiohttp

log = logging.getLogger(__name__)
NAME = re.compile(r"utter_\w{1,100}", re.ASCII)
FORGETTING = aiohttp.ClientTimeout(total=1.0)


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
                answer = await response.json()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise RasaUnavailable(type(error).__name__) from error
        except (ValueError, RecursionError) as error:
            raise RasaUnavailable("an answer that is no JSON") from error
        return _named(answer)

    async def forget(self, conversation: str) -> None:
        """Drops the conversation from Rasa's memory, if Rasa is there."""
        try:
            async with self._session.delete(f"{self._url}/{conversation}", timeout=FORGETTING):
                pass
        except (aiohttp.ClientError, TimeoutError, OSError):
            log.error("Rasa could not be asked to forget; its memory ends with its process")

    async def is_ready(self) -> bool:
        try:
            async with self._session.get(
                f"{self._url}/ready", timeout=aiohttp.ClientTimeout(total=0.7)
            ) as response:
                return response.status == 204
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False


def _named(answer: Any) -> list[NamedReply]:
    """Checked to the letter: a log or a page must never show what is no name."""
    replies = answer.get("replies") if isinstance(answer, dict) else None
    if not isinstance(replies, list) or not replies:
        raise RasaUnavailable("no reply was named")
    return [_reply(reply) for reply in replies]


def _reply(reply: Any) -> NamedReply:
    name = reply.get("reply") if isinstance(reply, dict) else None
    values = reply.get("values") or {} if isinstance(reply, dict) else None
    if not isinstance(name, str) or not NAME.fullmatch(name) or not isinstance(values, dict):
        raise RasaUnavailable("an answer of an unknown shape")
    return NamedReply(name, values)
