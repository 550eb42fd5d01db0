"""Rasa component: gives each message the vector of its whole, and those of its clauses."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.text.encoder import WEIGHTS, SentenceEncoder
from bot.text.transformer import checksum

NAME = "sentence_encoder"
BETWEEN_CLAUSES = re.compile(
    r"[.!?;:\n]+|,?\s(?:and|but|also|plus|because)\s|,\s|\s-+\s", re.IGNORECASE
)
WORDS_IN_CLAUSE = 3
MOST_CLAUSES = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EncoderFeaturizer(GraphComponent):
    """The fine-tuned encoder; see bot/text/encoder.py."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`weights` makes Rasa train again when the encoder's files change."""
        return {"weights": checksum(WEIGHTS)}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EncoderFeaturizer:
        return cls()

    def __init__(self) -> None:
        self._encoder = SentenceEncoder()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes the training examples as wholes."""
        self._add_wholes(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds dense features to each typed message: sentence, float32 [1, dimensions], and

        where there are two clauses or more, sequence, float32 [clauses, dimensions].
        """
        self._add_wholes(messages)
        self._add_clauses(messages)
        return messages

    def _add_wholes(self, messages: list[Message]) -> None:
        typed = [m for m in messages if _is_typed(m)]
        vectors = self._encoder.encode([m.get(TEXT) for m in typed])
        for message, vector in zip(typed, vectors, strict=True):
            message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, NAME))

    def _add_clauses(self, messages: list[Message]) -> None:
        found = [(m, clauses(m.get(TEXT))) for m in messages if _is_typed(m)]
        several = [(m, parts) for m, parts in found if len(parts) > 1]
        vectors = self._encoder.encode([part for _, parts in several for part in parts])
        for message, parts in several:
            own, vectors = vectors[: len(parts)], vectors[len(parts) :]
            message.add_features(Features(own, FEATURE_TYPE_SEQUENCE, TEXT, NAME))


def clauses(text: str) -> list[str]:
    """The first stretches of a text that may each have a topic of their own."""
    parts = (part.strip() for part in BETWEEN_CLAUSES.split(text))
    return [part for part in parts if len(part.split()) >= WORDS_IN_CLAUSE][:MOST_CLAUSES]


def _is_typed(message: Message) -> bool:
    text = message.get(TEXT)
    return bool(text) and not text.startswith("/")
