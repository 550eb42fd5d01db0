"""What of the counts may be shown: small ones are hidden, and nothing gives them away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.conversations.counts import REFERRALS, Referral

SMALL = 10
FEWER = f"fewer than {SMALL}"
HIDDEN = "not shown"
Shown = int | str


@dataclass(frozen=True)
class Period:
    """A month (2026-11) or a year (2026), and what may be shown of it, by kind of referral."""

    name: str
    counts: dict[str, Shown]
    over: bool = True


def shown(count: int) -> Shown:
    """The number, or that it is small. Zero is no secret."""
    return FEWER if 0 < count < SMALL else count


def by_month(referrals: Mapping[Referral, int], this_month: str) -> list[Period]:
    """From the first month that has a count up to `this_month`."""
    months = _months(referrals, this_month)
    columns: dict[str, dict[str, Shown]] = {kind: {} for kind in REFERRALS}
    for kind, column in columns.items():
        counts = {month: referrals.get(Referral(kind, month), 0) for month in months}
        for year in dict.fromkeys(month[:4] for month in months):
            over = [month for month in months if month[:4] == year and month < this_month]
            column.update(zip(over, _together([counts[m] for m in over]), strict=True))
        column |= {month: _so_far(counts[month]) for month in months if month >= this_month}
    return [
        Period(month, {kind: column[month] for kind, column in columns.items()}, month < this_month)
        for month in months
    ]


def by_year(referrals: Mapping[Referral, int], this_month: str) -> list[Period]:
    """The exact sum of a year that is over; of the running one, what its finished months have."""
    years = dict.fromkeys(month[:4] for month in _months(referrals, this_month))
    return [_year(year, referrals, this_month) for year in years]


def _year(year: str, referrals: Mapping[Referral, int], this_month: str) -> Period:
    over = year < this_month[:4]
    totals: dict[str, Shown] = {}
    for kind in REFERRALS:
        of = {r.month: n for r, n in referrals.items() if r.kind == kind and r.month[:4] == year}
        total = sum(of.values())
        finished = sum(count for month, count in of.items() if month < this_month)
        totals[kind] = shown(total) if over else _so_far(max(finished, min(total, SMALL)))
    return Period(year, totals, over)


def _so_far(count: int) -> Shown:
    """In tens: else two looks at what still grows would tell what came between."""
    return shown(count) if count < SMALL else f"at least {count // SMALL * SMALL}"


def _together(months: Sequence[int]) -> list[Shown]:
    """The finished months of one year, beside which the year's sum is known.

    Where one of them is small, all of them are hidden: what is missing to the sum would tell.
    """
    if not any(0 < count < SMALL for count in months):
        return list(months)
    return [FEWER if sum(months) < SMALL else HIDDEN] * len(months)


def _months(referrals: Iterable[Referral], last: str) -> list[str]:
    first = min((referral.month for referral in referrals), default=None)
    if first is None:
        return []
    numbers = range(_number(first), _number(max(first, last)) + 1)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1
