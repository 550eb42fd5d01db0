"""Keeps state always and words only with consent; erases both without a trace."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.conversations.cipher import Cipher, KeyInvalid
from bot.conversations.conversation import (
    MESSAGES_KEPT,
    Conversation,
    digest,
    new_conversation,
    now,
)
from bot.conversations.store import ConversationStore
from bot.database import open_database, upgrade

WORDS = "the violet umbrella"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[ConversationStore]:
    url = f"sqlite:///{tmp_path / 'conversations.db'}"
    upgrade(url, "bot.conversations")
    engine = open_database(url)
    yield ConversationStore(engine, Cipher(Fernet.generate_key().decode()))
    await engine.dispose()


def person(consent: bool | None = None) -> Conversation:
    conversation, _ = new_conversation("web", "en", "GB")
    conversation.consent = consent
    conversation.add("person", "text", WORDS)
    conversation.state.remember({"text": WORDS, "level": "none", "categories": [], "answer": None})
    return conversation


def on_disk(tmp_path: Path) -> bytes:
    return b"".join(path.read_bytes() for path in tmp_path.iterdir())


async def found(store: ConversationStore, conversation: Conversation) -> Conversation:
    got = await store.find(conversation.id)
    assert got is not None
    return got


async def test_with_consent_all_of_it_comes_back(store: ConversationStore) -> None:
    one = person(consent=True)
    one.crisis_step = "watch"
    one.add("program", "card", "a card", links=[{"title": "Call", "url": "tel:1"}])
    await store.save(one)
    got = await found(store, one)
    assert (got.messages, got.state) == (one.messages, one.state)
    assert got.next_id >= one.next_id
    assert (got.country, got.consent, got.crisis_step) == ("GB", True, "watch")
    assert got.created_at == one.created_at
    assert got.token_hash == one.token_hash


@pytest.mark.parametrize("consent", [None, False])
async def test_without_consent_only_that_it_is_there(
    store: ConversationStore, tmp_path: Path, consent: bool | None
) -> None:
    one = person(consent)
    await store.save(one)
    got = await found(store, one)
    assert (got.messages, got.state.history, got.consent) == ([], [], consent)
    assert b"umbrella" not in on_disk(tmp_path)
    assert one.id.encode() not in on_disk(tmp_path)


async def test_without_consent_a_course_goes_on_without_words(store: ConversationStore) -> None:
    one = person()
    one.crisis_step, one.state.categories, one.state.ask = "open", ["abuse_danger"], 7
    one.state.offered = {
        "b1-1": {"payload": '/crisis{"answer": "no"}', "title": "No"},
        "b1-2": {"payload": '/ask_human{"place": "riverton"}', "title": "Riverton"},
    }
    await store.save(one)
    got = await found(store, one)
    assert (got.crisis_step, got.state.categories, got.state.ask) == ("open", ["abuse_danger"], 7)
    assert list(got.state.offered) == ["b1-1"]
    assert got.state.history == []


async def test_ids_go_on_above_what_a_page_may_show(store: ConversationStore) -> None:
    one = person()
    await store.save(one)
    for _ in range(3):
        got = await found(store, one)
        assert got.next_id > one.next_id
        for _ in range(20):
            got.add("program", "text", "x")
        await asyncio.sleep(0.03)
        got.seen_at = now()
        await store.save(got)
        one = got


async def test_ids_go_on_above_what_was_said_but_not_kept(store: ConversationStore) -> None:
    """A page shows an answer that a kill kept from being written."""
    one = person(consent=True)
    await store.save(one)
    lost = one.add("program", "text", "on the page, not on the disk")
    assert (await found(store, one)).next_id > lost.id


async def test_clock_set_back_leaves_the_ids_ascending(store: ConversationStore) -> None:
    one = person()
    one.seen_at = now() + timedelta(days=2)
    await store.save(one)
    assert (await found(store, one)).next_id >= one.seen_at.timestamp() * 1000 - 1


async def test_database_that_is_new_gets_all_of_it(
    store: ConversationStore, tmp_path: Path
) -> None:
    one = person(consent=True)
    await store.save(one)
    one.add("program", "text", "later")
    await store.erase(one.key)
    await store.save(one)
    assert (await found(store, one)).messages == one.messages


async def test_only_the_latest_messages_are_read(store: ConversationStore) -> None:
    one = person(consent=True)
    for n in range(MESSAGES_KEPT + 50):
        one.add("person", "text", str(n))
        if n % 100 == 0:
            await store.save(one)
    await store.save(one)
    got = await found(store, one)
    assert [m.text for m in got.messages][-1] == str(MESSAGES_KEPT + 49)
    assert len(got.messages) == MESSAGES_KEPT


async def test_a_message_is_written_once(store: ConversationStore) -> None:
    one = person(consent=True)
    await store.save(one)
    await store.save(one)
    assert len((await found(store, one)).messages) == 1


async def test_an_unknown_id(store: ConversationStore) -> None:
    assert await store.find("nobody") is None


async def test_forgotten_words_leave_the_chat_without_consent(
    store: ConversationStore, tmp_path: Path
) -> None:
    one = person(consent=True)
    await store.save(one)
    await store.save_tracker(one.key, [{"event": "user", "text": WORDS}])
    await store.forget_words(one.key)
    got = await found(store, one)
    assert (got.messages, got.state.history, got.consent) == ([], [], False)
    assert await store.load_tracker(one.key) is None
    assert await store.save_tracker(one.key, [{"event": "user"}]) is False


async def test_erased_without_a_trace(store: ConversationStore, tmp_path: Path) -> None:
    one, other = person(consent=True), person(consent=True)
    await store.save(one)
    await store.save(other)
    await store.erase(one.key)
    assert await store.find(one.id) is None
    assert one.key.encode() not in on_disk(tmp_path)
    assert (await found(store, other)).messages


async def test_trackers_are_kept_with_consent_alone(
    store: ConversationStore, tmp_path: Path
) -> None:
    events = [{"event": "user", "text": WORDS}]
    yes, no = person(consent=True), person()
    for conversation in (yes, no):
        await store.save(conversation)
    assert await store.save_tracker(yes.key, events) is True
    assert await store.save_tracker(no.key, events) is False
    assert await store.save_tracker(digest("nobody"), events) is False
    assert await store.load_tracker(yes.key) == events
    assert await store.load_tracker(no.key) is None
    assert b"umbrella" not in on_disk(tmp_path)


async def test_purge_removes_what_is_older_than_the_retention(store: ConversationStore) -> None:
    old, young = person(consent=True), person()
    old.seen_at = now() - timedelta(days=31)
    young.seen_at = now() - timedelta(days=29)
    for conversation in (old, young):
        await store.save(conversation)
    assert await store.purge(timedelta(days=30), now()) == 1
    assert await store.find(old.id) is None
    assert await store.find(young.id) is not None


async def test_another_key_opens_nothing(store: ConversationStore, tmp_path: Path) -> None:
    one = person(consent=True)
    await store.save(one)
    url = f"sqlite:///{tmp_path / 'conversations.db'}"
    engine = open_database(url)
    other = ConversationStore(engine, Cipher(Fernet.generate_key().decode()))
    with pytest.raises(KeyInvalid):
        await other.find(one.id)
    await engine.dispose()


async def test_check_tells_when_the_tables_are_gone(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    empty = ConversationStore(engine, Cipher(Fernet.generate_key().decode()))
    with pytest.raises(Exception, match="no such table"):
        await empty.check()
    await engine.dispose()


def test_files_are_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    upgrade(f"sqlite:///{path}", "bot.conversations")
    assert path.stat().st_mode & 0o077 == 0


def test_a_conversation_accepts_its_own_token_alone() -> None:
    conversation, token = new_conversation("web", "en", None)
    assert conversation.accepts(token)
    assert not conversation.accepts(token[:-1])
    assert not conversation.accepts("\ud800")
    conversation.add("person", "text", WORDS)
    assert not [x for x in (token, conversation.id, WORDS) if x in repr(conversation)]


def test_times_are_utc() -> None:
    assert now().tzinfo is UTC
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)
