"""A place to look in: a city, a postcode, a state or country, online, or anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from bot.directory.postcodes import Post
from bot.directory.words import Region, fold

Kind = Literal["city", "postcode", "region", "online", "anywhere"]


@dataclass(frozen=True)
class Place:
    """Where to look. `key` is what a slot or a button keeps; `label` is for people."""

    key: str
    kind: Kind
    label: str = ""
    country: str = ""
    state: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Ambiguous:
    """More than one place may be meant."""

    options: tuple[Place, ...]


@dataclass(frozen=True)
class Unknown:
    """No place of the directory is meant."""


ONLINE = Place("online", "online")
ANYWHERE = Place("anywhere", "anywhere")
UNKNOWN = Unknown()


def online_near(country: str, state: str = "") -> Place:
    """Online, for people who live there: many may help only within their state or country."""
    if not country:
        return ONLINE
    area = f"{country}/{state}" if state else country
    return Place(f"online:{area}", "online", country=country, state=state)


def city(posts: Sequence[Post]) -> Place:
    """The city of these postcodes, in their middle."""
    first = posts[0]
    name = "-".join(fold(first.city).split())
    key = f"city:{first.country}/{first.state}/{name}"
    return _at(posts, key, "city", f"{first.city}, {first.state}, {first.country}", first.city)


def neighborhood(code: str, posts: Sequence[Post]) -> Place:
    """A postcode, in the middle of the nearest ones that are known."""
    country = posts[0].country
    one_city = posts[0].city if len({post.city for post in posts}) == 1 else ""
    return _at(posts, f"post:{country}/{code}", "postcode", f"{code}, {country}", one_city)


def region(posts: Sequence[Post], whole: Region) -> Place:
    """A state or a country, in the middle of its postcodes."""
    if not whole.state:
        return _at(posts, f"region:{whole.country}", "region", whole.name, "", wide=True)
    state = posts[0].state
    return _at(posts, f"region:{whole.country}/{state}", "region", f"{state}, {whole.country}", "")


def within(place: Place | Post, region: Region) -> bool:
    """Whether a place lies in a country or state; states are written by code or by name."""
    if place.country != region.country:
        return False
    return not region.state or fold(place.state) in (fold(region.state), fold(region.name))


def _at(
    posts: Sequence[Post], key: str, kind: Kind, label: str, city: str, wide: bool = False
) -> Place:
    return Place(
        key,
        kind,
        label,
        country=posts[0].country,
        state="" if wide else posts[0].state,
        city=city,
        latitude=fmean(post.latitude for post in posts),
        longitude=fmean(post.longitude for post in posts),
    )
