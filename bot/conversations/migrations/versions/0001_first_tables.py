"""The conversation and its messages."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("country", sa.String(8)),
        sa.Column("consent", sa.Boolean),
        sa.Column("crisis_step", sa.String(8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("state", sa.LargeBinary),
        sa.Column("tracker", sa.LargeBinary),
    )
    op.create_table(
        "message",
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversation.key", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("ordinal", sa.BigInteger, primary_key=True),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("message")
    op.drop_table("conversation")
