"""Rasa's memory of a conversation: on disk only where the person agreed, else in memory."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversations.store import ConversationStore

log = logging.getLogger(__name__)
IN_MEMORY = 5_000  # conversations
IDLE = 24 * 3600.0  # seconds until one that is silent leaves the memory
EVENTS_KEPT = 400
PATIENCE = 2.0  # seconds that a turn waits for the database
Events = list[dict[str, Any]]


class ConversationTrackerStore(TrackerStore):
    """Asynchronous, on SQLAlchemy 2. Keys are the hashed conversation ids."""

    def __init__(
        self,
        domain: Domain | None,
        store: ConversationStore,
        event_broker: EventBroker | None = None,
    ) -> None:
        super().__init__(domain, event_broker)
        self._store = store
        self._memory: OrderedDict[str, tuple[float, Events]] = OrderedDict()  # oldest first

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the last events; where the database fails, in memory until the next turn."""
        events = [event.as_dict() for event in tracker.events][-EVENTS_KEPT:]
        self._remember(tracker.sender_id, events)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._store.save_tracker(tracker.sender_id, events)
        except Exception as error:
            log.error("a tracker could not be saved: %s", type(error).__name__)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker, from memory or where the person agreed from disk."""
        _, events = self._memory.get(sender_id, (0.0, None))
        if events is None:
            events = await self._load(sender_id)
        if events is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """Of the conversations in memory."""
        return list(self._memory)

    def forget(self, sender_id: str) -> None:
        """Drops what is in memory; the gateway erases what is on disk."""
        self._memory.pop(sender_id, None)

    def _remember(self, sender_id: str, events: Events) -> None:
        self._memory[sender_id] = (time.monotonic(), events)
        self._memory.move_to_end(sender_id)
        oldest = time.monotonic() - IDLE
        while len(self._memory) > IN_MEMORY or next(iter(self._memory.values()))[0] < oldest:
            self._memory.popitem(last=False)

    async def _load(self, sender_id: str) -> Events | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._store.load_tracker(sender_id)
        except Exception as error:  # a conversation that starts anew is better than none
            log.error("a tracker could not be read: %s", type(error).__name__)
            return None
