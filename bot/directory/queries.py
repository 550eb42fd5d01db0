"""Finds services for a need, the nearest first, and widens the search where nothing fits."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, combinations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.directory.candidates import Candidate, load_candidates, load_languages
from bot.directory.cards import Card, load_cards
from bot.directory.place import Place

PAGE = 3
LANGUAGES = 2
NEAR_KM = 50.0
FARTHER_KM = 250.0
# What is given up first where nothing fits, and the places looked at after the one asked for
WISHES = ("cost", "language", "endings")
WIDER: dict[str, tuple[str, ...]] = {
    "city": ("", "nearby", "online"),
    "postcode": ("", "nearby", "online"),
    "region": ("", "online"),
    "online": ("", "anywhere"),
    "anywhere": ("",),
}


@dataclass(frozen=True)
class Need:
    """What a person looks for. `language` is a code ("es"), `cost` is "low" or None."""

    place: Place
    language: str | None = None
    cost: str | None = None
    endings: bool = False
    page: int = 0


@dataclass(frozen=True)
class Found:
    """At most three cards. `widened`: what was given up (cost, language, endings) and where the
    search went instead (nearby, online, anywhere); `more`: whether a next page has any;
    `languages`: (code, name) that some of those found speak and others do not."""

    cards: tuple[Card, ...]
    widened: tuple[str, ...]
    more: bool
    languages: tuple[tuple[str, str], ...] = ()


async def find(session: AsyncSession, need: Need, now: datetime | None = None) -> Found:
    """The page of services that fits `need`; `now` (aware) decides what is open."""
    candidates = await load_candidates(session, need.place, need.language)
    asked = [wish for wish in WISHES if getattr(need, wish)]
    fitting: list[Candidate] = []
    widened: tuple[str, ...] = ()
    for given_up, where in _ever_wider(asked, need.place):
        kept = set(asked) - set(given_up)
        fitting = [c for c in candidates if kept <= c.fits and _is_there(c, need.place, where)]
        if fitting:
            widened = (*given_up, *([where] if where else []))
            break
    nearest: dict[str, Candidate] = {}
    for candidate in sorted(fitting, key=_order):
        nearest.setdefault(candidate.service_id, candidate)
    services, start = list(nearest.values()), max(need.page, 0) * PAGE
    chosen = services[start : start + PAGE]
    reasons = {c.service_id: _reasons(c, need, asked) for c in chosen}
    places = {c.service_id: c.location_id for c in chosen}
    cards = await load_cards(session, places, reasons, now or datetime.now(UTC))
    spoken = [] if need.language else await load_languages(session, list(nearest))
    choice = [(code, name) for code, name, many in spoken if many < len(services)]
    return Found(tuple(cards), widened, len(services) > start + PAGE, tuple(choice[:LANGUAGES]))


def _ever_wider(asked: list[str], place: Place) -> Iterator[tuple[tuple[str, ...], str]]:
    """All searches worth a try: as asked, then with one thing given up, then with two ..."""
    wishes = chain.from_iterable(combinations(asked, n) for n in range(len(asked) + 1))
    every = [(given_up, where) for given_up in wishes for where in WIDER[place.kind]]
    yield from sorted(every, key=lambda step: (len(step[0]) + bool(step[1]), bool(step[1])))


def _is_there(candidate: Candidate, place: Place, where: str) -> bool:
    if where == "online" or (place.kind == "online" and not where):
        return candidate.online and _serves(candidate, place)
    if place.kind == "anywhere":
        return True
    if where == "anywhere":
        return not place.country or candidate.country == place.country
    if candidate.online or candidate.country != place.country:
        return False
    if place.kind == "region":
        return not place.state or candidate.state == place.state
    if candidate.distance is None:
        return bool(place.city) and candidate.city == place.city
    return candidate.distance <= (FARTHER_KM if where == "nearby" else NEAR_KM)


def _serves(candidate: Candidate, place: Place) -> bool:
    """Whether people who live there may use it; areas are ISO 3166 codes such as US or US-OR."""
    if not candidate.areas or not place.country:
        return True
    if place.country in candidate.areas:
        return True
    states = {area for area in candidate.areas if area.startswith(f"{place.country}-")}
    return bool(states) if not place.state else f"{place.country}-{place.state}" in states


def _order(candidate: Candidate) -> tuple[float, bool, str, str]:
    far = math.inf if candidate.distance is None else candidate.distance
    return far, "endings" not in candidate.fits, candidate.name, candidate.service_id


def _reasons(candidate: Candidate, need: Need, asked: list[str]) -> tuple[str, ...]:
    """Why it is shown, as keys that the replies have words for; never empty."""
    located = need.place.kind in ("city", "postcode") and candidate.distance is not None
    near = located and not candidate.online and (candidate.distance or 0) <= NEAR_KM
    known = {
        "near": near,
        "online": candidate.online,
        "language": "language" in asked and "language" in candidate.fits,
        "cost": "cost" in asked and "cost" in candidate.fits,
        "endings": "endings" in candidate.fits,
    }
    return tuple(key for key, holds in known.items() if holds) or ("people",)
