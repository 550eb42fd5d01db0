"""Rasa's memory: in memory without consent, encrypted on disk with it, bounded in any case."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.conversations.cipher import Cipher
from bot.conversations.conversation import Conversation, new_conversation
from bot.conversations.store import ConversationStore
from bot.database import open_database, upgrade

SECRET = "i miss margaret from the blue house"


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[ConversationStore]:
    url = f"sqlite:///{tmp_path / 'conversations.db'}"
    upgrade(url, "bot.conversations")
    engine = open_database(url)
    yield ConversationStore(engine, Cipher(Fernet.generate_key().decode()))
    await engine.dispose()


async def conversation(kept: ConversationStore, consent: bool | None) -> Conversation:
    made, _ = new_conversation("web", "en", None)
    made.consent = consent
    await kept.save(made)
    return made


def tracker(key: str, *texts: str) -> Any:
    from rasa.shared.core.events import SlotSet, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    events = [UserUttered(text, intent={"name": "missing_therapist"}) for text in texts]
    return DialogueStateTracker.from_events(key, [*events, SlotSet("topic", "missing_therapist")])


def memory(kept: Any) -> Any:
    from bot.runtime.tracker_store import ConversationTrackerStore

    return ConversationTrackerStore(None, kept)


def texts(found: Any) -> list[str]:
    return [event.text for event in found.events if event.type_name == "user"]


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


async def test_without_consent_nothing_is_on_disk(kept: ConversationStore, tmp_path: Path) -> None:
    key = (await conversation(kept, None)).key
    store = memory(kept)
    await store.save(tracker(key, SECRET))
    assert texts(await store.retrieve(key)) == [SECRET]
    assert await memory(kept).retrieve(key) is None
    assert await kept.load_tracker(key) is None
    assert b"margaret" not in written(tmp_path)


async def test_with_consent_it_outlives_the_process(
    kept: ConversationStore, tmp_path: Path
) -> None:
    key = (await conversation(kept, True)).key
    await memory(kept).save(tracker(key, SECRET))
    assert texts(await memory(kept).retrieve(key)) == [SECRET]
    assert b"margaret" not in written(tmp_path)


async def test_unknown_conversation_has_no_tracker(kept: ConversationStore) -> None:
    assert await memory(kept).retrieve("nobody") is None


async def test_forgotten_is_gone_from_memory(kept: ConversationStore) -> None:
    key = (await conversation(kept, None)).key
    store = memory(kept)
    await store.save(tracker(key, SECRET))
    store.forget(key)
    store.forget("nobody")
    assert await store.retrieve(key) is None
    assert list(await store.keys()) == []


async def test_only_the_last_events_are_kept(
    kept: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.runtime import tracker_store

    monkeypatch.setattr(tracker_store, "EVENTS_KEPT", 3)
    store = memory(kept)
    await store.save(tracker("c", *"abcdef"))
    assert texts(await store.retrieve("c")) == ["e", "f"]


async def test_oldest_conversations_leave_the_memory(
    kept: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.runtime import tracker_store

    monkeypatch.setattr(tracker_store, "IN_MEMORY", 3)
    store = memory(kept)
    for key in "abcd":
        await store.save(tracker(key, "x"))
    await store.save(tracker("b", "y"))
    await store.save(tracker("e", "x"))
    assert set(await store.keys()) == {"d", "b", "e"}


async def test_silent_conversations_leave_the_memory(
    kept: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.runtime import tracker_store

    store = memory(kept)
    await store.save(tracker("old", "x"))
    later = time.monotonic() + tracker_store.IDLE + 1
    monkeypatch.setattr(tracker_store.time, "monotonic", lambda: later)
    await store.save(tracker("new", "x"))
    assert list(await store.keys()) == ["new"]


class Broken:
    """A database that is gone."""

    async def save_tracker(self, key: str, events: list[dict[str, Any]]) -> bool:
        raise OSError("no such file")

    async def load_tracker(self, key: str) -> list[dict[str, Any]] | None:
        raise OSError("no such file")


class Stalled:
    """A database that does not answer."""

    async def save_tracker(self, key: str, events: list[dict[str, Any]]) -> bool:
        await asyncio.sleep(60)
        return True

    async def load_tracker(self, key: str) -> list[dict[str, Any]] | None:
        await asyncio.sleep(60)
        return None


@pytest.mark.parametrize("database", [Broken(), Stalled()], ids=["gone", "stalled"])
async def test_conversation_goes_on_without_the_database(
    database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.runtime import tracker_store

    monkeypatch.setattr(tracker_store, "PATIENCE", 0.05)
    store = memory(database)
    assert await store.retrieve("c") is None
    await store.save(tracker("c", SECRET))
    assert texts(await store.retrieve("c")) == [SECRET]


async def test_log_of_a_broken_database_has_no_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    await memory(Broken()).save(tracker("c", SECRET))
    assert "OSError" in caplog.text
    assert "margaret" not in caplog.text
