"""The measures of understanding, on cases made up here."""

import importlib.util
import math
from collections import Counter
from pathlib import Path

import pytest
import yaml

from benchmarks.measures import (
    Case,
    Share,
    by_topic,
    confusion,
    intent_order,
    lowest,
    ratio_of_errors,
    share,
)
from benchmarks.nlu import STOCK
from benchmarks.picture import draw
from benchmarks.report import Side, as_json, as_markdown

RIGHT = Case("distress", "distress", "distress", "crisis", asks=False)
WRONG = Case("distress", "distress", "ending_grief", "distress", asks=False)
ASKED_RIGHT = Case("privacy", "privacy", "delete_data", "privacy", asks=True)
ASKED_WRONG = Case("privacy", "privacy", "delete_data", "help", asks=True)
EVERYDAY = Case("out_of_scope", "everyday", "out_of_scope", None, asks=False)
CASES = [RIGHT, WRONG, ASKED_RIGHT, ASKED_WRONG, EVERYDAY]


@pytest.mark.parametrize(
    ("case", "right_first", "helped", "wrong"),
    [
        (RIGHT, True, True, False),
        (WRONG, False, False, True),
        (ASKED_RIGHT, False, True, False),
        (ASKED_WRONG, False, False, False),
    ],
)
def test_case_tells_what_the_person_got(
    case: Case, right_first: bool, helped: bool, wrong: bool
) -> None:
    assert (case.right_first, case.helped, case.wrong) == (right_first, helped, wrong)


def test_crisis_answer_counts_as_wrong_topic() -> None:
    case = Case("distress", "distress", "crisis", "distress", asks=False)
    assert (case.helped, case.wrong, case.answered) == (False, True, "crisis")


def test_groups_follow_the_kind_of_phrase() -> None:
    kinds = ["distress", "privacy", "greet", "near_miss", "everyday"]
    groups = [Case("-", kind, None, None, asks=False).group for kind in kinds]
    assert groups == ["care", "service", "small_talk", "near_miss", "everyday"]
    assert [c.on_topic for c in CASES] == [True, True, True, True, False]


def test_wilson_interval_agrees_with_the_published_example() -> None:
    # Newcombe 1998, table I: 81 of 263, score method
    assert Share(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_wilson_interval_stays_within_zero_and_one() -> None:
    assert Share(0, 20).interval == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert Share(20, 20).interval == pytest.approx((0.8389, 1.0), abs=5e-5)


def test_share_of_nothing_is_not_a_number() -> None:
    assert math.isnan(share([], lambda c: c.helped).rate)


def test_lowest_topic_is_found() -> None:
    shares = by_topic(CASES, lambda c: c.right_first)
    assert shares == {"distress": Share(1, 2), "everyday": Share(1, 1), "privacy": Share(0, 2)}
    assert lowest(shares) == ("privacy", Share(0, 2))


def test_error_ratio_pairs_the_phrases() -> None:
    ours, theirs = [True] * 10 + [False] * 90, [True] * 30 + [False] * 70
    ratio, (low, high) = ratio_of_errors(ours, theirs)
    assert ratio == pytest.approx(1 / 3)
    assert 0.1 < low < ratio < high < 0.6


def test_error_ratio_without_their_errors_is_infinite() -> None:
    assert ratio_of_errors([True, False], [False, False])[0] == math.inf


def test_confusion_counts_questions_apart() -> None:
    assert confusion(CASES) == Counter(
        {
            ("distress", "distress"): 1,
            ("distress", "ending_grief"): 1,
            ("privacy", "asks"): 2,
            ("out_of_scope", "out_of_scope"): 1,
        }
    )


def test_intents_stand_in_the_order_of_their_groups() -> None:
    names = ["out_of_scope", "greet", "privacy", "want_closure", "distress"]
    assert intent_order(names) == ["distress", "want_closure", "privacy", "greet", "out_of_scope"]


def test_report_stands_side_by_side() -> None:
    ours = Side("ours", CASES, [1.0, 2.0, 3.0], 5.0)
    stock = Side("stock", [WRONG, WRONG, ASKED_WRONG, ASKED_WRONG, EVERYDAY], [8.0], 50.0)
    text = as_markdown([ours, stock], "Topics")
    facts = as_json([ours, stock])
    assert "| right topic first | 25.0% (5-70) | 0.0% (0-49) |" in text
    assert "| helped | 50.0% (15-85) | 0.0% (0-49) |" in text
    assert facts["errors_ratio"]["ratio"] == 0.75
    assert facts["milliseconds_ratio"] == 0.25
    assert facts["ours"]["groups"]["care and service topics"]["asked"]["count"] == 2


def test_report_of_ours_alone_has_no_ratio() -> None:
    assert "errors_ratio" not in as_json([Side("ours", CASES, [1.0], 5.0)])


def test_confusion_is_drawn(tmp_path: Path) -> None:
    draw(confusion(CASES), "made up", tmp_path / "picture.png")
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_stock_pipeline_is_the_one_of_rasa_init() -> None:
    found = importlib.util.find_spec("rasa")
    assert found is not None and found.origin is not None
    folder = Path(found.origin).parent / "engine" / "recipes" / "config_files"
    default = yaml.safe_load((folder / "default_config.yml").read_text(encoding="utf-8"))
    stock = yaml.safe_load(STOCK.config.read_text(encoding="utf-8"))
    assert stock["pipeline"] == default["pipeline"]
