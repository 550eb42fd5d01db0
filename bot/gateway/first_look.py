"""Reads every body that is posted for danger, before anything may refuse the request."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from aiohttp import web

from bot.gateway.keys import FOUND, TURNS
from bot.gateway.limits import MAX_BODY, MAX_TEXT
from bot.gateway.refusals import Refused
from bot.gateway.screening import ENDS, ends

AROUND = re.compile(r'["{}\[\]&=]+')  # what stands between words and the names beside them
MINTED = re.compile(r"b\d+-\d+")  # a button, and no word
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def first_look(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What it finds goes with the request, and so with every refusal of it."""
    if request.method == "POST" and request.path.startswith("/api/"):
        raw = await request.read()
        request[FOUND] = await request.app[TURNS].screening.assess(_words(raw), None)
        if len(raw) > MAX_BODY:
            raise Refused(413, "That is too long. Please send it in parts.")
    return await handler(request)


def _words(raw: bytes) -> str:
    """The text of the message; of a body that holds none, all that might be words."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return ends(AROUND.sub("\n", raw.decode("utf-8", "replace")), ENDS)
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str):
        return ends("\n".join(_texts(body)), ENDS)
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}\n{text[-ENDS:]}"


def _texts(body: Any) -> Iterator[str]:
    """Every text in what came as JSON, however deep; ids are none."""
    waiting = [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and not MINTED.fullmatch(value):
            yield value
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += [value[name] for name in value if name != "client_message_id"]
