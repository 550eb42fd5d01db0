"""Fifty people who write all the while, resend what got no answer, and notice what goes wrong."""

import asyncio
import random
import threading
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp

Json = dict[str, Any]
PEOPLE = 50
PACE = (5.0, 11.0)  # seconds between a person's messages: about six a second in all
PATIENCE = {True: 3.0, False: 15.0}  # seconds for an answer, in danger and otherwise
RESEND = 0.3
LAST_MOMENT = 1.0  # what was said in danger so long before a kill may be lost: it did not wait
ORDINARY = (
    "i miss my therapist so much it hurts",
    "will my therapist see this?",
    "can i talk to a real person",
    "why does it hurt so much that she retired",
    "how do i find a new therapist",
)
DANGER = ("i want to kill myself", "i'm going to end my life", "i want to die tonight")


@dataclass
class Sent:
    """A message that was answered; times on the monotonic clock, in seconds."""

    danger: bool
    began: float
    took: float
    tries: int


@dataclass
class Person:
    """One conversation. `heard` holds each message by its id, with when it came and why."""

    crowd: "Crowd"
    consents: bool
    id: str = ""
    token: str = ""
    heard: dict[int, tuple[str, float, bool]] = field(default_factory=dict)

    async def open(self) -> None:
        _, opened = await self.crowd.ask("POST", "/api/conversations", {}, "", 15)
        self.id, self.token = opened["conversation_id"], opened["token"]
        self._hear(opened["messages"], danger=False)
        if self.consents:
            _, answer = await self._ask("POST", "/consent", {"consent": True})
            self._hear(answer["messages"], danger=False)

    async def live(self) -> None:
        await asyncio.sleep(random.uniform(0, PACE[1]))
        while True:
            danger = random.random() < 0.4
            async with self.crowd.room:
                await self._say(random.choice(DANGER if danger else ORDINARY), danger)
            await asyncio.sleep(random.uniform(*PACE))

    async def _say(self, text: str, danger: bool) -> None:
        body = {"text": text, "client_message_id": uuid4().hex}
        began, tries, status = time.monotonic(), 0, 0
        while status != 200:
            tries += 1
            try:
                status, answer = await self._ask("POST", "/messages", body, PATIENCE[danger])
            except (aiohttp.ClientError, TimeoutError):
                status, answer = 0, {}
            if status in (401, 404):
                return self._complain(f"the conversation is gone: {answer}")
            if status and danger and not answer["care"]["lines"]:
                self._complain(f"danger without a line: {answer}")
            if status != 200:
                await asyncio.sleep(RESEND)
        self.crowd.sent.append(Sent(danger, began, time.monotonic() - began, tries))
        own, *answers = answer["messages"]
        if (own["from"], own["text"]) != ("person", text) or not answers:
            self._complain(f"not an answer to {text!r}: {answer}")
        if danger and not (answer["care"]["pinned"] and answer["care"]["lines"]):
            self._complain(f"danger without a line: {answer}")
        self._hear(answer["messages"], danger)

    def _hear(self, messages: list[Json], danger: bool) -> None:
        ids = [message["id"] for message in messages]
        if ids != sorted(set(ids)) or (self.heard and ids[0] <= max(self.heard)):
            self._complain(f"ids {ids} do not ascend after {max(self.heard, default=0)}")
        at = time.monotonic()
        self.heard |= {m["id"]: (m["text"], at, danger) for m in messages}

    async def compare(self) -> None:
        """What the server holds is what was heard: nothing more (said twice), nothing less."""
        status, answer = await self._ask("GET", "/messages?after=0")
        if status != 200:
            return self._complain(f"cannot be read: {answer}")
        held = {message["id"]: message["text"] for message in answer["messages"]}
        for id, text in held.items():
            if self.heard.get(id, ("",))[0] != text:
                self._complain(f"never heard: {id} {text!r}")
        for id, (text, at, danger) in self.heard.items():
            if id not in held and not self._may_be_lost(at, danger):
                self._complain(f"lost: {id} {text!r}, heard at {at:.2f}, kills {self.crowd.kills}")

    def _may_be_lost(self, at: float, danger: bool) -> bool:
        """Where the gateway was killed: words without consent, and a last answer in danger."""
        kills = [kill for kill in self.crowd.kills if at < kill]
        if not self.consents:
            return bool(kills)
        return danger and any(kill - LAST_MOMENT < at for kill in kills)

    def _complain(self, what: str) -> None:
        self.crowd.complaints.append(f"{'kept' if self.consents else 'not kept'}: {what}")

    async def _ask(
        self, method: str, what: str, body: Json | None = None, patience: float = 15
    ) -> tuple[int, Json]:
        path = f"/api/conversations/{self.id}{what}"
        return await self.crowd.ask(method, path, body, self.token, patience)


class Room:
    """Many may be inside at once; `close()` waits until all have left."""

    def __init__(self) -> None:
        self._inside = 0
        self._is_open = True
        self._change = asyncio.Condition()

    async def __aenter__(self) -> None:
        async with self._change:
            await self._change.wait_for(lambda: self._is_open)
            self._inside += 1

    async def __aexit__(self, *_: object) -> None:
        async with self._change:
            self._inside -= 1
            self._change.notify_all()

    async def close(self) -> None:
        async with self._change:
            self._is_open = False
            await self._change.wait_for(lambda: not self._inside)

    async def open(self) -> None:
        async with self._change:
            self._is_open = True
            self._change.notify_all()


class Crowd:
    """Lives in a thread and an event loop of its own, while a test breaks things."""

    def __init__(self, port: int) -> None:
        self.sent: list[Sent] = []
        self.complaints: list[str] = []
        self.kills: list[float] = []
        self._address = f"http://127.0.0.1:{port}"
        self._people = [Person(self, consents=bool(n % 2)) for n in range(PEOPLE)]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._do(self._start())

    def compare(self) -> None:
        """Everybody pauses and looks at what the server holds of the conversation."""
        self._do(self._compare())

    def stop(self) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def ask(
        self, method: str, path: str, body: Json | None, token: str, patience: float
    ) -> tuple[int, Json]:
        """Status and JSON. Raises aiohttp.ClientError or TimeoutError where there is none."""
        async with self._session.request(
            method,
            self._address + path,
            json=body,
            headers={"Authorization": f"Bearer {token}"},
            timeout=aiohttp.ClientTimeout(total=patience),
        ) as response:
            return response.status, await response.json(content_type=None)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(90)

    async def _start(self) -> None:
        self.room = Room()
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        for person in self._people:
            await person.open()
        self._lives = [asyncio.create_task(person.live()) for person in self._people]

    async def _compare(self) -> None:
        await self.room.close()
        await asyncio.gather(*(person.compare() for person in self._people))
        await self.room.open()

    async def _stop(self) -> None:
        for life in self._lives:
            life.cancel()
        await asyncio.wait(self._lives)
        broken = [life.exception() for life in self._lives if not life.cancelled()]
        self.complaints += [f"{type(error).__name__}: {error}" for error in broken]
        await self._session.close()
