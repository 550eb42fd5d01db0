"""The three sets of danger phrases: large enough, labelled, and apart from each other.

Failures name counts, never phrases.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest

from benchmarks.danger import DEVELOPMENT, HELD_OUT, danger_rows
from bot.safety import Category, Level
from bot.settings import ROOT
from training.phrases import training_phrases

TRAINING = ROOT / "data" / "safety" / "phrases.tsv"
NEAR = 0.7  # share of words two phrases have in common from which they count once
READERS = {"benchmarks/danger.py"}


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9']+", text.lower()))


def near_pairs(texts: Iterable[str], others: Iterable[str]) -> int:
    """How many of `texts` share more than NEAR of their words with an earlier one of `others`.

    Where both are the same list, each is compared with those before it.
    """
    texts, others = list(texts), list(others)
    same = texts == others
    known = [words(text) for text in others]
    often = Counter(word for found in known for word in found)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, found in enumerate(known):
        for word in rarest(found, often):
            places[word].append(i)
    near = 0
    for number, text in enumerate(texts):
        own = words(text)
        candidates = {i for word in rarest(own, often) for i in places[word]}
        if same:
            candidates = {i for i in candidates if i < number}
        near += any(len(own & known[i]) / len(own | known[i]) > NEAR for i in candidates)
    return near


def rarest(found: frozenset[str], often: Counter[str]) -> list[str]:
    """Of two texts that near each other, at least one of these words is in both."""
    ordered = sorted(found, key=lambda word: (often[word], word))
    return ordered[: len(found) - math.ceil(NEAR * len(found)) + 1]


@pytest.fixture(scope="module")
def sets() -> dict[str, list[tuple[str, ...]]]:
    paths = {"training": TRAINING, "dev": DEVELOPMENT, "held-out": HELD_OUT}
    return {name: danger_rows(path) for name, path in paths.items()}


@pytest.mark.parametrize("name", ["training", "dev", "held-out"])
def test_every_row_is_labelled(sets: dict[str, list[tuple[str, ...]]], name: str) -> None:
    wrong = 0
    for row in sets[name]:
        level, _, category, text = row
        known = category in set(Category) if level != Level.NONE else bool(category)
        wrong += level not in set(Level) or not known or not text.strip()
    assert wrong == 0


def test_training_set_is_as_large_as_it_must_be(sets: dict[str, list[tuple[str, ...]]]) -> None:
    danger = sum(level != Level.NONE for level, *_ in sets["training"])
    assert danger >= 1500
    assert len(sets["training"]) - danger >= 2500


@pytest.mark.parametrize("name", ["dev", "held-out"])
def test_other_sets_are_as_large(sets: dict[str, list[tuple[str, ...]]], name: str) -> None:
    assert len(sets[name]) >= 600


def test_near_duplicates_count_once(sets: dict[str, list[tuple[str, ...]]]) -> None:
    texts = [text for *_, text in sets["training"]]
    assert near_pairs(texts, texts) == 0


@pytest.mark.parametrize("name", ["dev", "held-out"])
def test_no_phrase_to_measure_with_is_trained_on(
    sets: dict[str, list[tuple[str, ...]]], name: str
) -> None:
    trained = [text for *_, text in sets["training"]] + [text for text, _ in training_phrases()]
    assert near_pairs((text for *_, text in sets[name]), trained) == 0


def test_what_is_reported_was_not_chosen_with(sets: dict[str, list[tuple[str, ...]]]) -> None:
    assert near_pairs(*([text for *_, text in sets[name]] for name in ("held-out", "dev"))) == 0


def test_held_out_set_is_read_by_reports_alone() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("bot", "actions", "training", "benchmarks", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"[\"/]safety\.tsv", path.read_text(encoding="utf-8"))
    }
    assert readers == READERS


def test_near_is_measured_as_the_share_of_words() -> None:
    assert near_pairs(["a b c d"], ["a b c d"]) == 0  # the same list: nothing before it
    assert near_pairs(["a b c d e f g h"], ["a b c d e f g"]) == 1
    assert near_pairs(["a b c d"], ["a b c x"]) == 0
