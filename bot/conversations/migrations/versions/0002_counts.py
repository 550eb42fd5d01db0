"""Counts by month: crisis referrals, and problems reported with an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "referral_count",
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "problem_count",
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("reply", sa.String(100), primary_key=True),
        sa.Column("wording", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("problem_count")
    op.drop_table("referral_count")
