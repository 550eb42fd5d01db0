"""Small counts are hidden, and nothing that is shown gives one away."""

from collections import defaultdict
from itertools import product

import pytest

from bot.conversations.counts import Referral
from bot.conversations.published import FEWER, HIDDEN, SMALL, Shown, by_month, by_year, shown

LATER = "2027-06"


def referrals(*counts: int, year: int = 2026, kind: str = "crisis") -> dict[Referral, int]:
    """A count for each month from January on."""
    return {
        Referral(kind, f"{year}-{month:02}"): count
        for month, count in enumerate(counts, start=1)
        if count
    }


@pytest.mark.parametrize(
    ("count", "said"), [(0, 0), (1, FEWER), (9, FEWER), (10, 10), (2000, 2000)]
)
def test_from_one_to_nine_is_told_as_few(count: int, said: Shown) -> None:
    assert shown(count) == said


def test_year_is_the_sum_of_its_months() -> None:
    found = by_year({**referrals(20, 30), **referrals(7, year=2025)}, LATER)
    assert [(p.name, p.counts["crisis"]) for p in found] == [
        ("2025", FEWER),
        ("2026", 50),
        ("2027", 0),
    ]


def test_kinds_are_counted_apart() -> None:
    found = by_year({**referrals(20), **referrals(12, kind="sos")}, LATER)[0]
    assert found.counts == {"crisis": 20, "concern": 0, "sos": 12, "misunderstood": 0}


@pytest.mark.parametrize(("count", "said"), [(0, 0), (9, FEWER), (10, "at least 10")])
def test_running_month_is_told_in_tens(count: int, said: Shown) -> None:
    found = by_month(referrals(50, count), "2026-02")
    assert [(p.counts["crisis"], p.over) for p in found] == [(50, True), (said, False)]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((4,), FEWER),
        ((4, 5), FEWER),
        ((5, 9), "at least 10"),
        ((29, 5), "at least 20"),  # 34 would tell that the running month has no fewer than one
        ((31, 900), "at least 30"),
    ],
)
def test_running_year_is_told_in_tens_of_its_finished_months(
    counts: tuple[int, ...], said: Shown
) -> None:
    found = by_year(referrals(*counts), f"2026-{len(counts):02}")
    assert [(p.counts["crisis"], p.over) for p in found] == [(said, False)]


def test_months_without_a_count_stand_between() -> None:
    found = by_month(referrals(20, 0, 30), "2026-05")
    assert [(p.name, p.counts["crisis"]) for p in found] == [
        ("2026-01", 20),
        ("2026-02", 0),
        ("2026-03", 30),
        ("2026-04", 0),
        ("2026-05", 0),
    ]


def test_nothing_counted_is_nothing_shown() -> None:
    assert (by_month({}, LATER), by_year({}, LATER)) == ([], [])


def test_single_small_month_cannot_be_had_by_subtraction() -> None:
    """20 + 3 = 23 is the year: with 20 beside it, 3 would be known."""
    assert look((20, 3)) == (HIDDEN, HIDDEN, 23)


def test_months_of_a_small_year_are_all_few() -> None:
    assert look((0, 3, 1)) == (FEWER, FEWER, FEWER, FEWER)


def test_another_year_and_another_kind_are_not_hidden() -> None:
    counted = {**referrals(20, 3), **referrals(40, year=2025), **referrals(15, kind="sos")}
    found = {p.name: p.counts for p in by_month(counted, LATER)}
    assert (found["2025-01"]["crisis"], found["2026-01"]["sos"]) == (40, 15)


def test_whoever_knows_the_rules_is_left_with_nine_numbers_for_a_small_month() -> None:
    """All years of three months with a sum to 20, compared with those that look the same."""
    alike: dict[tuple[Shown, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(21), repeat=3):
        if sum(counts) <= 20:
            alike[look(counts)].append(counts)
    for same in alike.values():
        for i in range(3):
            if any(0 < counts[i] < SMALL for counts in same):
                assert len({counts[i] for counts in same}) >= SMALL - 1, same


def look(counts: tuple[int, ...]) -> tuple[Shown, ...]:
    """What is shown of the first months of a year, and of that year when it is over."""
    counted = {**referrals(*counts), Referral("sos", "2026-01"): 1}  # the table begins in January
    months = [p.counts["crisis"] for p in by_month(counted, f"2026-{len(counts) + 1:02}")]
    return (*months[: len(counts)], by_year(counted, LATER)[0].counts["crisis"])
