"""The first tables of the directory."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "directory_0001"
down_revision = None
branch_labels = None
depends_on = None

# table -> the tables its rows belong to; "!" where HSDS requires it
OWNERS: dict[str, list[str]] = {
    "organization": [],
    "taxonomy_term": [],
    "attribute": ["taxonomy_term!"],
    "location": ["organization"],
    "service": ["organization!"],
    "service_at_location": ["service!", "location!"],
    "address": ["location!"],
    "phone": ["service", "location", "organization", "service_at_location"],
    "schedule": ["service", "location", "service_at_location"],
    "language": ["service", "location", "phone"],
    "cost_option": ["service!"],
    "service_area": ["service"],
}

REQUIRED_TEXT = {
    "organization": ["name", "description"],
    "taxonomy_term": ["name", "description"],
    "attribute": ["link_entity"],
    "location": ["location_type"],
    "service": ["name", "status"],
    "address": ["address_1", "city", "state_province", "postal_code", "address_type"],
    "phone": ["number"],
}

TEXT = {
    "organization": ["alternate_name", "email", "website", "legal_status", "uri"],
    "taxonomy_term": ["code", "taxonomy", "language", "term_uri"],
    "attribute": ["link_type", "value"],
    "location": ["name", "alternate_name", "description", "transportation", "url"],
    "service": [
        "description",
        "alternate_name",
        "url",
        "email",
        "interpretation_services",
        "application_process",
        "fees_description",
        "eligibility_description",
        "assurer_email",
        "alert",
        "last_modified",
    ],
    "service_at_location": ["description"],
    "address": ["address_2", "region"],
    "phone": ["type", "description"],
    "schedule": [
        "zone",
        "freq",
        "byday",
        "bymonthday",
        "description",
        "schedule_link",
        "attending_type",
        "notes",
    ],
    "language": ["name", "code", "note"],
    "cost_option": ["option", "amount_description"],
    "service_area": ["name", "description", "extent", "extent_type", "uri"],
}

NUMBERS = {
    "location": ["latitude", "longitude"],
    "service": ["minimum_age", "maximum_age"],
    "phone": ["extension"],
    "schedule": ["timezone"],
    "cost_option": ["amount"],
}

DATES = {
    "service": ["assured_date"],
    "schedule": ["valid_from", "valid_to", "dtstart", "until"],
    "cost_option": ["valid_from", "valid_to"],
}

OTHERS: dict[str, list[Any]] = {
    "attribute": [sa.Column("link_id", sa.String(36), nullable=False)],
    "address": [sa.Column("country", sa.String(2), nullable=False)],
    "schedule": [
        sa.Column("interval", sa.Integer),
        sa.Column("opens_at", sa.Time),
        sa.Column("closes_at", sa.Time),
    ],
    "cost_option": [sa.Column("currency", sa.String(3))],
}

INDEXES = {
    "taxonomy_term": ["code"],
    "service": ["status"],
    "language": ["code"],
}


def upgrade() -> None:
    for table in OWNERS:
        op.create_table(table, *_columns(table))
        owned = [f"{owner.rstrip('!')}_id" for owner in OWNERS[table]]
        for column in owned + INDEXES.get(table, []):
            op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index("ix_attribute_link", "attribute", ["link_entity", "link_id"])


def downgrade() -> None:
    for table in reversed(OWNERS):
        op.drop_table(table)


def _columns(table: str) -> list[Any]:
    return [
        sa.Column("id", sa.String(36), primary_key=True),
        *map(_owner, OWNERS[table]),
        *(sa.Column(name, sa.String, nullable=False) for name in REQUIRED_TEXT.get(table, [])),
        *(sa.Column(name, sa.String) for name in TEXT.get(table, [])),
        *(sa.Column(name, sa.Double) for name in NUMBERS.get(table, [])),
        *(sa.Column(name, sa.Date) for name in DATES.get(table, [])),
        *OTHERS.get(table, []),
    ]


def _owner(owner: str) -> sa.Column[str]:
    table, required = owner.rstrip("!"), owner.endswith("!")
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return sa.Column(f"{table}_id", sa.String(36), key, nullable=not required)
