"""Tables of the conversations: hashes and state in clear, everything said encrypted."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Metadata of this package's tables."""


class ConversationRow(Base):
    """One conversation. Both blobs are encrypted.

    Until the person agrees to keep it, `tracker` is empty, and `state` holds at most the course
    of a crisis, without words.
    """

    __tablename__ = "conversation"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)  # sha256 of the id
    token_hash: Mapped[str] = mapped_column(sa.String(64))
    channel: Mapped[str] = mapped_column(sa.String(32))
    locale: Mapped[str] = mapped_column(sa.String(16))
    country: Mapped[str | None] = mapped_column(sa.String(8))
    consent: Mapped[bool | None]
    crisis_step: Mapped[str] = mapped_column(sa.String(8))  # none, open, watch, closed
    created_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
    seen_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), index=True)
    state: Mapped[bytes | None]
    tracker: Mapped[bytes | None]


class MessageRow(Base):
    """One message of a conversation that is kept; `record` is encrypted."""

    __tablename__ = "message"

    conversation: Mapped[str] = mapped_column(
        sa.ForeignKey("conversation.key", ondelete="CASCADE"), primary_key=True
    )
    ordinal: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    record: Mapped[bytes]


class ReferralCountRow(Base):
    """How often help was shown in a month; nothing leads from here to a conversation."""

    __tablename__ = "referral_count"

    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)  # 2026-11
    kind: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    count: Mapped[int]


class ProblemCountRow(Base):
    """How often a wording was reported in a month; `wording` counts from 1, 0: not known."""

    __tablename__ = "problem_count"

    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    reply: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    wording: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    count: Mapped[int]
