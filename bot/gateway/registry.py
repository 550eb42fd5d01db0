"""The conversations in use: in memory, backed by the database."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.conversations.conversation import Conversation, State, digest, new_conversation, now
from bot.conversations.mending import is_broken
from bot.conversations.store import ConversationStore
from bot.gateway.listeners import Listeners
from bot.gateway.refusals import StoreUnavailable

log = logging.getLogger(__name__)
IN_MEMORY = 20_000
IDLE = 24 * 3600.0  # seconds
PATIENCE = 2.0  # seconds for reading
WRITING = 5.0  # seconds for what a person waits for
SAVING = 10.0  # seconds for what nobody waits for
AT_ONCE = 8  # saves; the others wait their turn
MOMENT = 0.5  # seconds that an answer which is to be kept waits for its writing


class Registry:
    """Every open conversation by its id."""

    def __init__(self, store: ConversationStore) -> None:
        self.listeners = Listeners()
        self.broken = False  # whether the database's file is none any more
        self._store = store
        self._began = now(), time.monotonic()
        self._open: OrderedDict[str, Conversation] = OrderedDict()
        self._erased: OrderedDict[str, None] = OrderedDict()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._saves: dict[str, asyncio.Task[None]] = {}
        self._unwritten: dict[str, tuple[Conversation, float]] = {}  # and since when
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._noted: set[str] = set()  # logged since the last good save

    def create(self, channel: str, locale: str, country: str | None) -> tuple[Conversation, str]:
        conversation, token = new_conversation(channel, locale, country)
        self.hold(conversation)
        return conversation, token

    def hold(self, conversation: Conversation) -> None:
        self._erased.pop(conversation.key, None)
        self._open[conversation.id] = conversation
        _keep_newest(self._open)

    def peek(self, id: str) -> Conversation | None:
        """The conversation if it is in memory; asks nobody."""
        return self._open.get(id)

    async def find(self, id: str, patience: float = PATIENCE) -> Conversation | None:
        """The conversation, from memory or the database. Raises StoreUnavailable."""
        if id in self._open:
            self._open.move_to_end(id)
            return self._open[id]
        try:
            async with asyncio.timeout(patience):
                found = await self._store.find(id)
        except Exception as error:
            self._note("a conversation could not be read", error)
            raise StoreUnavailable("The chat cannot be opened just now.") from error
        # while the database was asked, another request may have found it, or erased it
        if found is not None and id not in self._open and digest(id) not in self._erased:
            self.hold(found)
        return self._open.get(id)

    def save_soon(self, conversation: Conversation) -> None:
        """Writes in the background: no answer in danger ever waits for the database."""
        conversation.seen_at, conversation.used_at = now(), time.monotonic()
        if conversation.may_save:
            self._write_soon(conversation)

    async def written(self, conversation: Conversation) -> None:
        """Waits a moment, so that what a person agreed to keep is on disk when they see it."""
        if conversation.consent and (task := self._saves.get(conversation.id)):
            await asyncio.wait([task], timeout=MOMENT)

    def write_again(self, everything: bool = False) -> None:
        """What could not be saved; or everything in memory, for a database that may be new."""
        chosen = [*self._open.values()] if everything else [c for c, _ in self._unwritten.values()]
        for conversation in chosen:
            if conversation.id not in self._saves:
                self._write_soon(conversation)

    def _write_soon(self, conversation: Conversation) -> None:
        _, since = self._unwritten.get(conversation.id, (None, time.monotonic()))
        self._unwritten[conversation.id] = conversation, since
        if not conversation.unsaved:
            conversation.unsaved = True
            self._saves[conversation.id] = task = asyncio.create_task(self._save(conversation))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _save(self, conversation: Conversation) -> None:
        async with self._slots, conversation.writing:
            conversation.unsaved = False
            try:
                if not conversation.erased:
                    async with asyncio.timeout(SAVING):
                        await self._store.save(conversation)
                self._noted.clear()
                newest, _ = self._unwritten.get(conversation.id, (None, 0.0))
                if newest is conversation and not conversation.unsaved:
                    del self._unwritten[conversation.id]
            except Exception as error:  # kept in memory, and tried again
                self._note("a conversation could not be saved", error)
        if self._saves.get(conversation.id) is asyncio.current_task():
            del self._saves[conversation.id]

    def _note(self, what: str, error: Exception) -> None:
        """One line for an outage. Never the error's text: it may hold what a person wrote."""
        self.broken = self.broken or is_broken(error)
        if (line := f"{what}: {type(error).__name__}") not in self._noted:
            self._noted.add(line)
            log.error(line)

    async def erase(self, conversation: Conversation) -> None:
        """Out of memory at once, then out of the database. Raises StoreUnavailable.

        Where the database fails, the empty shell stays, so that its owner can try again.
        """
        conversation.erased = True
        self._open.pop(conversation.id, None)
        self._erased[conversation.key] = None
        _keep_newest(self._erased)
        self.listeners.end(conversation.key)
        try:
            await self._write(conversation, self._store.erase)
        except StoreUnavailable:
            conversation.messages, conversation.state = [], State()
            conversation.erased, conversation.consent = False, False
            self.hold(conversation)
            raise

    async def forget_words(self, conversation: Conversation) -> None:
        """Consent taken back: nothing more is written, then what was written goes.

        Raises StoreUnavailable.
        """
        conversation.consent = False
        await self._write(conversation, self._store.forget_words)
        conversation.stored = 0

    async def _write(
        self, conversation: Conversation, work: Callable[[str], Awaitable[None]]
    ) -> None:
        """After what is being saved of the conversation, so that nothing comes back to life."""
        try:
            async with asyncio.timeout(WRITING), conversation.writing:
                await work(conversation.key)
        except Exception as error:
            self._note("words could not be erased", error)
            raise StoreUnavailable("This could not be erased just now.") from error

    async def purge(self, retention: timedelta) -> None:
        """Forgets what is in memory of chats silent for a day, and on disk after `retention`."""
        limit = time.monotonic() - IDLE
        idle = {id for id, c in self._open.items() if c.used_at < limit}
        for id in idle - self._unwritten.keys():
            del self._open[id]
        try:
            await self._store.purge(retention, self.date())
        except Exception as error:
            self._note("old conversations could not be removed", error)

    def date(self) -> datetime:
        """Not later than since the start time has passed: a clock set wrong removes nothing."""
        date, clock = self._began
        return min(now(), date + timedelta(seconds=time.monotonic() - clock))

    async def is_ready(self) -> bool:
        """Whether the database answers, and nothing waits long for being written."""
        late = time.monotonic() - 2 * MOMENT
        return await self.answers() and all(at > late for _, at in self._unwritten.values())

    async def answers(self) -> bool:
        try:
            async with asyncio.timeout(0.7):
                await self._store.check()
            return True
        except Exception as error:
            self.broken = self.broken or is_broken(error)
            return False

    async def close(self) -> None:
        """Waits a moment for what is being written."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=PATIENCE)


def _keep_newest(table: OrderedDict[str, Any]) -> None:
    while len(table) > IN_MEMORY:
        table.popitem(last=False)
