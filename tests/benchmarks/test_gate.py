"""The gate, on figures made up here, and on the committed baseline."""

import json
from dataclasses import replace

import pytest

from benchmarks.gate import BARS, BASELINE, Measured, failures, from_json
from benchmarks.measures import Share
from bot.content.checks.replies import WORDINGS_IN_CRISIS as WORDINGS

BEFORE = Measured(
    recall={"explicit danger crisis": Share(97, 100)},
    alarms={"everyday taken for crisis": Share(0, 500)},
    wordings={"utter_crisis_first": WORDINGS},
)


def test_nothing_changed_opens_the_gate() -> None:
    assert failures(BEFORE, BEFORE) == []


@pytest.mark.parametrize(("seen", "closed"), [(95, False), (92, False), (91, True), (0, True)])
def test_recall_may_not_fall_below_the_interval(seen: int, closed: bool) -> None:
    now = replace(BEFORE, recall={"explicit danger crisis": Share(seen, 100)})
    assert bool(failures(now, BEFORE)) is closed


@pytest.mark.parametrize(("alarms", "closed"), [(1, False), (2, True)])
def test_false_alarms_may_not_pass_the_bar(alarms: int, closed: bool) -> None:
    now = replace(BEFORE, alarms={"everyday taken for crisis": Share(alarms, 500)})
    assert bool(failures(now, BEFORE)) is closed


def test_where_the_bar_is_not_reached_yet_alarms_may_not_grow() -> None:
    before = replace(BEFORE, alarms={"everyday taken for crisis": Share(5, 500)})
    assert failures(before, before) == []
    now = replace(BEFORE, alarms={"everyday taken for crisis": Share(6, 500)})
    assert "1.2% is more than 1.0%" in failures(now, before)[0]


@pytest.mark.parametrize("wordings", [{"utter_crisis_first": WORDINGS - 1}, {}])
def test_a_crisis_reply_may_not_lose_wordings(wordings: dict[str, int]) -> None:
    found = failures(replace(BEFORE, wordings=wordings), BEFORE)
    assert found[0].startswith("utter_crisis_first has ")


def test_a_new_crisis_reply_needs_its_wordings_too() -> None:
    now = replace(BEFORE, wordings={**BEFORE.wordings, "utter_crisis_new": 3})
    assert failures(now, BEFORE) == [f"utter_crisis_new has 3 wordings and needs {WORDINGS}."]


def test_baseline_is_read_as_it_was_written() -> None:
    assert from_json(json.loads(json.dumps(BEFORE.as_json()))) == BEFORE


def test_committed_baseline_knows_every_bar() -> None:
    baseline = from_json(json.loads(BASELINE.read_text(encoding="utf-8")))
    assert set(baseline.alarms) == set(BARS)
    assert all(
        share.total >= 80 for share in (*baseline.recall.values(), *baseline.alarms.values())
    )
    assert min(baseline.wordings.values()) >= WORDINGS
