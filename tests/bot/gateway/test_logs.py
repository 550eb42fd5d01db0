"""No text, id or token in any log, of any level, in any error. The check is in `conftest.secrets`.

Each test makes something fail that holds what a person wrote.
"""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.gateway.keys import REGISTRY
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Chat, Gateway

WORDS = "the violet umbrella in her waiting room"


@pytest.mark.parametrize("mode", ["500", "garbage", "empty", "shapeless", "cut"])
async def test_rasa_fails(chat: Chat, mode: str, caplog: pytest.LogCaptureFixture) -> None:
    chat.gateway.rasa.mode = mode
    await chat.say(WORDS)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize(
    "target",
    [
        "bot.gateway.api.exchange",
        "bot.gateway.turn.turn_record",
        "bot.gateway.replying.detect",
        "bot.gateway.screening.assess",
        "bot.gateway.speaking.Wordings.word",
        "bot.conversations.store.ConversationStore.save",
        "bot.conversations.cipher.Cipher.seal",
    ],
)
async def test_a_part_fails_with_the_words_in_its_error(
    chat: Chat, target: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*given: Any, **named: Any) -> None:
        raise RuntimeError(f"{WORDS} {chat.id} {chat.token} {given} {named}")

    await chat.post("consent", consent=True)
    monkeypatch.setattr(target, fail)
    await chat.say(WORDS)
    await chat.gateway.settled()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_the_database_fails(chat: Chat, tmp_path: Path) -> None:
    await chat.post("consent", consent=True)
    await chat.gateway.settled()
    for path in (tmp_path / "data").glob("conversations.db*"):
        path.write_bytes(b"no database")
    await chat.say(WORDS)
    await chat.ask("DELETE")
    await chat.gateway.client.app[REGISTRY].purge(timedelta(days=1))


async def test_requests_that_are_no_http(gateway: Gateway) -> None:
    gateway.secrets |= {"violet-umbrella", "token-of-violet"}
    url = gateway.client.make_url("/")
    for raw in (
        b"violet-umbrella\r\n\r\n",
        b"GET /api/conversations/violet-umbrella HTTP/9.9\r\n\r\n",
        b"GET /violet-umbrella HTTP/1.1\r\nAuthorization violet-umbrella\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: violet-umbrella\r\n\r\n",
        b"POST /api/conversations HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"violet-umbrella\r\n\r\n",
        b"POST /api/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nviolet-umbrella",
        b"GET /?" + b"violet-umbrella" * 2000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection(url.host, url.port)
        writer.write(raw)
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(), 5)
        assert b"Traceback" not in answer
        writer.close()


async def test_a_person_who_leaves_in_the_middle(chat: Chat) -> None:
    chat.gateway.rasa.mode = "stalled"
    leaving = asyncio.create_task(chat.say(WORDS))
    await chat.gateway.rasa.wait_for_turns(1)
    leaving.cancel()
    chat.gateway.rasa.go_on.set()
    await asyncio.sleep(0.05)
    assert (await chat.say("back again")).status == 200


async def test_normal_use_says_nothing_at_all(
    start: Starts, caplog: pytest.LogCaptureFixture
) -> None:
    async with start() as gateway:
        chat = await gateway.open()
        await chat.post("consent", consent=True)
        await chat.say(WORDS)
        await chat.say("i want to kill myself")
        await chat.ask("DELETE")
        await chat.state()
    ours = [r for r in caplog.records if r.name.startswith("bot.") or r.levelno > logging.INFO]
    assert ours == []
