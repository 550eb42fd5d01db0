"""The component that gives messages their vectors."""

from importlib import import_module
from typing import Any

import numpy as np
import pytest

from bot.text.encoder import SentenceEncoder


@pytest.fixture(scope="module")
def featurizer() -> Any:
    import_module("bot.runtime")  # before Rasa
    from bot.nlu.sentence_encoder import EncoderFeaturizer

    return EncoderFeaturizer()


def message(text: str) -> Any:
    from rasa.shared.nlu.training_data.message import Message

    return Message({"text": text})


def vectors(found: Any) -> tuple[Any, Any]:
    """Of the clauses and of the whole."""
    from bot.nlu.sentence_encoder import NAME

    sequence, sentence = found.get_dense_features("text", [NAME])
    return sequence and sequence.features, sentence and sentence.features


def test_typed_message_gets_the_vector_of_its_text(featurizer: Any) -> None:
    (found,) = featurizer.process([message("i miss my therapist")])
    clauses, whole = vectors(found)
    assert clauses is None
    assert whole.shape == (1, 384)
    assert whole.dtype == np.float32
    np.testing.assert_array_equal(whole, SentenceEncoder().encode(["i miss my therapist"]))


def test_clauses_get_vectors_of_their_own(featurizer: Any) -> None:
    (found,) = featurizer.process([message("i miss my therapist. can i email her? and so on")])
    clauses, whole = vectors(found)
    assert clauses.shape == (2, 384)
    assert whole.shape == (1, 384)


def test_neighbors_do_not_change_a_vector(featurizer: Any) -> None:
    texts = ["i miss her", "she ended it by email after three years and i can't sleep", "hi"]
    together = [vectors(m)[1] for m in featurizer.process([message(t) for t in texts])]
    alone = [vectors(featurizer.process([message(t)])[0])[1] for t in texts]
    np.testing.assert_array_equal(together, alone)


@pytest.mark.parametrize("text", ["/affirm", '/missing_therapist{"part": "more"}', ""])
def test_button_and_nothing_have_no_vector(featurizer: Any, text: str) -> None:
    assert vectors(featurizer.process([message(text)])[0]) == (None, None)


def test_training_examples_get_one_vector_each(featurizer: Any) -> None:
    from rasa.shared.nlu.training_data.training_data import TrainingData

    examples = [message("i miss her. can i email her today?"), message("thank you")]
    data = featurizer.process_training_data(TrainingData(examples))
    for example in data.training_examples:
        clauses, whole = vectors(example)
        assert clauses is None
        assert whole.shape == (1, 384)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("i miss my therapist so much it hurts", ["i miss my therapist so much it hurts"]),
        ("i miss him. can i email him?", ["i miss him", "can i email him"]),
        ("he left and i hate him", ["i hate him"]),
        ("i miss her so much, but i am angry too", ["i miss her so much", "i am angry too"]),
        ("well, you know", []),
    ],
)
def test_clauses_are_stretches_of_three_words_or_more(text: str, parts: list[str]) -> None:
    from bot.nlu.sentence_encoder import clauses

    assert clauses(text) == parts


def test_clauses_of_a_long_text_are_few() -> None:
    from bot.nlu.sentence_encoder import MOST_CLAUSES, clauses

    assert len(clauses("one two three. " * 1_000)) == MOST_CLAUSES


def test_changed_weights_change_what_rasa_trains_on() -> None:
    from bot.nlu.sentence_encoder import EncoderFeaturizer
    from bot.text.encoder import WEIGHTS
    from bot.text.transformer import checksum

    assert EncoderFeaturizer.get_default_config() == {"weights": checksum(WEIGHTS)}
