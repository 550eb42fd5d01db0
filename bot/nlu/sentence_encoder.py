"""Rasa component: gives each message the vector of its sentence."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.text.encoder import SentenceEncoder, checksum

NAME = "sentence_encoder"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EncoderFeaturizer(GraphComponent):
    """The fine-tuned encoder; see bot/text/encoder.py."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`weights` makes Rasa train again when the encoder's files change."""
        return {"weights": checksum()}

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
        """Encodes the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds a dense sentence feature, float32 [1, dimensions], to each typed message."""
        typed = [m for m in messages if m.get(TEXT) and not m.get(TEXT).startswith("/")]
        vectors = self._encoder.encode_whole([m.get(TEXT) for m in typed])
        for message, vector in zip(typed, vectors, strict=True):
            message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, NAME))
        return messages
