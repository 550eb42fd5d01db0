"""Tests of bot/directory/postcodes.py."""

import pytest

from bot.directory.postcodes import Post, Postcodes, prefixes


@pytest.mark.parametrize(
    ("code", "country", "found"),
    [
        ("97205", "US", ["97205", "972"]),
        ("97205-1234", "US", ["97205", "972"]),
        ("9720", "US", []),
        ("M14 5RT", "GB", ["M14", "M"]),
        ("sk1", "GB", ["SK1", "SK"]),
        ("EC1A 1BB", "GB", ["EC1A", "EC"]),
        ("M", "GB", []),
        ("3065", "AU", ["3065", "306", "30"]),
        ("K1A 0B1", "CA", ["K1A0B1", "K1A", "K1"]),
        ("100-0001", "JP", ["1000001"]),
        ("Tokyo", "JP", []),
        ("", "US", []),
    ],
)
def test_prefixes_go_from_the_code_to_its_neighborhood(
    code: str, country: str, found: list[str]
) -> None:
    assert prefixes(code, country) == found


def test_near_takes_the_narrowest_neighborhood_that_is_known() -> None:
    same = Post("US", "OR", "Portland", "97205", 45.52, -122.69)
    beside = Post("US", "OR", "Portland", "97214", 45.51, -122.64)
    far = Post("US", "OR", "Salem", "97301", 44.94, -123.03)
    known = Postcodes([same, beside, far])

    assert known.near("97205") == {"US": [same]}
    assert known.near("97299") == {"US": [same, beside]}
    assert known.near("10001") == {}


def test_near_tells_countries_apart() -> None:
    american = Post("US", "OR", "Portland", "97205", 45.52, -122.69)
    german = Post("DE", "BY", "Ochsenfurt", "97199", 49.66, 10.06)

    assert Postcodes([american, german]).near("97205") == {"DE": [german], "US": [american]}
