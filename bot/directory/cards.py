"""Gathers what a person is shown of a service: one card each, in the order asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.directory import phones
from bot.directory.hours import Opening, opening
from bot.directory.models import (
    Address,
    Base,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)


@dataclass(frozen=True)
class Card:
    """A service as shown. Texts are the directory's own; empty where it says nothing.

    `where` is an address, or for `online` the area it is for. `phone` is a label, `phone_href`
    what it dials. `why` holds keys: near, online, language, cost, endings, people.
    """

    name: str
    organization: str
    what: str
    phone: str
    phone_href: str
    hours: Opening
    cost: str
    languages: tuple[str, ...]
    where: str
    online: bool
    url: str
    alert: str
    why: tuple[str, ...]


async def load_cards(
    session: AsyncSession,
    places: Mapping[str, str | None],
    reasons: Mapping[str, tuple[str, ...]],
    now: datetime,
) -> list[Card]:
    """The cards of services (id -> the location to show), in the order of `places`."""
    if not places:
        return []
    shown = await _Shown.load(session, places)
    return [shown.card(key, location, reasons[key], now) for key, location in places.items()]


class _Shown:
    """The rows of a handful of services."""

    def __init__(self, rows: dict[type[Base], list[Any]]) -> None:
        self._rows = rows

    @classmethod
    async def load(cls, session: AsyncSession, places: Mapping[str, str | None]) -> "_Shown":
        services, locations = list(places), [place for place in places.values() if place]
        of_service = {"service_id": services, "location_id": locations}
        rows: dict[type[Base], list[Any]] = {}

        async def read(table: type[Base], **owners: list[str]) -> None:
            columns = Base.metadata.tables[table.__tablename__].c
            belongs = sa.or_(*(columns[name].in_(ids) for name, ids in owners.items()))
            rows[table] = list(
                await session.scalars(sa.select(table).where(belongs).order_by("id"))
            )

        await read(Service, id=services)
        await read(Location, id=locations)
        await read(Address, location_id=locations)
        await read(ServiceAtLocation, service_id=services)
        await read(CostOption, service_id=services)
        await read(ServiceArea, service_id=services)
        await read(Language, **of_service)
        organizations = [service.organization_id for service in rows[Service]]
        await read(Organization, id=organizations)
        links = [link.id for link in rows[ServiceAtLocation]]
        await read(Schedule, **of_service, service_at_location_id=links)
        await read(Phone, **of_service, service_at_location_id=links, organization_id=organizations)
        return cls(rows)

    def card(
        self, service_id: str, location_id: str | None, why: tuple[str, ...], now: datetime
    ) -> Card:
        service = self._one(Service, service_id)
        organization = self._one(Organization, service.organization_id)
        lines = self._nearest(Phone, service, location_id)
        number = next((line.number for line in lines if line.type != "fax"), "")
        location = self._one(Location, location_id) if location_id else None
        online = location is None or location.location_type == "virtual"
        spoken = self._nearest(Language, service, location_id)
        return Card(
            name=service.name,
            organization=organization.name,
            what=service.description or organization.description,
            phone=phones.label(number),
            phone_href=phones.href(number),
            hours=opening(self._nearest(Schedule, service, location_id), now),
            cost=self._cost(service, now),
            languages=tuple(sorted({row.name or row.code or "" for row in spoken} - {""})),
            where=self._area(service_id) if online else self._address(location_id),
            online=online,
            url=service.url or organization.website or "",
            alert=service.alert or "",
            why=why,
        )

    def _one(self, table: type[Base], key: str) -> Any:
        return next(row for row in self._rows[table] if row.id == key)

    def _nearest(self, table: type[Base], service: Service, location_id: str | None) -> list[Any]:
        """Rows of the service at this place; else of the service, the place, the organization."""
        links = {
            link.id
            for link in self._rows[ServiceAtLocation]
            if (link.service_id, link.location_id) == (service.id, location_id)
        }
        owners: list[tuple[str, Iterable[str | None]]] = [
            ("service_at_location_id", links),
            ("service_id", [service.id]),
            ("location_id", [location_id] if location_id else []),
            ("organization_id", [service.organization_id]),
        ]
        for name, ids in owners:
            found = [row for row in self._rows[table] if getattr(row, name, None) in ids]
            if found:
                return found
        return []

    def _cost(self, service: Service, now: datetime) -> str:
        today = now.date()
        options = [
            option.amount_description or option.option
            for option in self._rows[CostOption]
            if option.service_id == service.id
            and (option.valid_from is None or option.valid_from <= today)
            and (option.valid_to is None or option.valid_to >= today)
        ]
        return "; ".join(text for text in options if text) or service.fees_description or ""

    def _address(self, location_id: str | None) -> str:
        rows = [row for row in self._rows[Address] if row.location_id == location_id]
        for row in sorted(rows, key=lambda row: row.address_type != "physical"):
            region = f"{row.state_province} {row.postal_code}".strip()
            lines = [row.address_1, row.address_2, row.city, region]
            return ", ".join(line for line in lines if line)
        return ""

    def _area(self, service_id: str) -> str:
        rows = [row for row in self._rows[ServiceArea] if row.service_id == service_id]
        return ", ".join(row.name for row in rows if row.name)
