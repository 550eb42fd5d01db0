"""The tables of the referral directory, named after Open Referral HSDS 3.0.

Names, meanings and required columns are those of the specification
(docs.openreferral.org, schema/*.json); ids are UUIDs kept as text. One column is ours:
`schedule.zone`, the IANA time zone that HSDS's number of hours cannot hold over summer time.
"""

from datetime import date, time

from sqlalchemy import Date, ForeignKey, Index, String, Time
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

UUID = String(36)
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
LOCATION_TYPES = ("physical", "postal", "virtual")
FREQUENCIES = ("WEEKLY", "MONTHLY")


class Base(DeclarativeBase):
    """One metadata for the directory's tables."""


def _owner(table: str, required: bool = False) -> Mapped[str | None]:
    """A foreign key; rows go with what they belong to."""
    key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return mapped_column(UUID, key, index=True, nullable=not required)


class Organization(Base):
    __tablename__ = "organization"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    alternate_name: Mapped[str | None]
    email: Mapped[str | None]
    website: Mapped[str | None]
    legal_status: Mapped[str | None]
    uri: Mapped[str | None]


class Service(Base):
    __tablename__ = "service"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    organization_id = _owner("organization", required=True)
    name: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    description: Mapped[str | None]
    alternate_name: Mapped[str | None]
    url: Mapped[str | None]
    email: Mapped[str | None]
    interpretation_services: Mapped[str | None]
    application_process: Mapped[str | None]
    fees_description: Mapped[str | None]
    eligibility_description: Mapped[str | None]
    minimum_age: Mapped[float | None]
    maximum_age: Mapped[float | None]
    assured_date: Mapped[date | None] = mapped_column(Date)
    assurer_email: Mapped[str | None]
    alert: Mapped[str | None]
    last_modified: Mapped[str | None]


class Location(Base):
    __tablename__ = "location"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    organization_id = _owner("organization")
    location_type: Mapped[str]
    name: Mapped[str | None]
    alternate_name: Mapped[str | None]
    description: Mapped[str | None]
    transportation: Mapped[str | None]
    url: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class ServiceAtLocation(Base):
    __tablename__ = "service_at_location"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    service_id = _owner("service", required=True)
    location_id = _owner("location", required=True)
    description: Mapped[str | None]


class Address(Base):
    __tablename__ = "address"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    location_id = _owner("location", required=True)
    address_1: Mapped[str]
    address_2: Mapped[str | None]
    city: Mapped[str]
    region: Mapped[str | None]
    state_province: Mapped[str]
    postal_code: Mapped[str]
    country: Mapped[str] = mapped_column(String(2))
    address_type: Mapped[str]


class Phone(Base):
    __tablename__ = "phone"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    service_id = _owner("service")
    location_id = _owner("location")
    organization_id = _owner("organization")
    service_at_location_id = _owner("service_at_location")
    number: Mapped[str]
    extension: Mapped[float | None]
    type: Mapped[str | None]
    description: Mapped[str | None]


class Schedule(Base):
    __tablename__ = "schedule"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    service_id = _owner("service")
    location_id = _owner("location")
    service_at_location_id = _owner("service_at_location")
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    dtstart: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    timezone: Mapped[float | None]
    zone: Mapped[str | None]
    freq: Mapped[str | None]
    interval: Mapped[int | None]
    byday: Mapped[str | None]
    bymonthday: Mapped[str | None]
    opens_at: Mapped[time | None] = mapped_column(Time)
    closes_at: Mapped[time | None] = mapped_column(Time)
    description: Mapped[str | None]
    schedule_link: Mapped[str | None]
    attending_type: Mapped[str | None]
    notes: Mapped[str | None]


class Language(Base):
    __tablename__ = "language"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    service_id = _owner("service")
    location_id = _owner("location")
    phone_id = _owner("phone")
    name: Mapped[str | None]
    code: Mapped[str | None] = mapped_column(index=True)
    note: Mapped[str | None]


class CostOption(Base):
    __tablename__ = "cost_option"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    service_id = _owner("service", required=True)
    option: Mapped[str | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    amount: Mapped[float | None]
    amount_description: Mapped[str | None]
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class ServiceArea(Base):
    __tablename__ = "service_area"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    service_id = _owner("service")
    name: Mapped[str | None]
    description: Mapped[str | None]
    extent: Mapped[str | None]
    extent_type: Mapped[str | None]
    uri: Mapped[str | None]


class TaxonomyTerm(Base):
    __tablename__ = "taxonomy_term"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    code: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str]
    description: Mapped[str]
    taxonomy: Mapped[str | None]
    language: Mapped[str | None]
    term_uri: Mapped[str | None]


class Attribute(Base):
    """Links a taxonomy term to a row of any table: `link_id` in the table `link_entity`."""

    __tablename__ = "attribute"
    __table_args__ = (Index("ix_attribute_link", "link_entity", "link_id"),)
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    link_id: Mapped[str] = mapped_column(UUID)
    link_entity: Mapped[str]
    link_type: Mapped[str | None]
    taxonomy_term_id = _owner("taxonomy_term", required=True)
    value: Mapped[str | None]
