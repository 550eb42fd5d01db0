"""Keeps conversations in the database: state always, words only with consent."""

import asyncio
import logging
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversations.cipher import Cipher
from bot.conversations.conversation import (
    MESSAGES_KEPT,
    Conversation,
    Message,
    State,
    digest,
    now,
)
from bot.conversations.models import ConversationRow, MessageRow
from bot.database import BUSY_SECONDS

log = logging.getLogger(__name__)
CONVERSATION = cast(sa.Table, ConversationRow.__table__)
MESSAGE = cast(sa.Table, MessageRow.__table__)
STATE = {field.name for field in fields(State)}
LOG_TRIES = 20  # a reader of the write-ahead log is done within moments


class ConversationStore:
    """One database of conversations."""

    def __init__(self, engine: AsyncEngine, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    async def save(self, conversation: Conversation) -> None:
        """Writes what may be kept: without consent no word of the conversation.

        Two saves of one conversation must not run at once.
        """
        kept = bool(conversation.consent)
        values = self._values(conversation, kept)
        async with self._engine.begin() as connection:
            where = CONVERSATION.c.key == conversation.key
            done = await connection.execute(sa.update(CONVERSATION).where(where).values(values))
            stored = conversation.stored if done.rowcount else 0  # another database is empty
            if not done.rowcount:
                await connection.execute(
                    sa.insert(CONVERSATION).values(key=conversation.key, **values)
                )
            new = [m for m in conversation.messages if m.id > stored] if kept else []
            if new:
                rows = [self._row(conversation.key, message) for message in new]
                await connection.execute(sa.insert(MESSAGE), rows)
        if new:
            conversation.stored = new[-1].id

    def _row(self, key: str, message: Message) -> dict[str, Any]:
        record = self._cipher.seal(asdict(message))
        return {"conversation": key, "ordinal": message.id, "record": record}

    def _values(self, conversation: Conversation, kept: bool) -> dict[str, Any]:
        state = conversation.state
        runs = conversation.crisis_step in ("open", "watch")
        record = asdict(state) if kept else state.course() if runs else None
        return {
            "token_hash": conversation.token_hash,
            "channel": conversation.channel,
            "locale": conversation.locale,
            "country": conversation.country,
            "consent": conversation.consent,
            "crisis_step": conversation.crisis_step,
            "created_at": conversation.created_at,
            "seen_at": conversation.seen_at,
            "state": self._cipher.seal(record) if record is not None else None,
        }

    async def find(self, id: str) -> Conversation | None:
        """The conversation with this id, with its latest messages where they were kept.

        Raises KeyInvalid when it was sealed with another key.
        """
        key = digest(id)
        latest = (
            sa.select(MESSAGE.c.record)
            .where(MESSAGE.c.conversation == key)
            .order_by(MESSAGE.c.ordinal.desc())
            .limit(MESSAGES_KEPT)
        )
        async with self._engine.connect() as connection:
            found = sa.select(CONVERSATION).where(CONVERSATION.c.key == key)
            row = (await connection.execute(found)).one_or_none()
            if row is None:
                return None
            records = (await connection.execute(latest)).scalars().all()
        messages = [Message(**self._cipher.open(record)) for record in reversed(records)]
        return self._conversation(id, row, messages)

    def _conversation(self, id: str, row: Any, messages: list[Message]) -> Conversation:
        last = messages[-1].id if messages else 0
        seen = max(now(), _aware(row.seen_at))
        return Conversation(
            id=id,
            token_hash=row.token_hash,
            channel=row.channel,
            locale=row.locale,
            country=row.country,
            consent=row.consent,
            crisis_step=row.crisis_step,
            created_at=_aware(row.created_at),
            seen_at=_aware(row.seen_at),
            state=_state(self._cipher.open(row.state) if row.state else {}),
            messages=messages,
            # ids go on above any that a browser may still show and that were not kept
            next_id=max(last + 1, int(seen.timestamp() * 1000)),
            stored=last,
        )

    async def erase(self, key: str) -> None:
        """Removes every trace of one conversation, from the write-ahead log too."""
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(MESSAGE).where(MESSAGE.c.conversation == key))
            await connection.execute(sa.delete(CONVERSATION).where(CONVERSATION.c.key == key))
        await self._truncate_log()

    async def forget_words(self, key: str) -> None:
        """Consent taken back: the words go, the conversation stays."""
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(MESSAGE).where(MESSAGE.c.conversation == key))
            await connection.execute(
                sa.update(CONVERSATION)
                .where(CONVERSATION.c.key == key)
                .values(consent=False, state=None, tracker=None)
            )
        await self._truncate_log()

    async def purge(self, retention: timedelta, at: datetime) -> int:
        """Removes conversations without a message for longer than `retention`; their number."""
        old = sa.select(CONVERSATION.c.key).where(CONVERSATION.c.seen_at < at - retention)
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(MESSAGE).where(MESSAGE.c.conversation.in_(old)))
            done = await connection.execute(
                sa.delete(CONVERSATION).where(CONVERSATION.c.seen_at < at - retention)
            )
        await self._truncate_log()
        return done.rowcount

    async def load_tracker(self, key: str) -> list[dict[str, Any]] | None:
        """Rasa's events of a kept conversation."""
        async with self._engine.connect() as connection:
            query = sa.select(CONVERSATION.c.tracker).where(CONVERSATION.c.key == key)
            sealed = (await connection.execute(query)).scalar_one_or_none()
        return self._cipher.open(sealed) if sealed else None

    async def save_tracker(self, key: str, events: list[dict[str, Any]]) -> bool:
        """Keeps Rasa's events where the person agreed; False where they did not."""
        where = (CONVERSATION.c.key == key) & CONVERSATION.c.consent.is_(True)
        async with self._engine.begin() as connection:
            done = await connection.execute(
                sa.update(CONVERSATION).where(where).values(tracker=self._cipher.seal(events))
            )
        return done.rowcount > 0

    async def check(self) -> None:
        """Raises when the database does not answer, or has lost its tables."""
        async with self._engine.connect() as connection:
            await connection.execute(sa.select(CONVERSATION.c.key).limit(1))

    async def _truncate_log(self) -> None:
        """SQLite's log holds what was written until it is cut; a reader may hold that up."""
        if self._engine.dialect.name != "sqlite":
            return
        for _ in range(LOG_TRIES):
            async with self._engine.connect() as connection:
                await connection.exec_driver_sql("PRAGMA busy_timeout = 0")
                done = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                busy = done.scalar_one_or_none()
                await connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
            if not busy:
                return
            await asyncio.sleep(0.1)
        log.error("what was erased may stand in the database's log until it can be cut")


def _state(record: dict[str, Any]) -> State:
    """What another version of the program wrote besides is left out."""
    known = {name: value for name, value in record.items() if name in STATE}
    return State(**{"minor": None, **known})


def _aware(at: datetime) -> datetime:
    """SQLite gives times without a zone; all of ours are UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
