"""Reads every body that is posted for danger, before anything may refuse the request."""

import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from aiohttp import web

from bot.gateway.keys import FOUND, TURNS
from bot.gateway.limits import MAX_BODY, MAX_TEXT
from bot.gateway.refusals import Refused

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def first_look(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What it finds goes with the request, and so with every refusal of it."""
    if request.method == "POST" and request.path.startswith("/api/"):
        raw = await request.read()
        words = _ends(_words(raw))
        request[FOUND] = await request.app[TURNS].screening.assess(words, None)
        if len(raw) > MAX_BODY:
            raise Refused(413, "That is too long. Please send it in parts.")
    return await handler(request)


def _words(raw: bytes) -> str:
    """The text of the message; of a body that holds none, all that might be words."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return raw.decode("utf-8", "replace")
    text = body.get("text") if isinstance(body, dict) else None
    return text if isinstance(text, str) else "\n".join(_texts(body))


def _texts(body: Any) -> Iterator[str]:
    """Every text in what came as JSON, however deep."""
    waiting = [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()


def _ends(words: str) -> str:
    """Of what is longer than a message may be, the beginning and the end."""
    return words if len(words) <= MAX_TEXT else f"{words[:MAX_TEXT]}\n{words[-MAX_TEXT:]}"
