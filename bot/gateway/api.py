"""The chat API: conversations, messages, consent, country, SOS, erasure."""

from typing import Any

from aiohttp import web

from bot.conversations.conversation import Conversation, Message
from bot.gateway.keys import CARE, LIMITS, RASA, REGISTRY, TURNS, WORDINGS
from bot.gateway.limits import MAX_TEXT
from bot.gateway.problems import Refused
from bot.gateway.registry import client_key
from bot.gateway.requests import (
    read_body,
    read_client_id,
    read_conversation,
    read_country,
    read_said,
)
from bot.gateway.screening import SOS, Said, turn_record
from bot.safety import Assessment, Level

routes = web.RouteTableDef()
Json = dict[str, Any]


@routes.post("/api/conversations")
async def open_conversation(request: web.Request) -> web.Response:
    body = await read_body(request, required=False)
    app = request.app
    if not app[LIMITS].may_open(request.remote or ""):
        raise Refused(
            429, "Too many chats were opened. Please wait a minute.", headers={"Retry-After": "60"}
        )
    country = read_country(request, body.get("country"))
    locale = body.get("locale") or "en"
    if not isinstance(locale, str):
        raise Refused(422, "`locale` must be a text such as en.")
    known = locale if locale in app[WORDINGS].locales else "en"
    conversation, token = app[REGISTRY].create("web", known, country)
    messages = app[TURNS].open(conversation)
    app[REGISTRY].save_soon(conversation)
    return web.json_response(
        {
            "conversation_id": conversation.id,
            "token": token,
            **_shown(request, conversation, messages),
        },
        status=201,
    )


@routes.get("/api/conversations/{id}")
async def state(request: web.Request) -> web.Response:
    conversation = await read_conversation(request)
    kept = conversation.messages if conversation.consent else []
    consent = {None: "unasked", True: "yes", False: "no"}[conversation.consent]
    return web.json_response({**_shown(request, conversation, kept), "consent": consent})


@routes.get("/api/conversations/{id}/messages")
async def messages_after(request: web.Request) -> web.Response:
    conversation = await read_conversation(request)
    after = request.query.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 16):
        raise Refused(422, "`after` must be the id of a message.")
    newer = [m for m in conversation.messages if m.id > int(after)]
    return web.json_response(_shown(request, conversation, newer))


@routes.post("/api/conversations/{id}/messages")
async def send_message(request: web.Request) -> web.Response:
    """The safety check reads the text before anything can refuse it."""
    body = await read_body(request)
    text = body.get("text")
    turns = request.app[TURNS]
    in_memory = request.app[REGISTRY].peek(request.match_info["id"])
    found = Assessment(Level.NONE)
    if isinstance(text, str):
        found = await turns.screening.assess(text[:MAX_TEXT], in_memory)
    crisis = found.level == Level.CRISIS
    conversation = await read_conversation(request, crisis)
    key = client_key(read_client_id(body, crisis))
    if key in conversation.state.answered:
        return _again(request, conversation, key)
    said = read_said(conversation, body, text, crisis)
    if crisis:
        return _answer_crisis(request, conversation, said, found, key)
    async with request.app[REGISTRY].lock(conversation):
        if key in conversation.state.answered:
            return _again(request, conversation, key)
        if not request.app[LIMITS].may_write(conversation.key):
            raise Refused(
                429, "That was very fast. Please wait a moment.", headers={"Retry-After": "20"}
            )
        said = said if said.payload else turns.resolve(conversation, said.text)
        if said.payload == '/delete_data{"part": "confirm"}':
            return await _erase_by_button(request, conversation)
        own = conversation.add("person", "text", said.text)
        conversation.state.remember(turn_record(said, found))
        answers = await turns.answer(conversation, said, found)
        return _answered(request, conversation, key, [own, *answers])


def _answer_crisis(
    request: web.Request, conversation: Conversation, said: Said, found: Assessment, key: str
) -> web.Response:
    """No lock, no limit, no waiting: a slow turn before this one must not hold it up."""
    own = conversation.add("person", "text", said.text)
    answers = request.app[TURNS].crisis(conversation, found)
    conversation.state.remember(turn_record(said, found))
    return _answered(request, conversation, key, [own, *answers])


@routes.post("/api/conversations/{id}/sos")
async def sos(request: web.Request) -> web.Response:
    body = await read_body(request)
    conversation = await read_conversation(request, crisis=True)
    key = client_key(read_client_id(body, True))
    if key in conversation.state.answered:
        return _again(request, conversation, key)
    answers = request.app[TURNS].crisis(conversation, SOS)
    return _answered(request, conversation, key, answers)


@routes.post("/api/conversations/{id}/consent")
async def consent(request: web.Request) -> web.Response:
    body = await read_body(request)
    choice = body.get("consent")
    conversation = await read_conversation(request)
    if not isinstance(choice, bool):
        raise Refused(422, "`consent` must be true or false.")
    app = request.app
    async with app[REGISTRY].lock(conversation):
        if conversation.consent and not choice:
            try:
                await app[REGISTRY].forget_words(conversation)
            except Exception as error:
                raise Refused(503, "The kept words could not be erased. Try again.") from error
        conversation.consent = choice
        messages = app[TURNS].say(
            conversation, "utter_consent_yes" if choice else "utter_consent_no"
        )
        app[REGISTRY].save_soon(conversation)
    shown = _shown(request, conversation, messages)
    return web.json_response({**shown, "consent": "yes" if choice else "no"})


@routes.post("/api/conversations/{id}/country")
async def country(request: web.Request) -> web.Response:
    body = await read_body(request)
    conversation = await read_conversation(request)
    conversation.country = read_country(request, body.get("country"))
    request.app[REGISTRY].save_soon(conversation)
    return web.json_response(_shown(request, conversation, []))


@routes.delete("/api/conversations/{id}")
async def erase(request: web.Request) -> web.Response:
    await erase_everywhere(request.app, await read_conversation(request))
    return web.Response(status=204)


async def erase_everywhere(app: web.Application, conversation: Conversation) -> None:
    """Out of the gateway's memory, the database and Rasa's memory."""
    await app[RASA].forget(conversation.key)
    try:
        await app[REGISTRY].erase(conversation)
    except Exception as error:
        app[REGISTRY].hold(conversation)
        raise Refused(503, "The chat could not be erased just now. Please try again.") from error


async def _erase_by_button(request: web.Request, conversation: Conversation) -> web.Response:
    messages = request.app[TURNS].say(conversation, "utter_delete_data_done")
    shown = _shown(request, conversation, messages)
    await erase_everywhere(request.app, conversation)
    return web.json_response({**shown, "erased": True})


def _answered(
    request: web.Request, conversation: Conversation, key: str, messages: list[Message]
) -> web.Response:
    conversation.state.answered[key] = [m.id for m in messages]
    registry = request.app[REGISTRY]
    registry.announce(conversation, messages)
    registry.save_soon(conversation)
    return web.json_response(_shown(request, conversation, messages))


def _again(request: web.Request, conversation: Conversation, key: str) -> web.Response:
    """The same client message id gets the same answer."""
    ids = set(conversation.state.answered[key])
    return web.json_response(
        _shown(request, conversation, [m for m in conversation.messages if m.id in ids])
    )


def _shown(request: web.Request, conversation: Conversation, messages: list[Message]) -> Json:
    return {
        "messages": [m.as_json() for m in messages],
        "care": request.app[CARE].of(conversation),
    }
