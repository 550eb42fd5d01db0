"""The head on the vectors: ranking, clarifying question, second topic, stored without code."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.content.load import read_yaml
from bot.settings import ROOT

TOPICS = ["anger", "grief", "hope"]
AXES = np.eye(3, dtype=np.float32)


class Folder:
    """Rasa's model storage, of one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def write_to(self, _: object) -> Iterator[Path]:
        yield self.path

    read_from = write_to


def message(whole: Any, clauses: Any = None, intent: str | None = None) -> Any:
    from rasa.shared.nlu.training_data.features import Features
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.sentence_encoder import NAME

    made = Message({"text": "x"} | ({"intent": intent} if intent else {}))
    if whole is not None:
        rows = np.asarray([whole], np.float32)
        made.add_features(Features(rows, "sentence", "text", NAME))
    if clauses is not None:
        rows = np.asarray(clauses, np.float32)
        made.add_features(Features(rows, "sequence", "text", NAME))
    return made


def classifier(folder: Path, **config: float) -> Any:
    from bot.nlu.intent_classifier import IntentClassifier

    known = {**IntentClassifier.get_default_config(), **config}
    return IntentClassifier.create(known, Folder(folder), None, None)


@pytest.fixture
def trained(tmp_path: Path) -> Any:
    import_module("bot.runtime")  # before Rasa
    from rasa.shared.nlu.training_data.training_data import TrainingData

    made = classifier(tmp_path, ask_below=0.5, also_above=0.2, clause_above=0.8)
    examples = [message(AXES[i], intent=TOPICS[i]) for i in range(3) for _ in range(3)]
    made.train(TrainingData(examples))
    return made


def result(made: Any, found: Any) -> tuple[str, list[str], list[str]]:
    """Intent, ranking and the topics beside it."""
    made.process([found])
    names = [item["name"] for item in found.get("intent_ranking")]
    return found.get("intent")["name"], names, found.get("also")


def test_likeliest_topic_is_the_intent(trained: Any) -> None:
    intent, names, also = result(trained, message([0, 5, 0]))
    assert (intent, names[0], also) == ("grief", "grief", [])
    assert sorted(names) == TOPICS


def test_confidences_are_probabilities(trained: Any) -> None:
    found = message([1, 2, 0])
    trained.process([found])
    odds = [item["confidence"] for item in found.get("intent_ranking")]
    assert sum(odds) == pytest.approx(1)
    assert odds == sorted(odds, reverse=True)
    assert all(type(one) is float for one in odds)


def test_unsure_message_is_asked_about_and_keeps_its_ranking(trained: Any) -> None:
    intent, names, _ = result(trained, message([1, 1, 1]))
    assert intent == "nlu_fallback"
    assert len(names) == 3


def test_second_likely_topic_stands_beside_the_first(trained: Any) -> None:
    _, names, also = result(trained, message([1.1, 1, -3]))
    assert names[0] == "anger"
    assert also == ["grief"]


def test_topic_of_a_clause_stands_beside_the_first(trained: Any) -> None:
    intent, _, also = result(trained, message([5, 0, 0], [[5, 0, 0], [0, 0, 5]]))
    assert (intent, also) == ("anger", ["hope"])


def test_unsure_clause_counts_for_nothing(trained: Any) -> None:
    assert result(trained, message([5, 0, 0], [[5, 0, 0], [1, 1, 1]]))[2] == []


def test_surest_clause_comes_first(trained: Any) -> None:
    clauses = [[5, 0, 0], [0, 2.2, 0], [0, 0, 9]]
    assert result(trained, message([5, 0, 0], clauses))[2] == ["hope", "grief"]


def test_message_without_a_vector_is_left_alone(trained: Any) -> None:
    found = message(None)
    trained.process([found])
    assert found.get("intent") is None
    assert found.get("intent_ranking") is None


def test_stored_head_decides_the_same(trained: Any, tmp_path: Path) -> None:
    from bot.nlu.intent_classifier import IntentClassifier

    config = trained._config
    loaded = IntentClassifier.load(config, Folder(tmp_path), None, None)
    for vector in ([0, 5, 0], [1, 1, 1], [1, 2, 0]):
        assert result(loaded, message(vector)) == result(trained, message(vector))
    assert [path.name for path in tmp_path.iterdir()] == ["head.npz"]


def test_stored_head_holds_no_code(trained: Any, tmp_path: Path) -> None:
    with np.load(tmp_path / "head.npz", allow_pickle=False) as head:
        assert sorted(head.files) == ["names", "weights"]


def test_two_topics_are_told_apart(tmp_path: Path) -> None:
    from rasa.shared.nlu.training_data.training_data import TrainingData

    made = classifier(tmp_path, ask_below=0.5)
    examples = [message(AXES[i], intent=TOPICS[i]) for i in range(2) for _ in range(3)]
    made.train(TrainingData(examples))
    assert result(made, message([5, 0, 0]))[0] == "anger"
    assert result(made, message([0, 5, 0]))[0] == "grief"


def test_defaults_are_what_is_in_use() -> None:
    import_module("bot.runtime")  # before Rasa
    from bot.nlu.intent_classifier import IntentClassifier

    defaults = IntentClassifier.get_default_config()
    [used] = [
        part
        for part in read_yaml(ROOT / "config.yml")["pipeline"]
        if part["name"].endswith(".IntentClassifier")
    ]
    assert {**defaults, **used, "name": ""} == {**defaults, "name": ""}
