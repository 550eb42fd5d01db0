"""The chat API: conversations, messages, consent, country, SOS, problems, erasure."""

from typing import Any

from aiohttp import web

from bot.conversations.conversation import Conversation, Message, now
from bot.gateway.counting import read_problem, report_problem
from bot.gateway.crisis import let_time_pass
from bot.gateway.exchange import answered_before, call_for_help, erase, exchange
from bot.gateway.keys import CARE, FOUND, LIMITS, REGISTRY, SETTINGS, TURNS, WORDINGS
from bot.gateway.refusals import Refused
from bot.gateway.requests import (
    client_key,
    is_in_danger,
    read_address,
    read_body,
    read_client_id,
    read_conversation,
    read_country,
    read_locale,
    read_said,
    read_words,
)

routes = web.RouteTableDef()
Json = dict[str, Any]


@routes.post("/api/conversations")
async def open_conversation(request: web.Request) -> web.Response:
    body = await read_body(request, required=False)
    app = request.app
    locale = read_locale(body.get("locale"))
    country = None if body.get("country") is None else read_country(body["country"])
    app[LIMITS].count_opening(read_address(request))
    known = locale if locale in app[WORDINGS].locales else "en"
    conversation, token = app[REGISTRY].create("web", known, country)
    messages = app[TURNS].open(conversation)
    app[REGISTRY].save_soon(conversation)
    ids = {"conversation_id": conversation.id, "token": token, "consent": _consent(conversation)}
    return web.json_response({**ids, **_shown(request, conversation, messages)}, status=201)


@routes.get("/api/conversations/{id}")
async def state(request: web.Request) -> web.Response:
    """What a page needs after a reload. Words come back only where the person agreed."""
    conversation = await read_conversation(request)
    let_time_pass(conversation, now())
    if welcome := request.app[TURNS].come_back(conversation):
        request.app[REGISTRY].save_soon(conversation)
    kept = conversation.messages if conversation.consent else welcome
    shown = _shown(request, conversation, kept)
    return web.json_response({**shown, "consent": _consent(conversation)})


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
    conversation = await read_conversation(request)
    body = await read_body(request)
    words = read_words(body)
    # an id used twice by mistake must not hide danger behind an older answer
    key = client_key(read_client_id(body) + (words if is_in_danger(request) else ""))
    done = answered_before(conversation, key, words)
    if done is None:
        said = read_said(conversation, body, is_in_danger(request))
        done = await exchange(request.app, conversation, said, request[FOUND], key)
    more = {"erased": True} if done.erased else {}
    return web.json_response({**_shown(request, conversation, done.messages), **more})


@routes.post("/api/conversations/{id}/sos")
async def sos(request: web.Request) -> web.Response:
    conversation = await read_conversation(request)
    key = client_key(read_client_id(await read_body(request)))
    messages = call_for_help(request.app, conversation, key)
    return web.json_response(_shown(request, conversation, messages))


@routes.post("/api/conversations/{id}/problems")
async def problem(request: web.Request) -> web.Response:
    conversation = await read_conversation(request)
    message, kind = read_problem(conversation, await read_body(request))
    thanks = report_problem(request.app, conversation, message, kind)
    return web.json_response(_shown(request, conversation, [thanks]), status=201)


@routes.post("/api/conversations/{id}/consent")
async def consent(request: web.Request) -> web.Response:
    conversation = await read_conversation(request)
    choice = (await read_body(request)).get("consent")
    if not isinstance(choice, bool):
        raise Refused(422, "`consent` must be true or false.")
    app = request.app
    choice = choice and not app[SETTINGS].by_buttons  # there, nothing is kept
    async with conversation.turn:
        if not choice:
            await app[REGISTRY].forget_words(conversation)
        conversation.consent = choice
        name = "utter_consent_yes" if choice else "utter_consent_no"
        messages = app[TURNS].say(conversation, name)
        app[REGISTRY].save_soon(conversation)
        await app[REGISTRY].written(conversation)
    shown = _shown(request, conversation, messages)
    return web.json_response({**shown, "consent": _consent(conversation)})


@routes.post("/api/conversations/{id}/country")
async def country(request: web.Request) -> web.Response:
    conversation = await read_conversation(request)
    conversation.country = read_country((await read_body(request)).get("country"))
    request.app[REGISTRY].listeners.tell(conversation, [])
    request.app[REGISTRY].save_soon(conversation)
    return web.json_response(_shown(request, conversation, []))


@routes.delete("/api/conversations/{id}")
async def forget(request: web.Request) -> web.Response:
    await erase(request.app, await read_conversation(request))
    return web.Response(status=204)


def _consent(conversation: Conversation) -> str:
    return {None: "unasked", True: "yes", False: "no"}[conversation.consent]


def _shown(request: web.Request, conversation: Conversation, messages: list[Message]) -> Json:
    return {
        "messages": [m.as_json() for m in messages],
        "care": request.app[CARE].of(conversation),
    }
