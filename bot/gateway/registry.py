"""The conversations in use: in memory, backed by the database, with their listeners."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from bot.conversations.conversation import Conversation, Message, digest, new_conversation, now
from bot.conversations.store import ConversationStore

log = logging.getLogger(__name__)
IN_MEMORY = 20_000
IDLE = timedelta(hours=24)
SAVE_TIMEOUT = 2.0


class StoreUnavailable(RuntimeError):
    """The database did not answer, and the conversation is not in memory."""


class Registry:
    """Every open conversation by its id."""

    def __init__(self, store: ConversationStore) -> None:
        self._store = store
        self._open: OrderedDict[str, Conversation] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}
        self._listeners: dict[str, set[asyncio.Queue[Message | None]]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def create(self, channel: str, locale: str, country: str | None) -> tuple[Conversation, str]:
        conversation, token = new_conversation(channel, locale, country)
        self.hold(conversation)
        return conversation, token

    def hold(self, conversation: Conversation) -> None:
        self._open[conversation.id] = conversation
        self._open.move_to_end(conversation.id)
        while len(self._open) > IN_MEMORY:
            self._open.popitem(last=False)

    def peek(self, id: str) -> Conversation | None:
        """The conversation if it is in memory; asks nobody."""
        return self._open.get(id)

    async def find(self, id: str) -> Conversation | None:
        """The conversation, from memory or the database. Raises StoreUnavailable."""
        if id in self._open:
            self._open.move_to_end(id)
            return self._open[id]
        try:
            async with asyncio.timeout(SAVE_TIMEOUT):
                found = await self._store.find(id)
        except Exception as error:
            log.error("conversation could not be read: %s", type(error).__name__)
            raise StoreUnavailable from error
        if found is not None and id not in self._open:
            self.hold(found)
        return self._open.get(id)

    def lock(self, conversation: Conversation) -> asyncio.Lock:
        """Turns of one conversation go one after the other."""
        return self._locks.setdefault(conversation.id, asyncio.Lock())

    def listen(self, conversation: Conversation) -> asyncio.Queue[Message | None]:
        queue: asyncio.Queue[Message | None] = asyncio.Queue(maxsize=200)
        self._listeners.setdefault(conversation.id, set()).add(queue)
        return queue

    def stop_listening(
        self, conversation: Conversation, queue: asyncio.Queue[Message | None]
    ) -> None:
        self._listeners.get(conversation.id, set()).discard(queue)

    def announce(self, conversation: Conversation, messages: list[Message]) -> None:
        """Hands new messages to whoever listens to the conversation."""
        for queue in self._listeners.get(conversation.id, ()):
            for message in messages:
                if not queue.full():
                    queue.put_nowait(message)

    def save_soon(self, conversation: Conversation) -> None:
        """Writes in the background: no answer ever waits for the database."""
        conversation.seen_at = now()
        self.in_background(self._save(conversation))

    async def _save(self, conversation: Conversation) -> None:
        if conversation.id not in self._open:
            return
        try:
            async with asyncio.timeout(SAVE_TIMEOUT * 5):
                await self._store.save(conversation)
        except Exception as error:  # kept in memory; the next turn writes it
            log.error("conversation could not be saved: %s", type(error).__name__)

    async def erase(self, conversation: Conversation) -> None:
        """Out of memory at once, then out of the database. Raises when that fails."""
        self._open.pop(conversation.id, None)
        self._locks.pop(conversation.id, None)
        for queue in self._listeners.pop(conversation.id, set()):
            queue.put_nowait(None)
        await self._store.erase(conversation.key)

    async def forget_words(self, conversation: Conversation) -> None:
        await self._store.forget_words(conversation.key)
        conversation.stored = 0

    def drop_idle(self) -> None:
        """Forgets what is in memory of conversations silent for a day."""
        limit = now() - IDLE
        for id in [i for i, c in self._open.items() if c.seen_at < limit]:
            self._open.pop(id, None)
            self._locks.pop(id, None)

    async def purge(self, retention: timedelta) -> None:
        self.drop_idle()
        try:
            await self._store.purge(retention, now())
        except Exception as error:
            log.error("old conversations could not be removed: %s", type(error).__name__)

    async def is_ready(self) -> bool:
        try:
            async with asyncio.timeout(1):
                await self._store.check()
        except Exception:
            return False
        return True

    def in_background(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=SAVE_TIMEOUT)
        for queues in self._listeners.values():
            for queue in queues:
                queue.put_nowait(None)
        await self._store.close()


def client_key(client_message_id: str) -> str:
    """A client's message id is chosen by the client; only its hash is kept."""
    return digest(client_message_id)[:32]
