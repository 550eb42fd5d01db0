"""Beside its answers: the database is mended, what waits is written, broken data is told of."""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

from bot.conversations.conversation import Conversation, now
from bot.database import DatabaseInvalid
from bot.gateway import registry, tidying
from bot.gateway.keys import REGISTRY
from bot.safety.assess import PATTERNS, Watch
from bot.safety.yaml_file import SafetyDataInvalid
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Gateway

DANGER = "i want to kill myself"
WORDS = "i miss her so much"


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gateway.tidying.TIDY_EVERY", 0.05)
    monkeypatch.setattr("bot.gateway.tidying.STARTING", 0.5)
    monkeypatch.setattr("bot.database.UPGRADE_SECONDS", 0.2)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "conversations.db"


async def until(gateway: Gateway, part: str, state: str) -> None:
    async with asyncio.timeout(10):
        while True:
            health = await gateway.ask("GET", "/healthz")
            if health.body["parts"][part] == state:
                return
            await asyncio.sleep(0.05)


def messages(database: Path) -> int:
    """How many are kept; none where there is no such table."""
    with sqlite3.connect(database) as connection, suppress(sqlite3.DatabaseError):
        return int(connection.execute("select count(*) from message").fetchone()[0])
    return 0


def overwrite(database: Path) -> None:
    database.write_bytes(b"no database" * 3000)


def remove(database: Path) -> None:
    for path in database.parent.glob("conversations.db*"):
        path.unlink()


@pytest.mark.parametrize("hurt", [overwrite, remove])
async def test_hurt_database_comes_back_with_all_that_is_in_memory(
    start: Starts, database: Path, hurt: Callable[[Path], None]
) -> None:
    async with start() as gateway:
        chat = await gateway.open()
        await chat.post("consent", consent=True)
        await chat.say(WORDS)
        await gateway.settled()
        before = messages(database)
        hurt(database)
        assert messages(database) == 0
        async with asyncio.timeout(10):
            while messages(database) != before:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await until(gateway, "database", "ok")
    async with start() as chat.gateway:
        assert [m["text"] for m in (await chat.state()).messages if m["from"] == "person"] == [
            WORDS
        ]


async def test_what_could_not_be_written_is_written_later(start: Starts, database: Path) -> None:
    async with start() as gateway:
        chat = await gateway.open()
        await chat.post("consent", consent=True)
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = await chat.say(WORDS)
        assert answer.status == 200
        assert answer.seconds < 2
        await until(gateway, "database", "degraded")
        other.close()
        await until(gateway, "database", "ok")
        assert messages(database) > 0


async def test_kept_words_are_on_disk_when_the_answer_comes(start: Starts, database: Path) -> None:
    async with start() as gateway:
        chat = await gateway.open()
        await chat.post("consent", consent=True)
        for _ in range(20):
            before = messages(database)
            answer = await chat.say(WORDS)
            assert messages(database) == before + len(answer.messages)


async def test_gateway_opens_while_its_database_is_locked(start: Starts, database: Path) -> None:
    async with start():
        pass
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    async with start() as gateway:
        chat = await gateway.open()
        answer = await chat.say(DANGER)
        assert (answer.status, answer.lines[0]) == (200, "us_988")
        other.close()
        await until(gateway, "database", "ok")


async def test_clock_set_wrong_removes_nothing(
    start: Starts, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as gateway:
        chat = await gateway.open()
        await chat.post("consent", consent=True)
        await chat.say(WORDS)
        await gateway.settled()
        before = messages(database)
        monkeypatch.setattr(registry, "now", lambda: now() + timedelta(days=4000))
        leap = time.time() + timedelta(days=4000).total_seconds()
        monkeypatch.setattr(time, "time", lambda: leap)
        aside = database.with_name("conversations.db.broken-20261123T021257.000000")
        aside.touch()
        await tidying._forget(gateway.client.app)
        assert aside.exists()
        assert messages(database) == before
        assert gateway.held(chat)


class TestMending:
    @pytest.fixture(autouse=True)
    def by_hand(self, often: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.gateway.tidying.TIDY_EVERY", 1000.0)

    async def test_breakage_noted_meanwhile_is_looked_at_next(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        app = gateway.client.app
        looked: list[bool] = []

        def look(_: object, suspected: bool) -> bool:
            looked.append(suspected)
            app[REGISTRY].broken = len(looked) == 1
            return False

        monkeypatch.setattr(tidying, "is_damaged", look)
        for _ in range(3):
            await tidying._look_after_database(app)
        assert looked == [False, True, False]

    async def test_suspicion_outlives_a_mending_that_failed(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        app = gateway.client.app

        def fail(*_: object) -> None:
            raise DatabaseInvalid

        monkeypatch.setattr(tidying, "is_damaged", lambda *_: True)
        monkeypatch.setattr(tidying, "mend", fail)
        app[REGISTRY].broken = True
        with pytest.raises(DatabaseInvalid):
            await tidying._look_after_database(app)
        assert app[REGISTRY].broken

    async def test_slow_database_is_asked_by_a_few_at_once_and_told_of_once(
        self,
        gateway: Gateway,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        kept = gateway.client.app[REGISTRY]
        for _ in range(100):
            kept.create("web", "en", None)
        under_way, most, tries = 0, 0, 0

        async def fail(_: object, __: Conversation) -> None:
            nonlocal under_way, most, tries
            under_way, tries = under_way + 1, tries + 1
            most = max(most, under_way)
            await asyncio.sleep(0.001)
            under_way -= 1
            raise OSError("gone")

        with monkeypatch.context() as outage:
            outage.setattr("bot.conversations.store.ConversationStore.save", fail)
            kept.write_again(everything=True)
            await gateway.settled()
        assert tries == 100
        assert most == registry.AT_ONCE
        assert caplog.text.count("could not be saved") == 1
        kept.write_again()
        await gateway.settled()
        assert kept._unwritten == {}


class TestDangerData:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The patterns of this process, as a copy that a test may break."""
        folder = Path(shutil.copytree(PATTERNS, tmp_path / "patterns"))
        module = import_module("bot.safety.assess")  # the package has a function of this name
        monkeypatch.setattr(module, "_watch", None)
        monkeypatch.setattr(module, "Watch", lambda: Watch(folder))
        return folder

    async def test_broken_patterns_are_told_of_and_the_last_good_ones_stay(
        self, start: Starts, folder: Path
    ) -> None:
        async with start() as gateway:
            good = (folder / "words.yml").read_text()
            (folder / "words.yml").write_text("lists: [")
            await until(gateway, "patterns", "degraded")
            assert (await (await gateway.open()).say(DANGER)).lines[0] == "us_988"
            (folder / "words.yml").write_text(good)
            await until(gateway, "patterns", "ok")

    async def test_gateway_does_not_start_without_its_patterns(
        self, start: Starts, folder: Path
    ) -> None:
        (folder / "words.yml").write_text("lists:\n  a:\n    - (b\n")
        with pytest.raises(SafetyDataInvalid, match=r"words\.yml, line 2"):
            async with start():
                pass

    async def test_missing_classifier_is_told_of(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await until(gateway, "classifier", "ok")
        monkeypatch.setattr("bot.gateway.pages.degraded", lambda: True)
        answer = await gateway.ask("GET", "/healthz")
        assert answer.body["status"] == "degraded"
        assert answer.body["parts"]["classifier"] == "degraded"
