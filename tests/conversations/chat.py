"""A conversation with a trained model in this process, on the level of Rasa."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:  # importing Rasa costs seconds, also to those who run one fast test
    from rasa.shared.core.trackers import DialogueStateTracker

    from bot.runtime.local_rasa import LocalRasa


class Chat:
    """Names of the replies to what a person says. One event loop serves all chats."""

    def __init__(self, runner: asyncio.Runner, rasa: LocalRasa, key: str = "") -> None:
        self._runner = runner
        self._rasa = rasa
        self.key = key or uuid4().hex
        self.replies: list[dict[str, Any]] = []

    def says(self, text: str, level: str = "none") -> list[str]:
        return self._turn({"text": text}, level)

    def presses(self, payload: str) -> list[str]:
        return self._turn({"payload": payload}, "none")

    def slot(self, name: str) -> Any:
        return self.tracker().get_slot(name)

    def tracker(self) -> DialogueStateTracker:
        store = self._rasa.agent.tracker_store
        return self._runner.run(store.get_or_create_tracker(self.key))

    def _turn(self, said: dict[str, str], level: str) -> list[str]:
        self.replies = self._runner.run(self._rasa.turn(self.key, said, level))
        return [reply["reply"] for reply in self.replies]
