"""The project's bars, on held-out phrases that nobody trains or chooses with.

Failures name rates, never phrases.
"""

from collections.abc import Callable, Iterator

import pytest

from benchmarks.gate import as_case
from benchmarks.measures import Case, by_topic, share
from bot.runtime.parse import parse_lines
from bot.settings import ROOT, load_settings
from training.phrases import labelled_phrases


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """What the trained model understands of each held-out phrase."""
    rows = labelled_phrases(ROOT / "tests" / "topics")
    lines = (text.encode() for text, *_ in rows)
    try:
        records = list(parse_lines(load_settings(), lines))
    except Exception as error:  # whatever it is, its traceback would show the phrases
        pytest.fail(f"cannot understand: {error} {error.__cause__ or ''}", pytrace=False)
    return [as_case(i, k, record) for (_, i, k), record in zip(rows, records, strict=True)]


def _rate(cases: Iterator[Case], holds: Callable[[Case], bool]) -> float:
    return share(cases, holds).rate


def test_right_topic_comes_first(cases: list[Case]) -> None:
    assert _rate((c for c in cases if c.on_topic), lambda c: c.right_first) >= 0.80


def test_people_are_helped(cases: list[Case]) -> None:
    assert _rate((c for c in cases if c.on_topic), lambda c: c.helped) >= 0.92


def test_few_are_answered_on_a_wrong_topic(cases: list[Case]) -> None:
    assert _rate((c for c in cases if c.on_topic), lambda c: c.wrong) <= 0.08


def test_clarifying_question_is_the_exception(cases: list[Case]) -> None:
    assert _rate((c for c in cases if c.on_topic), lambda c: c.asks) <= 0.20


def test_everyday_messages_are_rarely_asked_about(cases: list[Case]) -> None:
    assert _rate((c for c in cases if c.group == "everyday"), lambda c: c.asks) <= 0.05


def test_no_care_topic_falls_behind(cases: list[Case]) -> None:
    care = by_topic((c for c in cases if c.group == "care"), lambda c: c.right_first)
    assert {topic: s.rate for topic, s in care.items() if s.rate < 0.60} == {}
