"""Prints how often help was shown and which wordings were reported, small numbers hidden."""

import asyncio
import json
from typing import Any

from bot.conversations.counts import REFERRALS, ProblemReport, Referral, read_counts, this_month
from bot.conversations.published import FEWER, HIDDEN, Period, by_month, by_year, shown
from bot.database import open_database, upgrade
from bot.settings import Settings

Json = dict[str, Any]
Rows = list[list[str]]
NOTES = f"""\
crisis: a crisis answer with help lines, once in each course. sos: the same, asked for by button
or word. concern: help lines shown beside an answer. misunderstood: "You misunderstood me" was said.
1 to 9 is told as "{FEWER}". Where a month of a year is that small, its other months are
"{HIDDEN}": they would tell it beside the sum of the year. What still runs is told in tens, the
running year by its finished months.
"""


def report(settings: Settings, as_json: bool = False) -> None:
    """Reads the conversations database. Raises DatabaseInvalid."""
    upgrade(settings.conversations_url, "bot.conversations")
    facts = asyncio.run(_facts(settings))
    print(json.dumps(facts, indent=2) if as_json else as_text(facts))


async def _facts(settings: Settings) -> Json:
    engine = open_database(settings.conversations_url)
    try:
        referrals = await read_counts(engine, Referral)
        problems = await read_counts(engine, ProblemReport)
    finally:
        await engine.dispose()
    return facts_of(referrals, problems, this_month())


def facts_of(
    referrals: dict[Referral, int], problems: dict[ProblemReport, int], month: str
) -> Json:
    """`{months, years, problems}`; a count is a number, or a text where it may not be told."""
    in_order = sorted(problems.items(), key=lambda item: (item[0].month, item[0]))
    return {
        "months": [_as_json("month", period) for period in by_month(referrals, month)],
        "years": [_as_json("year", period) for period in by_year(referrals, month)],
        "problems": [
            {
                "month": problem.month,
                "reply": problem.reply,
                "wording": problem.wording,
                "kind": problem.kind,
                "count": shown(count),
            }
            for problem, count in in_order
        ],
    }


def _as_json(name: str, period: Period) -> Json:
    return {name: period.name, **period.counts, "over": period.over}


def as_text(facts: Json) -> str:
    """The tables, for a person."""
    problems = [[str(value) for value in row.values()] for row in facts["problems"]]
    return "\n".join(
        [
            "Help shown, by month",
            _table(["month", *REFERRALS], _periods(facts["months"], "month")),
            "Help shown, by year",
            _table(["year", *REFERRALS], _periods(facts["years"], "year")),
            NOTES,
            "Problems that people reported with an answer",
            _table(["month", "reply", "wording", "kind", "count"], problems),
        ]
    )


def _periods(rows: list[Json], name: str) -> Rows:
    return [
        [row[name] + ("" if row["over"] else " so far"), *(str(row[k]) for k in REFERRALS)]
        for row in rows
    ]


def _table(head: list[str], rows: Rows) -> str:
    if not rows:
        return "  none yet\n"
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = ["  ".join(f"{x:<{w}}" for x, w in zip(row, widths, strict=True)) for row in rows]
    top = "  ".join(f"{x:<{w}}" for x, w in zip(head, widths, strict=True))
    return "\n".join(f"  {line}".rstrip() for line in [top, *lines]) + "\n"
