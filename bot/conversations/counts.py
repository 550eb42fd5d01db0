"""Counts by month without identifiers: how often help was shown, which wordings were reported."""

import asyncio
import logging
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.conversations.conversation import now
from bot.conversations.mending import is_broken
from bot.conversations.models import ProblemCountRow, ReferralCountRow

log = logging.getLogger(__name__)
REFERRALS = ("crisis", "concern", "sos", "misunderstood")
PROBLEMS = ("wrong", "hurtful", "unsafe", "other")
WRITING = 10.0  # seconds
READING = 2.0
RETRY = 30.0


def this_month() -> str:
    return f"{now():%Y-%m}"


@dataclass(frozen=True, order=True)
class Referral:
    """Help was shown: `kind` is one of REFERRALS, `month` like 2026-11."""

    kind: str
    month: str = field(default_factory=this_month)


@dataclass(frozen=True, order=True)
class ProblemReport:
    """Somebody reported a wording: `kind` is one of PROBLEMS."""

    reply: str
    wording: int
    kind: str
    month: str = field(default_factory=this_month)


Counted = Referral | ProblemReport
C = TypeVar("C", Referral, ProblemReport)
TABLES: dict[type[Counted], sa.Table] = {
    Referral: cast(sa.Table, ReferralCountRow.__table__),
    ProblemReport: cast(sa.Table, ProblemCountRow.__table__),
}


class Tally:
    """Counts in memory, until the database has taken them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.broken = False  # whether the database's file is none any more
        self._waiting: Counter[Counted] = Counter()
        self._news = asyncio.Event()
        self._writing = asyncio.Lock()  # two at once would both write what waits

    def add(self, counted: Counted) -> None:
        """Touches nothing but memory: an answer in danger is neither delayed nor broken by it."""
        self._waiting[counted] += 1
        self._news.set()

    def add_referral(self, kind: str) -> None:
        self.add(Referral(kind))

    async def keep_writing(self) -> None:
        """Until it is cancelled. What the database does not take now, it gets later."""
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self.write()
            except Exception as error:
                self.broken = self.broken or is_broken(error)
                log.error("counts wait for the database: %s", type(error).__name__)
                self._news.set()
                await asyncio.sleep(RETRY)

    async def write(self) -> None:
        """All that waits, in one transaction. Raises what the database raises."""
        async with self._writing:
            taken = Counter(self._waiting)
            if not taken:
                return
            async with asyncio.timeout(WRITING), self._engine.begin() as connection:
                for counted, number in taken.items():
                    await _raise(connection, counted, number)
            self._waiting -= taken

    async def read(self, kind: type[C]) -> dict[C, int]:
        """What the database has. Raises what the database raises."""
        async with asyncio.timeout(READING):
            return await read_counts(self._engine, kind)


async def _raise(connection: AsyncConnection, counted: Counted, number: int) -> None:
    table, key = TABLES[type(counted)], asdict(counted)
    where = sa.and_(*(table.c[name] == value for name, value in key.items()))
    more = sa.update(table).where(where).values(count=table.c.count + number)
    if (await connection.execute(more)).rowcount == 0:
        # another process may be first: then this fails, and the next try finds its row
        await connection.execute(sa.insert(table).values(**key, count=number))


async def read_counts(engine: AsyncEngine, kind: type[C]) -> dict[C, int]:
    """Every count of a kind that is in the database."""
    table = TABLES[kind]
    columns: list[Any] = [table.c[f.name] for f in fields(kind)]
    async with engine.connect() as connection:
        rows = (await connection.execute(sa.select(*columns, table.c.count))).all()
    return {kind(*row[:-1]): row[-1] for row in rows}
