"""What stays of what a person said: nothing without consent, everything erased when asked."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversations.conversation import digest, now
from bot.gateway.keys import REGISTRY
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Chat, files_of

WORDS = "the violet umbrella in her waiting room"
DANGER = "i want to kill myself with that umbrella"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def traces(data: Path, chat: Chat) -> list[str]:
    """What can be found of a chat in any byte of any file."""
    sought = {
        "words": WORDS.encode(),
        "a word": b"umbrella",
        "id": chat.id.encode(),
        "token": chat.token.encode(),
        "hash of id": digest(chat.id).encode(),
        "hash of token": digest(chat.token).encode(),
        "raw hash of id": bytes.fromhex(digest(chat.id)),
    }
    everything = files_of(data)
    return [name for name, part in sought.items() if part in everything]


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(data / "conversations.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


HASHES = ["hash of id", "hash of token"]


class TestWithoutConsent:
    @pytest.mark.parametrize("choice", [None, False])
    async def test_no_word_is_written(self, start: Starts, data: Path, choice: bool | None) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            if choice is not None:
                await chat.post("consent", consent=choice)
            await chat.say(WORDS)
            await chat.press("Talk to a person")
            await chat.say(DANGER)
            await gateway.settled()
            assert traces(data, chat) == HASHES
        assert traces(data, chat) == HASHES
        assert rows(data, "SELECT count(*) FROM message") == [(0,)]
        assert rows(data, "SELECT tracker FROM conversation") == [(None,)]

    async def test_a_calm_chat_has_no_state_on_disk(self, start: Starts, data: Path) -> None:
        async with start() as gateway:
            await (await gateway.open()).say(WORDS)
        assert rows(data, "SELECT state FROM conversation") == [(None,)]

    async def test_the_chat_goes_on_after_a_restart_without_its_words(self, start: Starts) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            last = (await chat.say(WORDS)).messages[-1]["id"]
        async with start() as chat.gateway:
            assert (await chat.state()).messages == []
            answer = await chat.say("and now")
            assert answer.messages[0]["id"] > last
        first = answer.messages[-1]["id"]
        async with start() as chat.gateway:
            assert (await chat.say("and again")).messages[0]["id"] > first


class TestWithConsent:
    async def test_words_are_encrypted_and_come_back(self, start: Starts, data: Path) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            await chat.say("this was before: an umbrella")
            await chat.post("consent", consent=True)
            await chat.say(WORDS)
            before = (await chat.state()).messages
            await gateway.settled()
            assert traces(data, chat) == HASHES
        assert traces(data, chat) == HASHES
        async with start() as chat.gateway:
            state = await chat.state()
            assert state.messages == before
            assert WORDS in [m["text"] for m in state.messages]
            assert state.body["consent"] == "yes"
            answer = await chat.press("Talk to a person")
            assert answer.messages[0]["id"] > before[-1]["id"]

    async def test_wordings_heard_are_remembered(self, start: Starts) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            await chat.post("consent", consent=True)
            first = await chat.say(WORDS)
        async with start() as chat.gateway:
            second = await chat.say("and another thing")
        assert first.messages[1]["text"] != second.messages[1]["text"]

    async def test_many_turns_at_once_are_all_written(self, start: Starts, data: Path) -> None:
        """Saves of one chat do not trip over each other."""
        async with start() as gateway:
            chat = await gateway.open()
            await chat.post("consent", consent=True)
            for n in range(20):
                await chat.sos(id=f"sos {n}".replace(" ", "-"))
            await gateway.settled()
            held = gateway.held(chat)
            assert rows(data, "SELECT count(*) FROM message") == [(len(held.messages),)]

    async def test_with_another_key_the_chat_cannot_be_opened(
        self, start: Starts, data: Path
    ) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            await chat.post("consent", consent=True)
        (data / "secret.key").unlink()
        async with start() as chat.gateway:
            assert (await chat.state()).status == 503
            answer = await chat.say(DANGER)
            assert (answer.status, answer.care["pinned"]) == (503, True)

    async def test_what_another_version_kept_is_no_hindrance(
        self, start: Starts, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            monkeypatch.setattr(
                "bot.conversations.store.asdict",
                lambda record: {
                    **_asdict(record),
                    **({"new": 1} if hasattr(record, "used") else {}),
                },
            )
            await chat.post("consent", consent=True)
        async with start() as chat.gateway:
            assert (await chat.state()).status == 200


def _asdict(record: object) -> dict[str, object]:
    found: dict[str, object] = json.loads(json.dumps(vars(record), default=vars))
    return found


class TestTakenBack:
    async def test_words_go_and_the_chat_stays(self, start: Starts, data: Path) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            await chat.post("consent", consent=True)
            await chat.say(WORDS)
            await gateway.settled()
            sealed = rows(data, "SELECT record FROM message")
            assert (await chat.post("consent", consent=False)).body["consent"] == "no"
            everything = files_of(data)
            assert not [record for (record,) in sealed if record in everything]
            await chat.say("and more of the umbrella")
        assert rows(data, "SELECT count(*) FROM message") == [(0,)]
        assert rows(data, "SELECT consent, state, tracker FROM conversation") == [(0, None, None)]
        async with start() as chat.gateway:
            assert (await chat.state()).body["consent"] == "no"

    async def test_given_again_the_chat_is_kept_again(self, start: Starts) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            for choice in (True, False, True):
                await chat.post("consent", consent=choice)
            await chat.say(WORDS)
        async with start() as chat.gateway:
            assert WORDS in [m["text"] for m in (await chat.state()).messages]

    async def test_where_it_fails_it_is_not_said_to_be_done(
        self, chat: Chat, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await chat.post("consent", consent=True)
        await chat.say(WORDS)
        await chat.gateway.settled()

        async def fail(*_: object) -> None:
            raise OSError("the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr("bot.conversations.store.ConversationStore.forget_words", fail)
            assert (await chat.post("consent", consent=False)).status == 503
        assert rows(data, "SELECT count(*) > 0 FROM message") == [(1,)]
        assert (await chat.post("consent", consent=False)).status == 200
        assert rows(data, "SELECT count(*) FROM message") == [(0,)]


class TestErased:
    @pytest.mark.parametrize("consent", [True, False, None])
    async def test_no_trace_stays(self, start: Starts, data: Path, consent: bool | None) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            other = await gateway.open()
            await other.post("consent", consent=True)
            if consent is not None:
                await chat.post("consent", consent=consent)
            await chat.say(WORDS)
            await chat.say(DANGER)
            await gateway.settled()
            sealed = rows(data, "SELECT record FROM message")
            assert (await chat.ask("DELETE")).status == 204
            assert traces(data, chat) == []
            left = rows(data, "SELECT record FROM message")
            everything = files_of(data)
            assert [r for (r,) in sealed if r in everything] == [r for (r,) in left]
            assert (await other.state()).messages
            await gateway.settled()
        assert traces(data, chat) == []
        async with start() as chat.gateway:
            assert (await chat.state()).status == 401

    async def test_right_after_a_message(self, start: Starts, data: Path) -> None:
        """A save that is still under way does not bring the chat back."""
        async with start() as gateway:
            for _ in range(10):
                chat = await gateway.open()
                await chat.post("consent", consent=True)
                await chat.say(WORDS)
                assert (await chat.ask("DELETE")).status == 204
                await gateway.settled()
                assert traces(data, chat) == []

    async def test_while_someone_reads_the_database(self, start: Starts, data: Path) -> None:
        """A reader holds up the end of the log; it is cut when the reader is done."""
        async with start() as gateway:
            chat = await gateway.open()
            await chat.post("consent", consent=True)
            await chat.say(WORDS)
            await gateway.settled()
            reader = sqlite3.connect(data / "conversations.db")
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM message").fetchall()
            answer = await chat.ask("DELETE")
            assert (answer.status, answer.seconds < 5) == (204, True)
            reader.close()
            await gateway.client.app[REGISTRY].purge(timedelta(days=30))
            assert traces(data, chat) == []

    async def test_where_it_fails_it_is_not_said_to_be_done(
        self, chat: Chat, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await chat.post("consent", consent=True)
        await chat.say(WORDS)

        async def fail(*_: object) -> None:
            raise OSError("the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr("bot.conversations.store.ConversationStore.erase", fail)
            assert (await chat.ask("DELETE")).status == 503
        assert chat.gateway.held(chat).messages == []
        assert (await chat.ask("DELETE")).status == 204
        await chat.gateway.settled()
        assert traces(data, chat) == []


class TestRetention:
    async def test_old_chats_are_removed_without_a_trace(self, start: Starts, data: Path) -> None:
        async with start() as gateway:
            old, young = await gateway.open(), await gateway.open()
            for chat in (old, young):
                await chat.post("consent", consent=True)
                await chat.say(WORDS)
            await gateway.settled()
            registry = gateway.client.app[REGISTRY]
            held = gateway.held(old)
            held.seen_at = now() - timedelta(days=31)
            held.used_at -= 31 * 24 * 3600
            await registry._store.save(held)
            await registry.purge(timedelta(days=30))
            assert traces(data, old) == []
            assert (await old.state()).status == 401
            assert (await young.state()).messages

    async def test_it_happens_at_the_start(self, start: Starts, data: Path) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            await chat.post("consent", consent=True)
            await gateway.settled()
            held = gateway.held(chat)
            held.seen_at = now() - timedelta(days=31)
            await gateway.client.app[REGISTRY]._store.save(held)
        async with start() as chat.gateway:
            assert traces(data, chat) == []
            assert (await chat.state()).status == 401

    async def test_words_leave_memory_after_a_day_of_silence(self, chat: Chat) -> None:
        await chat.say(WORDS)
        await chat.gateway.settled()
        held = chat.gateway.held(chat)
        held.used_at -= 25 * 3600
        await chat.gateway.client.app[REGISTRY].purge(timedelta(days=30))
        assert chat.gateway.client.app[REGISTRY].peek(chat.id) is None
        assert (await chat.state()).status == 200
