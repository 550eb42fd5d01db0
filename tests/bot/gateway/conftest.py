"""A running gateway beside a stand-in for Rasa, and a check that no log tells on anyone."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import bot.gateway.wording
from bot.content.load import Reply, load_replies
from bot.stamp import stamp
from tests.bot.gateway.fake_telegram import FakeTelegram
from tests.bot.gateway.fakes import Chat, FakeRasa, Gateway, Starts, running


class Clock:
    """The time of every conversation, which goes on as ever but for the leaps it is given."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def leap(self, **time: float) -> None:
        self.ahead += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stands before the system's clock wherever a conversation asks what time it is."""
    clock = Clock()

    class Leaping(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + clock.ahead

    monkeypatch.setattr("bot.conversations.conversation.datetime", Leaping)
    return clock


@pytest.fixture(scope="session")
def replies_read_once() -> Iterator[None]:
    """The folder of the real replies is read once for all tests, and again when it changed."""

    @lru_cache(maxsize=1)
    def read(folder: Path, stamp: object) -> dict[str, Reply]:
        return load_replies(folder)

    def load(folder: Path) -> dict[str, Reply]:
        return read(folder, stamp(folder.glob("*.yml")))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.gateway.wording, "load_replies", load)
        yield


@pytest.fixture
def secrets(caplog: pytest.LogCaptureFixture) -> Iterator[set[str]]:
    """What was said, and every id and token: none of it may stand in a log of any level."""
    caplog.set_level(logging.DEBUG)
    found: set[str] = set()
    yield found
    logged = "\n".join(
        logging.Formatter("%(name)s %(message)s").format(record) for record in caplog.records
    )
    assert not [secret for secret in found if len(secret) > 7 and secret in logged]


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    fake = FakeRasa()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def start(tmp_path: Path, rasa: FakeRasa, secrets: set[str], replies_read_once: None) -> Starts:
    """Starts a gateway on the test's data folder; again for a restart."""

    def begin(**changes: Any) -> AbstractAsyncContextManager[Gateway]:
        return running(tmp_path / "data", rasa, secrets, **changes)

    return begin


@pytest.fixture
async def gateway(start: Starts) -> AsyncIterator[Gateway]:
    async with start() as found:
        yield found


@pytest.fixture
async def chat(gateway: Gateway) -> Chat:
    return await gateway.open()


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    fake = FakeTelegram()
    await fake.server.start_server()
    yield fake
    await fake.server.close()
