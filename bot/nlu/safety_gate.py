"""Rasa component: the same danger check as the gateway's, once more inside Rasa.

Only this gate sets the intent `crisis`. It takes the higher of its own result and the one
the gateway sent along, so nothing that reaches Rasa by another way goes unscreened.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.safety import Level, assess

CRISIS = "crisis"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyGate(GraphComponent):
    """Puts `crisis` in the place of any topic when the text is in danger."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyGate:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `safety` (level and categories) on typed messages, and the intent at crisis."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/"):
                self._screen(message, text)
        return messages

    def _screen(self, message: Message, text: str) -> None:
        found = assess(text)
        told = (message.get("metadata") or {}).get("level", Level.NONE)
        crisis = Level.CRISIS in (found.level, told)
        message.set(
            "safety",
            {"level": found.level.value, "categories": [c.value for c in found.categories]},
            add_to_output=True,
        )
        if crisis:
            message.set(
                INTENT,
                {INTENT_NAME_KEY: CRISIS, PREDICTED_CONFIDENCE_KEY: 1.0},
                add_to_output=True,
            )
