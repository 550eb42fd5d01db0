"""The gateway as tests drive it, and stand-ins that speak the real protocols of its neighbors."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, unused_port

from bot.content.load import Reply, load_replies
from bot.conversations.conversation import Conversation
from bot.gateway.app import init_app
from bot.gateway.keys import REGISTRY
from bot.settings import ROOT, Settings, load_settings

Json = dict[str, Any]
INNER_WORDS = (
    *("suicidal_ideation", "self_harm", "harm_to_others", "abuse_danger", '"overdose"'),
    *(
        '"level"',
        '"category"',
        '"categories"',
        '"imminent"',
        '"evidence"',
        '"payload"',
        '"concern"',
    ),
)


class FakeRasa:
    """Speaks the protocol of bot/runtime/channel.py. `mode` is how well it does."""

    def __init__(self) -> None:
        self.mode = "normal"  # normal, stalled, dead, 500, garbage, empty, shapeless, cut
        self.replies: list[Any] = [{"reply": "utter_missing_therapist", "values": {}}]
        self.turns: list[Json] = []
        self.forgotten: list[str] = []
        self.go_on = asyncio.Event()
        self._asked = asyncio.Condition()
        self.port = unused_port()
        self._server: TestServer | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/webhooks/gateway/turn", self._turn)
        app.router.add_delete("/webhooks/gateway/{conversation}", self._forget)
        app.router.add_get("/webhooks/gateway/ready", self._ready)
        self._server = TestServer(app, port=self.port)
        await self._server.start_server()

    async def stop(self) -> None:
        self.go_on.set()
        if self._server is not None:
            await self._server.close()
            self._server = None

    async def wait_for_turns(self, count: int) -> None:
        async with asyncio.timeout(5), self._asked:
            await self._asked.wait_for(lambda: len(self.turns) >= count)

    async def _turn(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        async with self._asked:
            self.turns.append(body)
            self._asked.notify_all()
        if self.mode == "stalled":
            await self.go_on.wait()
        if self.mode == "500":
            return web.Response(status=500, text="it broke: " + self.turns[-1].get("text", ""))
        if self.mode == "garbage":
            return web.Response(body=b"\xff\xfe{<html>", content_type="application/json")
        if self.mode == "shapeless":
            return web.json_response({"replies": [{"reply": self.turns[-1].get("text")}]})
        if self.mode == "cut":
            assert request.transport is not None
            request.transport.close()
        return web.json_response({"replies": [] if self.mode == "empty" else self.replies})

    async def _forget(self, request: web.Request) -> web.Response:
        self.forgotten.append(request.match_info["conversation"])
        return web.Response()

    async def _ready(self, request: web.Request) -> web.Response:
        return web.Response(status=204)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    raw: bytes
    seconds: float

    @property
    def body(self) -> Json:
        found: Json = json.loads(self.raw)
        return found

    @property
    def messages(self) -> list[Json]:
        found: list[Json] = self.body["messages"]
        return found

    @property
    def said(self) -> list[str]:
        """The names of the replies that the program gave."""
        return [reply_of(m["text"]) for m in self.messages if m["from"] == "program"]

    @property
    def care(self) -> Json:
        found: Json = self.body["care"]
        return found

    @property
    def lines(self) -> list[str]:
        return [line["id"] for line in self.care["lines"]]


@dataclass
class Gateway:
    """A running gateway. `secrets` is all that must stand in no log."""

    client: "TestClient[web.Request, web.Application]"
    rasa: FakeRasa
    settings: Settings
    secrets: set[str] = field(default_factory=set)

    async def ask(self, method: str, path: str, **how: Any) -> Answer:
        began = time.monotonic()
        async with self.client.request(method, path, **how) as response:
            raw = await response.read()
            answer = Answer(response.status, response.headers, raw, time.monotonic() - began)
        if path.startswith("/api/conversations"):
            assert not [word for word in INNER_WORDS if word.encode() in raw]
        if answer.status >= 400:
            assert_problem(answer)
        return answer

    async def open(self, **body: Any) -> "Chat":
        answer = await self.ask("POST", "/api/conversations", json=body)
        assert answer.status == 201
        chat = Chat(self, answer.body["conversation_id"], answer.body["token"], answer)
        self.secrets |= {chat.id, chat.token}
        return chat

    def held(self, chat: "Chat") -> Conversation:
        """The conversation as the server holds it."""
        found = self.client.app[REGISTRY].peek(chat.id)
        assert found is not None
        return found

    async def settled(self) -> None:
        """All that goes on in the background is done."""
        async with asyncio.timeout(15):
            while tasks := list(self.client.app[REGISTRY]._tasks):
                await asyncio.wait(tasks)


@dataclass
class Chat:
    """One person's chat on the web."""

    gateway: Gateway
    id: str
    token: str
    opening: Answer
    shown: list[Json] = field(default_factory=list)  # buttons of all answers, latest last

    def __post_init__(self) -> None:
        self._see(self.opening)

    @property
    def path(self) -> str:
        return f"/api/conversations/{self.id}"

    @property
    def signed(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def ask(self, method: str, what: str = "", **how: Any) -> Answer:
        headers = {**self.signed, **how.pop("headers", {})}
        answer = await self.gateway.ask(method, self.path + what, headers=headers, **how)
        if answer.status == 200:
            self._see(answer)
        return answer

    async def post(self, what: str, **body: Any) -> Answer:
        return await self.ask("POST", f"/{what}", json=body)

    async def say(self, text: str, id: str | None = None) -> Answer:
        self.gateway.secrets.add(text)
        return await self.post("messages", text=text, client_message_id=id or str(uuid4()))

    async def press(self, title: str, id: str | None = None) -> Answer:
        """Presses the latest button of this title."""
        button = next(b["id"] for b in reversed(self.shown) if b["title"] == title)
        return await self.post("messages", button=button, client_message_id=id or str(uuid4()))

    async def sos(self, id: str | None = None) -> Answer:
        return await self.post("sos", client_message_id=id or str(uuid4()))

    async def state(self) -> Answer:
        return await self.ask("GET")

    def _see(self, answer: Answer) -> None:
        self.shown += [b for m in answer.messages for b in m["buttons"]]


def assert_problem(answer: Answer) -> None:
    """Every refusal is a problem with a way to a human."""
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert set(answer.body) == {"type", "title", "status", "detail", "care"}
    assert answer.body["status"] == answer.status
    assert answer.body["title"]
    assert answer.body["detail"]
    assert set(answer.care) == {"pinned", "lines", "ask"}
    assert answer.lines


Starts = Callable[..., AbstractAsyncContextManager[Gateway]]


@asynccontextmanager
async def running(
    data_dir: Path, rasa: FakeRasa, secrets: set[str], **changes: Any
) -> AsyncIterator[Gateway]:
    """A gateway on a free port of the loopback, with its data in `data_dir`."""
    values = {"data_dir": data_dir, "rasa_port": rasa.port, "rasa_timeout": 5.0, **changes}
    values.setdefault("profile", data_dir / "no-profile.yml")
    values.setdefault("messages_per_minute", 1000)
    values.setdefault("conversations_per_minute", 1000)
    settings = load_settings({}, **values)
    server = TestServer(init_app(settings))
    await server.start_server(shutdown_timeout=1.0)
    client = TestClient(server, cookie_jar=aiohttp.DummyCookieJar())
    try:
        gateway = Gateway(client, rasa, settings, secrets)
        yield gateway
        await gateway.settled()
    finally:
        await client.close()


@cache
def replies() -> dict[str, Reply]:
    return load_replies(ROOT / "bot" / "domain" / "en")


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The wordings with the most words of their own first: some are all placeholder."""
    known = [(name, w.text) for name, reply in replies().items() for w in reply.wordings]
    known.sort(key=lambda item: -len(re.sub(r"\{\w+\}", "", item[1])))
    return [
        (name, re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(text)), re.DOTALL))
        for name, text in known
    ]


def reply_of(text: str) -> str:
    """The name of the reply that has this wording."""
    return next(name for name, pattern in _patterns() if pattern.fullmatch(text))


def files_of(folder: Path) -> bytes:
    """Every byte of every file, write-ahead logs included."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
