"""Tests of bot/directory/places.py: what people type, against the sample and small directories."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.directory.place import ANYWHERE, ONLINE, Ambiguous, Place, Unknown, city
from bot.directory.places import Places, load_places
from bot.directory.postcodes import Post

SPRINGFIELDS = Places(
    [
        Post("US", "IL", "Springfield", "62701", 39.80, -89.65),
        Post("US", "MO", "Springfield", "65806", 37.21, -93.29),
        Post("GB", "England", "Reading", "RG1", 51.45, -0.97),
        Post("GB", "England", "Bath", "BA1", 51.38, -2.36),
        Post("CA", "ON", "Ottawa", "K1A 0B1", 45.42, -75.70),
        Post("BR", "SP", "São Paulo", "01000-000", -23.55, -46.63),
    ],
    {"english": "en"},
)


@pytest.fixture
async def places(sample: AsyncSession) -> Places:
    return await load_places(sample)


def said(found: Place | Ambiguous | Unknown) -> str | list[str] | None:
    """The key, the keys to choose from, or None."""
    if isinstance(found, Ambiguous):
        return [place.key for place in found.options]
    return found.key if isinstance(found, Place) else None


PORTLAND = "city:US/OR/portland"
MANCHESTER = "city:GB/England/manchester"
MELBOURNE = "city:AU/VIC/melbourne"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Portland", PORTLAND),
        ("portland please", PORTLAND),
        ("PORTLAND!!!", PORTLAND),
        ("i'm in portland, oregon", PORTLAND),
        ("Portland OR", PORTLAND),
        ("portland or", PORTLAND),
        ("Portland, USA", PORTLAND),
        ("pdx", PORTLAND),
        ("somewhere near Portlnd", PORTLAND),
        ("i used to live in texas but now it's portland", PORTLAND),
        ("97205", "post:US/97205"),
        ("97205-1234", "post:US/97205"),
        ("my zip is 97299", "post:US/97299"),
        ("Portland, Oregon 97214", "post:US/97214"),
        ("near manchester m1", "post:GB/M1"),
        ("M14 5RT", "post:GB/M14"),
        ("m14 5rt", "post:GB/M14"),
        ("manchester", MANCHESTER),
        ("Manchester, England", MANCHESTER),
        ("manchster", MANCHESTER),
        ("mcr", MANCHESTER),
        ("i live in Melbourn", MELBOURNE),
        ("melbourne, victoria", MELBOURNE),
        ("3065", "post:AU/3065"),
        ("postcode 3099", "post:AU/3099"),
        ("st. kilda", "city:AU/VIC/st-kilda"),
        ("not online, manchester please", MANCHESTER),
        ("oregon", "region:US/OR"),
        ("anywhere in oregon", "region:US/OR"),
        ("somewhere in australia", "region:AU"),
        ("uk", "region:GB"),
        ("London, UK", "region:GB"),
        ("online", "online"),
        ("by phone", "online"),
        ("online in portland", "online:US/OR"),
        ("video calls, i'm in the uk", "online:GB"),
        ("anywhere", "anywhere"),
        ("i don't care where", "anywhere"),
        ("portland or melbourne", [PORTLAND, MELBOURNE]),
    ],
)
def test_resolve_finds_the_place(places: Places, typed: str, key: str | list[str]) -> None:
    assert said(places.resolve(typed)) == key


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "london",
        "Portland, Maine",
        "portland maine please",
        "10001",
        "SW1A 1AA",
        "nowhere",
        "in need of help",
        "i miss her so much",
        "she left me in 2019",
        "not online",
        "nothing online please",
        "🙂" * 50,
        "'; DROP TABLE service; --",
        "%00 \x00 \x1b[2J",
        "مانشستر",
        "{place}",
    ],
)
def test_resolve_finds_no_place_where_none_is_meant(places: Places, typed: str) -> None:
    assert said(places.resolve(typed)) is None


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("springfield", ["city:US/IL/springfield", "city:US/MO/springfield"]),
        ("springfeld", ["city:US/IL/springfield", "city:US/MO/springfield"]),
        ("Springfield, Illinois", "city:US/IL/springfield"),
        ("springfield mo", "city:US/MO/springfield"),
        ("springfield 65806", "post:US/65806"),
        ("springfield oregon", None),
        ("reading", "city:GB/England/reading"),
        ("i live in reading", "city:GB/England/reading"),
        ("i was reading about bath salts", None),
        ("we moved to Bath last year", "city:GB/England/bath"),
        ("k1a0b1", "post:CA/K1A0B1"),
        ("K1A 0B9", "post:CA/K1A0B9"),
        ("sao paulo", "city:BR/SP/sao-paulo"),
        ("São Paulo", "city:BR/SP/sao-paulo"),
    ],
)
def test_resolve_asks_where_names_meet(typed: str, key: str | list[str] | None) -> None:
    assert said(SPRINGFIELDS.resolve(typed)) == key


def test_resolve_reads_the_beginning_of_a_very_long_text(places: Places) -> None:
    began = time.process_time()

    assert said(places.resolve("portland " + "a" * 20_000)) == PORTLAND
    assert said(places.resolve("a" * 20_000)) is None
    assert said(places.resolve("word " * 4_000 + "portland")) is None
    assert time.process_time() - began < 1


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_resolve_takes_any_text(text: str) -> None:
    assert isinstance(SPRINGFIELDS.resolve(text), (Place, Ambiguous, Unknown))


def test_by_key_gives_back_every_place_it_gave(places: Places) -> None:
    typed = [
        "portland",
        "97205",
        "m14 5rt",
        "oregon",
        "uk",
        "online",
        "online in oregon",
        "anywhere",
    ]
    found = [places.resolve(text) for text in typed]

    assert [places.by_key(place.key) for place in found if isinstance(place, Place)] == found


@pytest.mark.parametrize(
    "key",
    ["", "city:US/OR/atlantis", "region:FR", "post:US/10001", "post:XX", "'; --", None, 7, {}],
)
def test_by_key_knows_no_other_key(places: Places, key: object) -> None:
    assert places.by_key(key) is None


def test_an_empty_directory_knows_no_city_but_still_online() -> None:
    empty = Places([], {})

    assert empty.empty
    assert said(empty.resolve("portland")) is None
    assert (empty.resolve("online"), empty.resolve("anywhere")) == (ONLINE, ANYWHERE)


def test_a_city_lies_in_the_middle_of_its_postcodes() -> None:
    posts = [Post("US", "OR", "Portland", code, at, -122.0) for code, at in [("1", 45), ("2", 46)]]

    assert city(posts).latitude == 45.5


def test_languages_are_those_of_the_directory(places: Places) -> None:
    assert (places.languages["spanish"], places.languages["british sign language"]) == ("es", "bfi")


def test_resolve_is_quick_among_two_thousand_towns() -> None:
    posts = [Post("US", "OR", f"Town{n}ville", f"{n:05d}", 45.0, -122.0) for n in range(2_000)]
    many = Places(posts, {})
    began = time.process_time()
    found = [said(many.resolve(text)) for text in ("town1999vile", "i live in town77ville now")]

    assert found == ["city:US/OR/town1999ville", "city:US/OR/town77ville"]
    assert time.process_time() - began < 1
