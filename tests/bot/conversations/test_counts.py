"""Counts are kept in memory until the database takes them, and hold no one's name."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import bot.conversations.counts as counts_module
from bot.conversations.counts import ProblemReport, Referral, Tally
from bot.database import open_database, upgrade

CRISIS = Referral("crisis", "2026-11")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.db"


@pytest.fixture
async def tally(path: Path) -> AsyncIterator[Tally]:
    upgrade(f"sqlite:///{path}", "bot.conversations")
    engine = open_database(f"sqlite:///{path}")
    yield Tally(engine)
    await engine.dispose()


async def test_what_is_added_is_counted(tally: Tally) -> None:
    for counted in (CRISIS, CRISIS, Referral("sos", "2026-11"), Referral("crisis", "2026-12")):
        tally.add(counted)
    await tally.write()
    tally.add(CRISIS)
    await tally.write()
    await tally.write()
    assert await tally.read(Referral) == {
        CRISIS: 3,
        Referral("sos", "2026-11"): 1,
        Referral("crisis", "2026-12"): 1,
    }


async def test_problems_are_counted_by_wording(tally: Tally) -> None:
    first, second = (ProblemReport("utter_x", n, "wrong", "2026-11") for n in (1, 2))
    for problem in (first, first, second):
        tally.add(problem)
    await tally.write()
    assert await tally.read(ProblemReport) == {first: 2, second: 1}
    assert await tally.read(Referral) == {}


async def test_the_month_is_all_that_is_known_of_the_time(tally: Tally, path: Path) -> None:
    tally.add_referral("crisis")
    tally.add(ProblemReport("utter_x", 1, "wrong"))
    await tally.write()
    with sqlite3.connect(path) as connection:
        rows = [
            *connection.execute("select * from referral_count"),
            *connection.execute("select * from problem_count"),
        ]
    month = counts_module.this_month()
    assert rows == [(month, "crisis", 1), (month, "utter_x", 1, "wrong", 1)]


async def test_two_processes_add_up(tally: Tally, path: Path) -> None:
    engine = open_database(f"sqlite:///{path}")
    other = Tally(engine)
    for one in (tally, other):
        one.add(CRISIS)
    await asyncio.gather(tally.write(), other.write(), return_exceptions=True)
    await asyncio.gather(tally.write(), other.write(), return_exceptions=True)
    assert await tally.read(Referral) == {CRISIS: 2}
    await engine.dispose()


async def test_nothing_is_lost_while_the_database_is_down(
    tally: Tally, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts_module, "RETRY", 0.02)
    writing = asyncio.create_task(tally.keep_writing())
    with sqlite3.connect(path) as connection:
        connection.execute("alter table referral_count rename to away")
    tally.add(CRISIS)
    await asyncio.sleep(0.1)
    tally.add(CRISIS)
    await asyncio.sleep(0.1)
    with sqlite3.connect(path) as connection:
        connection.execute("alter table away rename to referral_count")
    await asyncio.sleep(0.5)
    assert await tally.read(Referral) == {CRISIS: 2}
    writing.cancel()


@pytest.mark.parametrize("garbage", [True, False])
async def test_a_file_that_is_no_database_is_noticed(
    tally: Tally, path: Path, garbage: bool
) -> None:
    if garbage:
        await asyncio.to_thread(path.write_bytes, b"not a database " * 1000)
    writing = asyncio.create_task(tally.keep_writing())
    tally.add(CRISIS)
    await asyncio.sleep(0.3)
    writing.cancel()
    assert tally.broken is garbage


async def test_what_cannot_be_written_whole_is_not_written_in_part(
    tally: Tally, path: Path
) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("drop table referral_count")
    tally.add(ProblemReport("utter_x", 1, "wrong", "2026-11"))
    tally.add(CRISIS)
    with pytest.raises(Exception, match="no such table"):
        await tally.write()
    assert await tally.read(ProblemReport) == {}


def test_tables_come_to_a_database_of_the_first_version(path: Path) -> None:
    upgrade(f"sqlite:///{path}", "bot.conversations")
    with sqlite3.connect(path) as connection:
        connection.execute("drop table referral_count")
        connection.execute("drop table problem_count")
        connection.execute("update conversations_version set version_num = '0001'")
    upgrade(f"sqlite:///{path}", "bot.conversations")
    with sqlite3.connect(path) as connection:
        tables = {row[0] for row in connection.execute("select name from sqlite_master")}
    assert {"referral_count", "problem_count", "conversation"} <= tables
