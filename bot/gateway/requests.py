"""Reads what a request holds, and refuses in plain words what cannot be used."""

import json
from typing import Any

from aiohttp import web

from bot.conversations.conversation import Conversation
from bot.gateway.keys import LINES, REGISTRY
from bot.gateway.limits import MAX_TEXT
from bot.gateway.problems import Refused
from bot.gateway.registry import StoreUnavailable
from bot.gateway.screening import Said

Json = dict[str, Any]


def read_said(conversation: Conversation, body: Json, text: object, crisis: bool) -> Said:
    button = body.get("button")
    if isinstance(text, str) == isinstance(button, str):
        raise Refused(422, "Send either `text` or `button`.", crisis)
    if isinstance(text, str):
        if len(text) > MAX_TEXT:
            raise Refused(413, "That is too long. Please send it in parts.", crisis)
        return Said(text)
    offered = conversation.state.offered.get(str(button))
    if offered is None:
        raise Refused(422, "That button was not offered in this chat.")
    return Said(offered["title"], offered["payload"])


def read_client_id(body: Json, crisis: bool) -> str:
    id = body.get("client_message_id")
    if not isinstance(id, str) or not 1 <= len(id) <= 200:
        raise Refused(422, "`client_message_id` must be a text of 1 to 200 characters.", crisis)
    return id


def read_country(request: web.Request, code: object) -> str | None:
    if code is None:
        return None
    if not isinstance(code, str) or code.upper() not in request.app[LINES].countries:
        raise Refused(422, "`country` must be one of the codes that /api/lines gives.")
    return code.upper()


async def read_body(request: web.Request, required: bool = True) -> Json:
    raw = await request.read()
    if not raw and not required:
        return {}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refused(422, "The request is not JSON in UTF-8.") from None
    if not isinstance(body, dict):
        raise Refused(422, "The request must be a JSON object.")
    return body


async def read_conversation(request: web.Request, crisis: bool = False) -> Conversation:
    """The conversation that the token opens; what is refused does not say which was wrong."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused(401, "This chat needs its token.", crisis, {"WWW-Authenticate": "Bearer"})
    try:
        conversation = await request.app[REGISTRY].find(request.match_info["id"])
    except StoreUnavailable:
        raise Refused(
            503,
            "The chat cannot be opened just now. Please try again.",
            crisis,
            {"Retry-After": "5"},
        ) from None
    if conversation is None or not conversation.accepts(token):
        raise Refused(
            401,
            "This chat has ended or was erased. You can start a new one.",
            crisis,
            {"WWW-Authenticate": "Bearer"},
        )
    return conversation
