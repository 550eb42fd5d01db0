"""Stands in for the gateway in tests of the widget: the API by its contract, in memory.

It answers by what a text contains, so that a test asks for the state it wants to see, and it can
be stopped, slowed, or made to lose its answers. `received` keeps what came, for counting.
"""

import asyncio
import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

WIDGET = Path(__file__).parents[4] / "bot" / "gateway" / "widget"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
EMBEDDING = """<!doctype html><html lang="en"><title>Clinic</title><main><h1>Clinic</h1></main>
<script type="module" crossorigin src="{}/widget/afterword.js" integrity="sha384-{}"
data-locale="en"></script>"""
Json = dict[str, Any]


def line(name: str, country: tuple[str, str], kind: str, call: str = "", **more: Any) -> Json:
    """A crisis line of the API. The numbers of this file are examples for tests."""
    return {
        "id": f"{country[0]}-{kind}-{call}",
        "kind": kind,
        "name": name,
        "country": country[0],
        "country_name": country[1],
        "call": {"label": f"Call {call}", "href": f"tel:{call.replace(' ', '')}"} if call else None,
        "text": None,
        "chat": None,
        "hours": "24/7",
        "languages": ["en"],
        **more,
    }


US, GB = ("US", "United States"), ("GB", "United Kingdom")
US_LINE = line(
    "988 Lifeline",
    US,
    "suicide",
    "988",
    text={"label": "Text 988", "href": "sms:988"},
    chat={"label": "Open 988lifeline.org", "href": "https://988lifeline.org/chat"},
)
US_TEXT = line(
    "Crisis Text Line",
    US,
    "suicide",
    text={"label": "Text HOME to 741741", "href": "sms:741741?&body=HOME"},
)
US_SPANISH = line("988 Lifeline en español", US, "suicide", "988", languages=["es"])
US_EMERGENCY = line("Emergency", US, "emergency", "911")
US_POISON = line("Poison Help", US, "poison", "1-800-222-1222")
GB_LINE = line("Samaritans", GB, "suicide", "116 123")
GB_EMERGENCY = line("Emergency", GB, "emergency", "999")
BY_COUNTRY = {"US": [US_LINE, US_TEXT, US_SPANISH, US_EMERGENCY], "GB": [GB_LINE, GB_EMERGENCY]}
LINES: Json = {
    "default": "US",
    "countries": [
        {"code": "GB", "name": "United Kingdom", "lines": BY_COUNTRY["GB"]},
        {"code": "US", "name": "United States", "lines": [*BY_COUNTRY["US"], US_POISON]},
    ],
    "other": {
        "text": "Call your local emergency number. This directory lists lines in many countries:",
        "links": [{"title": "findahelpline.com", "url": "https://findahelpline.com"}],
    },
    "clinic": {
        "name": "Example clinic",
        "phone": "+1 202 555 0143",
        "hours": "Monday to Friday, 9 to 5",
        "emergency": "In an emergency call 911.",
    },
}
OPENING = (
    "This is a computer program, not a person. It can explain why an ending in therapy can hurt, "
    "and what others have found helpful.\n\nNothing is kept unless you say so."
)
ANSWER = (
    "Missing a therapist is common. The bond was real, and it mattered.\n\n"
    "Many people feel this for weeks or months. It does not mean that something is wrong with you."
)
MORE = ["Tell me more", "What can I do now?", "Talk to a person"]
CRISIS = (
    "What you wrote sounds like real pain, and people are there to hear it right now. In the "
    "United States you can call or text 988 at any hour.\n\n"
    "Are you thinking about ending your life?"
)
THANKS = "Thanks for saying so. The clinic can see which answer was reported, and not by whom."
CARD = (
    "Example, not a real service\nHarbor Grief Center\nOpen now, until 6 pm\n"
    "Sliding scale, from $20\nWorks with people after therapy has ended"
)


@dataclass
class Conversation:
    token: str
    country: str = "US"
    consent: str = "unasked"
    pinned: bool = False
    ask: int | None = None
    messages: list[Json] = field(default_factory=list)
    answers: dict[str, list[Json]] = field(default_factory=dict)
    streams: list[asyncio.Queue[tuple[str, Json]]] = field(default_factory=list)

    def add(self, who: str, text: str, kind: str = "text", **more: Any) -> Json:
        message = {
            "id": len(self.messages) + 1,
            "from": who,
            "at": datetime.now(UTC).isoformat(),
            "lang": "en",
            "kind": kind,
            "text": text,
            "buttons": [],
            "links": [],
            **more,
        }
        self.messages.append(message)
        return message

    def tell(self, *messages: Json) -> None:
        for stream in self.streams:
            for message in messages:
                stream.put_nowait(("message", message))
                stream.put_nowait(("care", self.care))

    @property
    def care(self) -> Json:
        lines = BY_COUNTRY[self.country] if self.pinned else []
        if any("cope" in message["text"] for message in self.messages) and not self.pinned:
            lines = BY_COUNTRY[self.country][:1]
        return {"pinned": self.pinned, "lines": lines, "ask": self.ask}


def problem(status: int, detail: str, lines: list[Json] | None = None) -> web.Response:
    care = {"pinned": bool(lines), "lines": lines or [], "ask": None}
    body = {"type": "about:blank", "title": "Refused", "status": status, "detail": detail}
    return web.json_response(
        {**body, "care": care}, status=status, content_type="application/problem+json"
    )


def buttons(*titles: str) -> list[Json]:
    return [{"id": f"b{secrets.token_hex(4)}", "title": title} for title in titles]


class StandIn:
    """A gateway in a thread of its own. `stop` cuts every connection, `start` opens it again."""

    def __init__(self) -> None:
        self.conversations: dict[str, Conversation] = {}
        self.received: list[Json] = []
        self.problems: list[Json] = []
        self.delay = 0.0
        self.answer_delay = 0.0
        self.lose_answers = 0
        self.refusal: tuple[int, str] | None = None
        self.health_asked = 0
        self.port = 0
        self._runner: web.AppRunner | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._wait(self._start())

    def stop(self) -> None:
        self._wait(self._stop())

    def close(self) -> None:
        if self._runner:
            self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def later(self, text: str, who: str = "staff") -> None:
        """A message that nobody waits for, to every open conversation."""
        for conversation in self.conversations.values():
            self._loop.call_soon_threadsafe(lambda one: one.tell(one.add(who, text)), conversation)

    def _wait(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _start(self) -> None:
        app = web.Application(middlewares=[headers])
        app.add_routes(self._routes())
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.01)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _stop(self) -> None:
        assert self._runner
        await self._runner.cleanup()
        self._runner = None

    def _routes(self) -> list[web.AbstractRouteDef]:
        one = "/api/conversations/{id}"
        return [
            web.get("/", self._page),
            web.get("/elsewhere", self._elsewhere),
            web.get("/healthz", self._health),
            web.get("/api/lines", self._lines),
            web.post("/api/conversations", self._create),
            web.get(one, self._state),
            web.delete(one, self._forget),
            web.post(one + "/messages", self._message),
            web.get(one + "/messages", self._after),
            web.get(one + "/events", self._events),
            web.post(one + "/consent", self._consent),
            web.post(one + "/country", self._country),
            web.post(one + "/sos", self._sos),
            web.post(one + "/problems", self._problem),
            web.static("/widget", WIDGET),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        return web.Response(text=(WIDGET / "demo.html").read_text(), content_type="text/html")

    async def _elsewhere(self, request: web.Request) -> web.Response:
        """A clinic's own page with its own strict policy, asked for under another host name."""
        digest = hashlib.sha384((WIDGET / "afterword.js").read_bytes()).digest()
        policy = f"default-src 'none'; script-src {self.url}; connect-src {self.url}"
        return web.Response(
            text=EMBEDDING.format(self.url, base64.b64encode(digest).decode()),
            content_type="text/html",
            headers={"Content-Security-Policy": policy},
        )

    async def _health(self, request: web.Request) -> web.Response:
        self.health_asked += 1
        return web.json_response({"status": "ok", "parts": {}})

    async def _lines(self, request: web.Request) -> web.Response:
        return web.json_response(LINES)

    async def _create(self, request: web.Request) -> web.Response:
        name, conversation = secrets.token_hex(8), Conversation(secrets.token_hex(8))
        self.conversations[name] = conversation
        opening = conversation.add("program", OPENING, buttons=buttons("I miss my therapist"))
        body = {"conversation_id": name, "token": conversation.token}
        return web.json_response(
            {**body, "messages": [opening], "care": conversation.care}, status=201
        )

    def _find(self, request: web.Request) -> Conversation:
        found = self.conversations.get(request.match_info["id"])
        if not found or request.headers.get("Authorization") != f"Bearer {found.token}":
            raise web.HTTPNotFound(
                text=json.dumps({"status": 404, "detail": "This chat has ended.", "care": None}),
                content_type="application/problem+json",
            )
        return found

    async def _state(self, request: web.Request) -> web.Response:
        found = self._find(request)
        kept = found.messages if found.consent == "yes" else []
        return web.json_response({"messages": kept, "care": found.care, "consent": found.consent})

    async def _forget(self, request: web.Request) -> web.Response:
        self._find(request)
        del self.conversations[request.match_info["id"]]
        return web.Response(status=204)

    async def _message(self, request: web.Request) -> web.Response:
        found, body = self._find(request), await request.json()
        self.received.append(body)
        if self.refusal:
            status, detail = self.refusal
            return problem(status, detail, BY_COUNTRY["US"])
        if self.delay:
            await asyncio.sleep(self.delay)
        return await self._answer(request, found, body)

    async def _answer(self, request: web.Request, found: Conversation, body: Json) -> web.Response:
        key = body["client_message_id"]
        if key not in found.answers:
            own = [] if body.get("sos") else [found.add("person", said(found, body))]
            await asyncio.sleep(self.answer_delay)
            found.answers[key] = [*own, *reply(found, body)]
            found.tell(*found.answers[key])
        if "delete" in str(body.get("text")):
            self.conversations.pop(request.match_info["id"], None)
            done = [found.answers[key][-1]]
            return web.json_response({"messages": done, "care": found.care, "erased": True})
        if self.lose_answers:
            self.lose_answers -= 1
            assert request.transport
            request.transport.abort()
        return web.json_response({"messages": found.answers[key], "care": found.care})

    async def _after(self, request: web.Request) -> web.Response:
        found, after = self._find(request), int(request.query["after"])
        newer = [message for message in found.messages if message["id"] > after]
        return web.json_response({"messages": newer, "care": found.care})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        found = self._find(request)
        stream: asyncio.Queue[tuple[str, Json]] = asyncio.Queue()
        found.streams.append(stream)
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await answer.prepare(request)
        await answer.write(b": open\n\n")
        try:
            while True:
                event, data = await stream.get()
                await answer.write(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode())
        finally:
            found.streams.remove(stream)

    async def _consent(self, request: web.Request) -> web.Response:
        found = self._find(request)
        found.consent = "yes" if (await request.json())["consent"] else "no"
        return web.json_response({"messages": [], "care": found.care, "consent": found.consent})

    async def _country(self, request: web.Request) -> web.Response:
        found, body = self._find(request), await request.json()
        if body["country"] not in BY_COUNTRY:
            return problem(422, "We have no lines for that country.")
        found.country = body["country"]
        return web.json_response({"messages": [], "care": found.care})

    async def _sos(self, request: web.Request) -> web.Response:
        found, body = self._find(request), await request.json()
        self.received.append(body)
        return await self._answer(request, found, {**body, "text": "", "sos": True})

    async def _problem(self, request: web.Request) -> web.Response:
        found, body = self._find(request), await request.json()
        if self.refusal:
            return problem(*self.refusal, BY_COUNTRY["US"])
        self.problems.append(body)
        thanks = found.add("program", THANKS)
        return web.json_response({"messages": [thanks], "care": found.care}, status=201)


def said(found: Conversation, body: Json) -> str:
    titles = {b["id"]: b["title"] for m in found.messages for b in m["buttons"]}
    return str(body.get("text") or titles.get(body.get("button", ""), ""))


def reply(found: Conversation, body: Json) -> list[Json]:
    """The answer to what the person sent, by the words in it."""
    text = said(found, body)
    if body.get("sos") or "end my life" in text:
        found.pinned = True
        asked = found.add("program", CRISIS, "crisis", buttons=buttons("Yes", "No", "Not sure"))
        found.ask = asked["id"]
        return [asked]
    if "referral" in text:
        links = [{"title": "Call 202 555 0187", "url": "tel:+12025550187"}]
        card = found.add("program", CARD, "card", links=links)
        note = found.add("program", "These are examples.", "notice", buttons=buttons("Show more"))
        return [card, note]
    answer = f"You wrote: {text}" if text.startswith("echo") else ANSWER
    return [found.add("program", answer, buttons=buttons(*MORE))]


@web.middleware
async def headers(request: web.Request, handler: Any) -> web.StreamResponse:
    """The page's strict policy, and what a page of another origin needs."""
    if request.method == "OPTIONS":
        answer: web.StreamResponse = web.Response(status=204)
    else:
        answer = await handler(request)
    if request.path == "/":
        answer.headers["Content-Security-Policy"] = POLICY
    if not answer.prepared:
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        answer.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
    return answer
