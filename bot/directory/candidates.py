"""Reads what a search must know of every active service: where it is and which wishes it meets."""

import math
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.directory.models import (
    Address,
    Attribute,
    CostOption,
    Language,
    Location,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
)
from bot.directory.place import Place

EARTH_KM = 6371.0
ENDINGS = "therapy_endings"
LOW_COST = ("free", "sliding", "low", "reduced", "concession", "donation", "pay what")


@dataclass(frozen=True)
class Candidate:
    """A service at one of its places, with what a search asks of it."""

    service_id: str
    name: str
    location_id: str | None
    online: bool
    country: str
    state: str
    city: str
    distance: float | None
    areas: frozenset[str]
    fits: frozenset[str]


async def load_candidates(
    session: AsyncSession, place: Place, language: str | None
) -> list[Candidate]:
    """Every active service at each of its places, measured from `place` and by `language`."""
    rows = await session.execute(
        sa.select(Service.id, Service.name, Location, Address)
        .outerjoin(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .outerjoin(Location, Location.id == ServiceAtLocation.location_id)
        .outerjoin(
            Address, (Address.location_id == Location.id) & (Address.address_type != "postal")
        )
        .where(Service.status == "active")
    )
    fits = {
        "language": await _speaking(session, language),
        "cost": await _low_cost(session),
        "endings": await _knowing_endings(session),
    }
    areas = await _areas(session)
    found = []
    for service_id, name, location, address in rows:
        found.append(
            Candidate(
                service_id,
                name,
                location.id if location else None,
                online=location is None or location.location_type == "virtual",
                country=address.country if address else "",
                state=address.state_province if address else "",
                city=address.city if address else "",
                distance=_distance(place, location),
                areas=areas.get(service_id, frozenset()),
                fits=frozenset(wish for wish, services in fits.items() if service_id in services),
            )
        )
    countries: dict[str, set[str]] = {}
    for candidate in found:
        countries.setdefault(candidate.service_id, set()).update({candidate.country} - {""})
    return [replace(c, areas=c.areas or frozenset(countries[c.service_id])) for c in found]


async def load_languages(session: AsyncSession, services: list[str]) -> list[tuple[str, str, int]]:
    """Code, name and number of services for each language they speak, the commonest first."""
    rows = await session.execute(
        sa.select(Language.code, Language.name, Language.service_id).where(
            Language.service_id.is_not(None), Language.code.is_not(None)
        )
    )
    wanted = set(services)
    names: dict[str, str] = {}
    speakers: dict[str, set[str | None]] = {}
    for code, name, service in rows:
        if code and service in wanted:
            speakers.setdefault(code, set()).add(service)
            names[code] = name or code
    ordered = sorted(speakers, key=lambda code: (-len(speakers[code]), names[code]))
    return [(code, names[code], len(speakers[code])) for code in ordered]


async def _speaking(session: AsyncSession, language: str | None) -> set[str]:
    """Services that speak it, or are at a place where it is spoken."""
    if not language:
        return set()
    code = language.lower()
    spoken = sa.func.lower(Language.code)
    at_place = (
        sa.select(ServiceAtLocation.service_id)
        .join(Language, Language.location_id == ServiceAtLocation.location_id)
        .where((spoken == code) | spoken.startswith(f"{code}-", autoescape=True))
    )
    own = sa.select(Language.service_id).where(
        Language.service_id.is_not(None),
        (spoken == code) | spoken.startswith(f"{code}-", autoescape=True),
    )
    return set(await session.scalars(sa.union(own, at_place)))


async def _low_cost(session: AsyncSession) -> set[str]:
    option = sa.func.lower(sa.func.coalesce(CostOption.option, ""))
    cheap = sa.or_(CostOption.amount == 0, *(option.contains(word) for word in LOW_COST))
    return set(await session.scalars(sa.select(CostOption.service_id).where(cheap)))


async def _knowing_endings(session: AsyncSession) -> set[str]:
    query = (
        sa.select(Attribute.link_id)
        .join(TaxonomyTerm, TaxonomyTerm.id == Attribute.taxonomy_term_id)
        .where(TaxonomyTerm.code == ENDINGS, Attribute.link_entity == "service")
    )
    return set(await session.scalars(query))


async def _areas(session: AsyncSession) -> dict[str, frozenset[str]]:
    """The coded areas (`extent` with `extent_type` text: "US-OR") of each service."""
    rows = await session.execute(
        sa.select(ServiceArea.service_id, ServiceArea.extent).where(
            ServiceArea.extent_type == "text", ServiceArea.extent.is_not(None)
        )
    )
    found: dict[str, set[str]] = {}
    for service_id, extent in rows:
        found.setdefault(service_id or "", set()).add((extent or "").upper())
    return {service_id: frozenset(extents) for service_id, extents in found.items()}


def _distance(place: Place, location: Location | None) -> float | None:
    """Kilometers along a great circle (haversine formula)."""
    if location is None or location.latitude is None or location.longitude is None:
        return None
    if place.latitude is None or place.longitude is None:
        return None
    low, high = math.radians(place.latitude), math.radians(location.latitude)
    east = math.radians(location.longitude - place.longitude)
    half = math.sin((high - low) / 2) ** 2
    half += math.cos(low) * math.cos(high) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
