"""Reads what a request holds, and refuses in plain words what cannot be used."""

import json
import re
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from aiohttp import web

from bot.conversations.conversation import Conversation, digest
from bot.gateway.keys import CONVERSATION, FOUND, REGISTRY, SETTINGS
from bot.gateway.limits import MAX_TEXT
from bot.gateway.refusals import ChatGone, Refused, TokenRefused
from bot.gateway.registry import PATIENCE
from bot.gateway.screening import Said
from bot.safety import Level
from bot.safety.lines import OTHER

Json = dict[str, Any]
CLIENT_ID = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,200}")
LOCALE = re.compile(r"[A-Za-z0-9_-]{1,35}")
COUNTRY = re.compile(rf"[A-Za-z]{{2}}|{OTHER}")
BROKEN = re.compile(r"[\x00\ud800-\udfff]")  # half of a sign, as cutting a text leaves it
IN_DANGER = 0.4  # seconds that words in danger wait for a database


def read_said(conversation: Conversation, body: Json, crisis: bool) -> Said:
    """The text or the button. Words in danger are never too long."""
    text, button = body.get("text"), body.get("button")
    if text is None and isinstance(button, str):
        offered = conversation.state.offered.get(button)
        if offered is None:
            raise Refused(422, "That button was not offered in this chat.")
        return Said(offered["title"], offered["payload"])
    if button is not None or not isinstance(text, str):
        raise Refused(422, "Send either `text` or `button`, as a text.")
    if len(text) > MAX_TEXT and not crisis:
        raise Refused(413, "That is too long. Please send it in parts.")
    return Said(read_words(body))


def read_words(body: Json) -> str:
    """The text as far as it is taken; "" where there is none."""
    text = body.get("text")
    return BROKEN.sub("\ufffd", text[:MAX_TEXT]) if isinstance(text, str) else ""


def read_client_id(body: Json) -> str:
    id = body.get("client_message_id")
    if not isinstance(id, str) or not CLIENT_ID.fullmatch(id):
        raise Refused(422, "`client_message_id` must be a text of 1 to 200 signs.")
    return id


def client_key(client_message_id: str) -> str:
    """A client's message id is chosen by the client; only its hash is kept."""
    return digest(client_message_id)[:32]


def read_locale(value: object) -> str:
    if value is None:
        return "en"
    if not isinstance(value, str) or not LOCALE.fullmatch(value):
        raise Refused(422, "`locale` must be the code of a language, such as en.")
    return value


def read_country(code: object) -> str:
    """Two letters, or "other". One that we have no lines for gets those for any country."""
    if not isinstance(code, str) or not COUNTRY.fullmatch(code):
        raise Refused(422, "`country` must be a code of two letters, or other.")
    return code if code == OTHER else code.upper()


def read_address(request: web.Request) -> str:
    """Whose request it is. Of X-Forwarded-For only what our own proxies wrote is believed."""
    proxies = request.app[SETTINGS].proxies
    seen = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")
    if 0 < proxies <= len(seen):
        with suppress(ValueError):
            return str(ip_address(seen[-proxies].strip()))
    return request.remote or ""


async def read_body(request: web.Request, required: bool = True) -> Json:
    raw = await request.read()
    if not raw and not required:
        return {}
    try:
        body = json.loads(raw, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refused(422, "The request is not JSON in UTF-8.") from None
    if not isinstance(body, dict):
        raise Refused(422, "The request must be a JSON object.")
    return body


def is_in_danger(request: web.Request) -> bool:
    found = request.get(FOUND)
    return found is not None and found.level == Level.CRISIS


async def read_conversation(request: web.Request) -> Conversation:
    """The conversation that the token opens. Raises TokenRefused or StoreUnavailable."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenRefused("This chat needs its token.")
    patience = IN_DANGER if is_in_danger(request) else PATIENCE
    conversation = await request.app[REGISTRY].find(request.match_info["id"], patience)
    if conversation is None or not conversation.accepts(token):
        raise ChatGone
    request[CONVERSATION] = conversation
    return conversation


def _refuse_constant(name: str) -> None:
    """Python would read NaN and Infinity, which are no JSON."""
    raise ValueError(name)
