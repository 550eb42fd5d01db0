"""Who listens to which conversation, for what comes later than an answer."""

import asyncio

from bot.conversations.conversation import Conversation, Message

PER_CONVERSATION = 4
WAITING = 200
News = asyncio.Queue[list[Message] | None]


class Listeners:
    """Queues of new messages; an empty list is news of the care block alone, None the end."""

    def __init__(self) -> None:
        self._queues: dict[str, list[News]] = {}

    def add(self, conversation: Conversation) -> News:
        """One more; the oldest makes room where there are too many."""
        queue: News = asyncio.Queue()
        known = self._queues.setdefault(conversation.key, [])
        known.append(queue)
        for old in known[:-PER_CONVERSATION]:
            old.put_nowait(None)
        return queue

    def remove(self, conversation: Conversation, queue: News) -> None:
        known = self._queues.get(conversation.key, [])
        if queue in known:
            known.remove(queue)
        if not known:
            self._queues.pop(conversation.key, None)

    def tell(self, conversation: Conversation, messages: list[Message]) -> None:
        """A listener that cannot follow is let go: it asks for what it missed when it returns."""
        for queue in self._queues.get(conversation.key, ()):
            queue.put_nowait(messages if queue.qsize() < WAITING else None)

    def end(self, key: str) -> None:
        for queue in self._queues.get(key, ()):
            queue.put_nowait(None)

    def end_all(self) -> None:
        for key in list(self._queues):
            self.end(key)
