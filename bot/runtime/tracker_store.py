"""Rasa's memory of a conversation: on disk only where the person agreed, else in memory."""

import logging
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.store import ConversationStore

log = logging.getLogger(__name__)
IN_MEMORY = 20_000  # conversations
EVENTS_KEPT = 400


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
        self._trackers: OrderedDict[str, list[dict[str, Any]]] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        events = [event.as_dict() for event in tracker.events][-EVENTS_KEPT:]
        self._trackers[tracker.sender_id] = events
        self._trackers.move_to_end(tracker.sender_id)
        while len(self._trackers) > IN_MEMORY:
            self._trackers.popitem(last=False)
        try:
            await self._store.save_tracker(tracker.sender_id, events)
        except SQLAlchemyError as error:  # in memory it is safe; the next turn writes it
            log.error("a tracker could not be saved: %s", type(error).__name__)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        events = self._trackers.get(sender_id)
        if events is None:
            events = await self._load(sender_id)
        if events is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)

    async def _load(self, sender_id: str) -> list[dict[str, Any]] | None:
        try:
            return await self._store.load_tracker(sender_id)
        except SQLAlchemyError as error:
            log.error("a tracker could not be read: %s", type(error).__name__)
            return None

    async def keys(self) -> Iterable[str]:
        return list(self._trackers)

    def forget(self, sender_id: str) -> None:
        """Drops what is in memory; the gateway erases what is on disk."""
        self._trackers.pop(sender_id, None)
