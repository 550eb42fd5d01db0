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
from bot.text.transformer import Rows, checksum

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
        """Encodes the training examples as wholes, many at once."""
        typed = [m for m in training_data.training_examples if _is_typed(m)]
        vectors = self._encoder.encode([m.get(TEXT) for m in typed])
        for message, vector in zip(typed, vectors, strict=True):
            _add(message, FEATURE_TYPE_SENTENCE, vector[None, :])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds dense features to each typed message: sentence, float32 [1, dimensions], and

        where there are two clauses or more, sequence, float32 [clauses, dimensions]. Messages
        go one by one: an int8 encoder rounds a text by the others that it is encoded with.
        """
        for message in messages:
            if _is_typed(message):
                text = message.get(TEXT)
                _add(message, FEATURE_TYPE_SENTENCE, self._encoder.encode([text]))
                if len(parts := clauses(text)) > 1:
                    _add(message, FEATURE_TYPE_SEQUENCE, self._encoder.encode(parts))
        return messages


def _add(message: Message, kind: str, vectors: Rows) -> None:
    message.add_features(Features(vectors, kind, TEXT, NAME))


def clauses(text: str) -> list[str]:
    """The first stretches of a text that may each have a topic of their own."""
    parts = (part.strip() for part in BETWEEN_CLAUSES.split(text))
    return [part for part in parts if len(part.split()) >= WORDS_IN_CLAUSE][:MOST_CLAUSES]


def _is_typed(message: Message) -> bool:
    text = message.get(TEXT)
    return bool(text) and not text.startswith("/")
