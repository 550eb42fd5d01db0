"""Rasa component: a linear head on the sentence vector names the topic, or asks."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from bot.nlu.sentence_encoder import NAME

ALSO = "also"
RANKING_LENGTH = 5
Matrix = npt.NDArray[np.float32]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Logistic regression over topics; under `ask_below` it leaves the choice to the person."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # inverse regularization of the logistic regression
            "strength": 10.0,
            # under this confidence of the best topic, the intent is nlu_fallback
            "ask_below": 0.4,
            # over this confidence of the second topic, it is named as `also`: it is offered too
            "also_above": 0.2,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        names: list[str] | None = None,
        weights: Matrix | None = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._names = names or []
        self._weights = weights

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> IntentClassifier:
        with (
            model_storage.read_from(resource) as folder,
            np.load(folder / "head.npz", allow_pickle=False) as head,
        ):
            return cls(
                config, model_storage, resource, [str(n) for n in head["names"]], head["weights"]
            )

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the head and stores it as plain arrays."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        vectors = np.concatenate([_vector(e) for e in examples])
        model = LogisticRegression(C=self._config["strength"], max_iter=300)
        model.fit(vectors, [e.get(INTENT) for e in examples])
        self._names = [str(name) for name in model.classes_]
        weights = np.hstack([model.coef_, model.intercept_[:, None]]).astype(np.float32)
        # of two topics, scikit-learn keeps one row, for the second
        self._weights = weights if len(weights) > 1 else np.vstack([-weights / 2, weights / 2])
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / "head.npz", names=np.array(self._names), weights=self._weights)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent, intent_ranking and also (a name or None) where there is a vector."""
        for message in messages:
            vector = _vector(message)
            if vector is not None and self._weights is not None:
                self._decide(message, self._ranking(vector[0]))
        return messages

    def _ranking(self, vector: Matrix) -> list[dict[str, Any]]:
        assert self._weights is not None
        scores = self._weights[:, :-1] @ vector + self._weights[:, -1]
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        return [
            {INTENT_NAME_KEY: self._names[i], PREDICTED_CONFIDENCE_KEY: float(odds[i])}
            for i in np.argsort(-odds)[:RANKING_LENGTH]
        ]

    def _decide(self, message: Message, ranking: list[dict[str, Any]]) -> None:
        best, second = ranking[0], ranking[1]
        if best[PREDICTED_CONFIDENCE_KEY] < self._config["ask_below"]:
            best = {**best, INTENT_NAME_KEY: DEFAULT_NLU_FALLBACK_INTENT_NAME}
        likely = second[PREDICTED_CONFIDENCE_KEY] >= self._config["also_above"]
        message.set(ALSO, second[INTENT_NAME_KEY] if likely else None, add_to_output=True)
        message.set(INTENT, best, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)


def _vector(message: Message) -> Matrix | None:
    _, sentence = message.get_dense_features(TEXT, [NAME])
    return sentence.features if sentence else None
