"""Finds where a postcode is from the postcodes in the directory: the same one, or its neighbors."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# country -> (shape without spaces, how many leading characters say that two are neighbors)
SHAPES = {
    "US": (re.compile(r"\d{5}"), (5, 3)),
    "AU": (re.compile(r"\d{4}"), (4, 3, 2)),
    "NZ": (re.compile(r"\d{4}"), (4, 2)),
    "CA": (re.compile(r"[A-Z]\d[A-Z](\d[A-Z]\d)?"), (6, 3, 2)),
    "DE": (re.compile(r"\d{5}"), (5, 3, 2)),
    "FR": (re.compile(r"\d{5}"), (5, 2)),
    "ES": (re.compile(r"\d{5}"), (5, 2)),
}
ZIP_PLUS_4 = re.compile(r"\d{5}-\d{4}")
BRITISH = re.compile(r"([A-Z]{1,2})(\d[A-Z\d]?)(\d[A-Z]{2})?")


@dataclass(frozen=True)
class Post:
    """A postcode of the directory and where it is, in degrees."""

    country: str
    state: str
    city: str
    code: str
    latitude: float
    longitude: float


class Postcodes:
    """The directory's postcodes by all the prefixes that make a neighborhood."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self._by_prefix: dict[tuple[str, str], list[Post]] = {}
        for post in posts:
            for prefix in prefixes(post.code, post.country):
                self._by_prefix.setdefault((post.country, prefix), []).append(post)
        self._countries = sorted({country for country, _ in self._by_prefix})

    def near(self, code: str) -> dict[str, list[Post]]:
        """The nearest known postcodes for a typed one, by country; empty where none is near."""
        found: dict[str, list[Post]] = {}
        for country in self._countries:
            for prefix in prefixes(code, country):
                posts = self._by_prefix.get((country, prefix))
                if posts:
                    found[country] = posts
                    break
        return found


def plain(code: str) -> str:
    """Without spaces, in capitals; a US code without its last four digits."""
    capitals = code.strip().upper()
    return re.sub(r"[\s-]", "", capitals[:5] if ZIP_PLUS_4.fullmatch(capitals) else capitals)


def prefixes(code: str, country: str) -> list[str]:
    """The code and its neighborhoods, narrow ones first; empty for what is no code there.

    British ones: the outward code ("M14"), then the letters of the area ("M").
    """
    bare = plain(code)
    if country == "GB":
        found = BRITISH.fullmatch(bare)
        return [found[1] + found[2], found[1]] if found else []
    if country not in SHAPES:
        return [bare] if any(c.isdigit() for c in bare) else []
    shape, lengths = SHAPES[country]
    if not shape.fullmatch(bare):
        return []
    return list(dict.fromkeys(bare[:length] for length in lengths))
