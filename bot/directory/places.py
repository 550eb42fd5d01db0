"""Finds the place a person means among the places of the directory. No map, no network call.

A city is known by its name (typing slips allowed), by the other names in `words.yml`, and by its
postcodes; a state or a country by its name, where the directory has a city in it.
"""

from collections.abc import Iterable
from itertools import pairwise

import sqlalchemy as sa
from rapidfuzz.distance import OSA
from sqlalchemy.ext.asyncio import AsyncSession

from bot.directory.models import Address, Language, Location, Service, ServiceAtLocation
from bot.directory.place import (
    ANYWHERE,
    ONLINE,
    UNKNOWN,
    Ambiguous,
    Place,
    Unknown,
    city,
    neighborhood,
    online_near,
    region,
    within,
)
from bot.directory.postcodes import Post, Postcodes, prefixes
from bot.directory.words import Region, Span, Token, folded, read_wishes, spans, tokens, vocabulary

SHORT_TEXT = 3
SHORTEST_MISSPELLED = 5


class Places:
    """The directory's cities, regions and postcodes, ready to be looked up."""

    def __init__(self, posts: Iterable[Post], languages: dict[str, str]) -> None:
        self.languages = languages
        self._posts = list(posts)
        self._postcodes = Postcodes(post for post in self._posts if post.code)
        same: dict[tuple[str, str, str], list[Post]] = {}
        for post in self._posts:
            same.setdefault((post.country, post.state, folded(post.city)), []).append(post)
        self._by_name: dict[str, list[Place]] = {}
        for (_, _, name), posts_there in same.items():
            self._by_name.setdefault(name, []).append(city(posts_there))
        self._by_key = {place.key: place for there in self._by_name.values() for place in there}
        for other, name in vocabulary().other_names.items():
            if folded(name) in self._by_name:
                self._by_name.setdefault(other, self._by_name[folded(name)])

    @property
    def empty(self) -> bool:
        return not self._posts

    def by_key(self, key: object) -> Place | None:
        """The place that a slot or a button names; None where the directory has it no more."""
        text = key if isinstance(key, str) else ""
        kind, _, rest = text.partition(":")
        country, _, detail = rest.partition("/")
        if text == ANYWHERE.key:
            return ANYWHERE
        if kind == "online":
            return online_near(country, detail)
        if kind == "region":
            named = vocabulary().short_regions.get(folded(country), ())
            whole = next((r for r in named if r.country == country and not r.state), None)
            return self._region(Region(country, detail, whole.name if whole else country))
        if kind == "post":
            return next((p for p in self._posted(detail) if p.country == country), None)
        return self._by_key.get(text)

    def resolve(self, text: str) -> Place | Ambiguous | Unknown:
        """The place that a text names: "97205", "near manchester m1", "i live in Melbourn".

        "Online" beside a place means online for people who live there.
        """
        wishes, found = read_wishes(text, self.languages), self._located(tokens(text))
        if found is not None:
            options = {place.key: place for place in found}
            if len(options) == 1:
                place = next(iter(options.values()))
                return online_near(place.country, place.state) if wishes.online else place
            if options and not wishes.online:
                return Ambiguous(tuple(options.values()))
        if wishes.online:
            return ONLINE
        return ANYWHERE if wishes.anywhere else UNKNOWN

    def _located(self, words: list[Token]) -> list[Place] | None:
        """Every place that the words may mean; None where they name one that we do not have."""
        cities = self._cities(words)
        regions = _regions(words, cities)
        named = [place for span in cities for place in self._by_name[span.phrase]]
        if named and regions:
            named = [place for place in named if any(within(place, r) for r in regions)]
            if not named:
                return None
        posted = self._postcoded(words)
        if posted and named:
            states = [Region(place.country, place.state, "") for place in named]
            same = [place for place in posted if any(within(place, s) for s in states)]
            return same or named + posted
        wide = [place for r in regions if (place := self._region(r))]
        return named or posted or (None if regions and not wide else wide[-1:])

    def _cities(self, words: list[Token]) -> list[Span]:
        exact = [span for span in spans(words, self._by_name) if _meant(span, words)]
        return exact or self._misspelled(words)

    def _misspelled(self, words: list[Token]) -> list[Span]:
        """One slip in a name, two in a long one, where a name may be expected."""
        found: list[tuple[int, Span]] = []
        for name in self._by_name:
            length, slips = name.count(" ") + 1, 1 if len(name) < 8 else 2
            for start in range(len(words) - length + 1):
                typed = " ".join(token.word for token in words[start : start + length])
                if typed[0] != name[0] or len(typed) < SHORTEST_MISSPELLED:
                    continue
                distance = OSA.distance(typed, name, score_cutoff=slips)
                span = Span(start, start + length, name)
                if distance <= slips and (len(words) <= SHORT_TEXT or _pointed_at(span, words)):
                    found.append((distance, span))
        best = min((distance for distance, _ in found), default=0)
        return [span for distance, span in found if distance == best]

    def _postcoded(self, words: list[Token]) -> list[Place]:
        """Where postcodes are: two words such as "M14 5RT" before one alone."""
        typed = [token.word for token in words]
        together = [self._posted(first + second) for first, second in pairwise(typed)]
        if any(together):
            return [place for places in together for place in places]
        return [place for word in typed for place in self._posted(word)]

    def _posted(self, typed: str) -> list[Place]:
        near = self._postcodes.near(typed)
        return [
            neighborhood(prefixes(typed, posts[0].country)[0], posts) for posts in near.values()
        ]

    def _region(self, whole: Region) -> Place | None:
        posts = [post for post in self._posts if within(post, whole)]
        return region(posts, whole) if posts else None


async def load_places(session: AsyncSession) -> Places:
    """The places and the languages of the active services."""
    addresses = (
        sa.select(Address, Location.latitude, Location.longitude)
        .join(Location, Location.id == Address.location_id)
        .join(ServiceAtLocation, ServiceAtLocation.location_id == Location.id)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .where(Service.status == "active", Location.location_type == "physical")
        .where(Location.latitude.is_not(None), Location.longitude.is_not(None))
        .distinct()
    )
    rows = await session.execute(addresses)
    posts = [
        Post(a.country, a.state_province, a.city, a.postal_code, latitude or 0.0, longitude or 0.0)
        for a, latitude, longitude in rows
    ]
    spoken = await session.execute(sa.select(Language.name, Language.code).distinct())
    return Places(posts, {folded(name): code for name, code in spoken if name and code})


def _regions(words: list[Token], cities: list[Span]) -> list[Region]:
    """States and countries named; beside a city only those right after it ("Portland, Maine")."""
    known = vocabulary()
    named = spans(words, known.regions)
    if not cities:
        return [region for span in named for region in known.regions[span.phrase]]
    ends = {place.end for place in cities}
    found = [r for span in named if span.start in ends for r in known.regions[span.phrase]]
    for end in sorted(ends & set(range(len(words)))):
        if words[end].typed.isupper() or end == len(words) - 1:
            found += known.short_regions.get(words[end].word, ())
    return found


def _meant(span: Span, words: list[Token]) -> bool:
    """Reading and Bath are towns, but words too."""
    everyday = span.phrase in vocabulary().phrases["everyday"]
    return not everyday or len(words) == 1 or _pointed_at(span, words)


def _pointed_at(span: Span, words: list[Token]) -> bool:
    """Written with a capital inside a text, or right after "in", "near" ..."""
    capital = span.start > 0 and words[span.start].typed[:1].isupper()
    near = spans(words[: span.start], vocabulary().phrases["near"])
    return capital or any(word.end == span.start for word in near)
