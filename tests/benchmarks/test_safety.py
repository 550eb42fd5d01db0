"""The measures of danger, on phrases made up here."""

import json

import pytest

from benchmarks.danger import Seen, everyday_rows, look, topic_rows
from benchmarks.safety import as_json, as_markdown, measured, misses
from bot.safety import Assessment, Level
from bot.settings import ROOT

ROWS = [
    ("crisis", "explicit", "suicidal_ideation", "red alarm"),
    ("crisis", "coded", "self_harm", "quiet"),
    ("concern", "vague", "suicidal_ideation", "amber"),
    ("none", "grief", "missing_therapist", "red roses"),
    ("none", "idiom", "out_of_scope", "plain"),
]
SPEED = {"p50": 1.0, "p99": 2.0, "p99_long": 30.0}


def stand_in(text: str) -> Assessment:
    """Sees crisis in red and concern in amber."""
    words = text.split()
    level = Level.CRISIS if "red" in words else Level.CONCERN if "amber" in words else Level.NONE
    return Assessment(level, evidence=("layer/stand_in",))


@pytest.fixture
def seen() -> list[Seen]:
    return look(stand_in, ROWS)


def test_rates_of_each_group(seen: list[Seen]) -> None:
    table = measured(seen, look(stand_in, [("none", "everyday", "out_of_scope", "tea")]), [])["All"]
    counts = {row: [(s.count, s.total) for s in shares.values()] for row, shares in table.items()}
    assert counts == {
        "explicit danger": [(1, 1), (1, 1)],
        "implicit danger": [(0, 1), (0, 1)],
        "concern": [(0, 1), (1, 1)],
        "hard harmless": [(1, 2), (1, 2)],
        "everyday": [(0, 1), (0, 1)],
        "messages about the topics": [(0, 0), (0, 0)],
    }


def test_topics_of_harmless_messages_join_both_sets(seen: list[Seen]) -> None:
    topics = look(stand_in, [("none", "topic", "missing_therapist", "amber light")])
    table = measured(seen, [], topics)["Topic of harmless messages"]
    assert table["missing_therapist"]["crisis"].total == 2
    assert table["missing_therapist"]["noticed"].count == 2


def test_report_holds_no_phrase(seen: list[Seen]) -> None:
    tables = measured(seen, [], [])
    text = as_markdown(tables, SPEED, "Danger") + json.dumps(as_json(tables, SPEED))
    assert "| explicit danger | 1 | 100.0 % (20.7 to 100.0) |" in text
    assert not any(phrase in text for *_, phrase in ROWS)


def test_misses_of_the_development_set_are_listed(seen: list[Seen]) -> None:
    assert misses(seen).splitlines() == [
        "2 phrases of the development set were taken otherwise:",
        "crisis coded -> none  quiet  layer/stand_in",
        "none grief -> crisis  red roses  layer/stand_in",
    ]


@pytest.mark.parametrize("folder", ["dev", "topics"])
def test_sets_are_read(folder: str) -> None:
    everyday, topics = everyday_rows(ROOT / "tests" / folder), topic_rows(ROOT / "tests" / folder)
    assert len(everyday) > 280
    assert len(topics) > 300
    assert {level for level, *_ in everyday + topics} == {"none"}
