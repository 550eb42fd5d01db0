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
            "strength": 5.0,
            # under this confidence of the best topic, the intent is nlu_fallback
            "ask_below": 0.7,
            # over this confidence of the second topic, it is named in `also`: it is offered too
            "also_above": 0.2,
            # so is the topic of a clause that differs, over this confidence in the clause alone
            "clause_above": 0.93,
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
        vectors = np.concatenate([_vectors(e)[1] for e in examples])
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
        """Sets intent, intent_ranking and also (names, likeliest first) where there is a vector."""
        for message in messages:
            clauses, whole = _vectors(message)
            if whole is not None and self._weights is not None:
                self._decide(message, self._odds(whole)[0], self._odds(clauses))
        return messages

    def _odds(self, vectors: Matrix | None) -> Matrix:
        """Probabilities, float32 [vectors, topics]."""
        assert self._weights is not None
        if vectors is None:
            return np.empty((0, len(self._names)), np.float32)
        scores = vectors @ self._weights[:, :-1].T + self._weights[:, -1]
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        return np.asarray(odds, np.float32)

    def _decide(self, message: Message, odds: Matrix, of_clauses: Matrix) -> None:
        ranking = [
            {INTENT_NAME_KEY: self._names[i], PREDICTED_CONFIDENCE_KEY: float(odds[i])}
            for i in np.argsort(-odds)[:RANKING_LENGTH]
        ]
        best = ranking[0]
        if best[PREDICTED_CONFIDENCE_KEY] < self._config["ask_below"]:
            best = {**best, INTENT_NAME_KEY: DEFAULT_NLU_FALLBACK_INTENT_NAME}
        message.set(INTENT, best, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(ALSO, self._others(odds, of_clauses), add_to_output=True)

    def _others(self, odds: Matrix, of_clauses: Matrix) -> list[str]:
        """Topics that stand in the message beside the best one."""
        likely = {i: float(odds[i]) for i in np.flatnonzero(odds >= self._config["also_above"])}
        for clause in of_clauses:
            i, sure = int(clause.argmax()), float(clause.max())
            if sure >= self._config["clause_above"]:
                likely[i] = max(likely.get(i, 0.0), sure)
        likely.pop(int(odds.argmax()), None)
        return [self._names[i] for i in sorted(likely, key=lambda i: -likely[i])]


def _vectors(message: Message) -> tuple[Matrix | None, Matrix | None]:
    """Of the clauses and of the whole."""
    clauses, whole = message.get_dense_features(TEXT, [NAME])
    return clauses.features if clauses else None, whole.features if whole else None
