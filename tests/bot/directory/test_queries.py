"""Tests of bot/directory/queries.py, candidates.py and cards.py on a real database."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.directory.hours import Opening
from bot.directory.load import load_file
from bot.directory.place import ANYWHERE, ONLINE, Place
from bot.directory.places import Places, load_places
from bot.directory.queries import Found, Need, find

from .conftest import location, service

MONDAY = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
ENDINGS = {
    "taxonomy_term": {"code": "therapy_endings", "name": "Endings", "description": "Endings."}
}
ONLINE_LOCATION = {"location_type": "virtual"}


def place(places: Places, typed: str) -> Place:
    found = places.resolve(typed)
    assert isinstance(found, Place)
    return found


def names(found: Found) -> list[str]:
    return [card.name for card in found.cards]


async def test_find_gives_three_at_a_time_the_nearest_first(sample: AsyncSession) -> None:
    portland = place(await load_places(sample), "97205")
    pages = [await find(sample, Need(portland, page=page), MONDAY) for page in range(4)]

    assert [names(page) for page in pages] == [
        ["Heronwick Counseling", "Foglamp Grief House", "Quillfern Training Clinic"],
        ["Alderlight Collective", "Puente Farol", "Tidewright Counseling"],
        ["Larkloom Family Practice"],
        [],
    ]
    assert [page.more for page in pages] == [True, True, False, False]
    assert [page.widened for page in pages] == [(), (), (), ()]


async def test_find_gives_all_that_a_card_shows(sample: AsyncSession) -> None:
    portland = place(await load_places(sample), "97205")
    card = (await find(sample, Need(portland), MONDAY)).cards[0]

    assert (card.name, card.organization) == ("Heronwick Counseling", "Heronwick Counseling")
    assert card.what == "One-to-one counseling. Loss and grief are the focus."
    assert (card.phone, card.phone_href) == ("(503) 555-0101 (US)", "tel:+15035550101")
    assert card.hours == Opening("open", "17:00", "PST")
    assert card.cost == "$140 a session"
    assert card.languages == ("English",)
    assert (card.where, card.online) == ("12 Example Street, Portland, OR 97205", False)
    assert card.url == "https://heronwick-counseling.example/"
    assert card.alert == "Example, not a real service"
    assert card.why == ("near", "endings")


@pytest.mark.parametrize(
    ("typed", "wishes", "expected", "why"),
    [
        ("portland", {"language": "es"}, ["Alderlight Collective", "Puente Farol"], "language"),
        ("manchester", {"language": "pl"}, ["Copper Wren"], "language"),
        (
            "melbourne",
            {"cost": "low", "endings": True},
            ["Wattlebird Rooms"],
            "cost",
        ),
        ("online in oregon", {"cost": "low", "language": "es"}, ["Cedar Lattice Online"], "online"),
    ],
)
async def test_find_keeps_to_the_wishes(
    sample: AsyncSession, typed: str, wishes: dict[str, Any], expected: list[str], why: str
) -> None:
    found = await find(sample, Need(place(await load_places(sample), typed), **wishes), MONDAY)

    assert (names(found), found.widened) == (expected, ())
    assert all(why in card.why for card in found.cards)


async def test_find_online_keeps_to_the_state_and_country_of_the_person(
    sample: AsyncSession,
) -> None:
    places = await load_places(sample)
    oregon = await find(sample, Need(place(places, "online in oregon")), MONDAY)
    england = await find(sample, Need(place(places, "online, manchester")), MONDAY)
    anyone = await find(sample, Need(ONLINE), MONDAY)

    assert names(oregon) == ["Cedar Lattice Online", "Northlamp Circle"]
    assert names(england) == ["Furtherlamp Online", "The Hollow Hour"]
    assert (len(anyone.cards), anyone.more) == (3, True)
    assert [card.where for card in oregon.cards] == ["Oregon", "Oregon"]


@pytest.mark.parametrize(
    ("typed", "wishes", "widened"),
    [
        ("gresham", {"cost": "low", "language": "ru"}, ("cost",)),
        ("manchester", {"language": "so"}, ("language",)),
        ("salem", {"cost": "low", "language": "zh"}, ("language",)),
        ("leeds", {"cost": "low", "language": "ar"}, ("cost",)),
        ("geelong", {"cost": "low", "language": "it", "endings": True}, ("language",)),
    ],
)
async def test_find_widens_one_step_and_says_which(
    sample: AsyncSession, typed: str, wishes: dict[str, Any], widened: tuple[str, ...]
) -> None:
    found = await find(sample, Need(place(await load_places(sample), typed), **wishes), MONDAY)

    assert found.cards
    assert found.widened == widened


async def test_find_looks_farther_and_online_before_it_gives_up_two_wishes(
    tmp_path: Path, open_session: Callable[[str], Any]
) -> None:
    dear = [{"option": "standard", "amount": 200}]
    free = [{"option": "free", "amount": 0}]
    spanish = [{"code": "es", "name": "Spanish"}]
    faraway = location("far", "Peoria", "IL", "61602", at=(40.69, -89.59))
    document = [
        service("near", cost_options=dear),
        service(
            "far",
            cost_options=free,
            languages=spanish,
            service_at_locations=[{"location": faraway}],
        ),
    ]
    async with open_session(loaded(tmp_path, document)) as session:
        springfield = place(await load_places(session), "springfield")
        both = await find(session, Need(springfield, language="es", cost="low"), MONDAY)
        none = await find(session, Need(springfield, endings=True), MONDAY)

    assert (names(both), both.widened) == (["far"], ("nearby",))
    assert both.cards[0].why == ("language", "cost")
    assert (names(none), none.widened) == (["near"], ("endings",))


async def test_find_goes_online_where_nobody_is_near(
    tmp_path: Path, open_session: Callable[[str], Any]
) -> None:
    towns = [
        service("closed", status="temporarily closed"),
        service(
            "open", languages=[{"code": "es"}], service_at_locations=[{"location": ONLINE_LOCATION}]
        ),
        service(
            "elsewhere",
            service_at_locations=[
                {"location": location("elsewhere", "Miami", "FL", "33101", at=(25.8, -80.2))}
            ],
        ),
    ]
    async with open_session(loaded(tmp_path, towns)) as session:
        here = Place("here", "city", "Here", "US", "IL", "Here", 39.80, -89.65)
        found = await find(session, Need(here), MONDAY)
        empty = await find(session, Need(Place("there", "city", "There", "FR")), MONDAY)

    assert (names(found), found.widened) == (["open"], ("online",))
    assert found.cards[0].why == ("online",)
    assert empty.widened in ((), ("online",))


async def test_find_in_an_empty_directory_finds_nothing(
    tmp_path: Path, open_session: Callable[[str], Any]
) -> None:
    url = loaded(tmp_path, [service("gone", status="defunct")])
    async with open_session(url) as session:
        assert await find(session, Need(ANYWHERE), MONDAY) == Found((), (), False)


async def test_find_shows_a_service_of_two_places_once_at_the_nearer(
    tmp_path: Path, open_session: Callable[[str], Any]
) -> None:
    far = location("far", "Decatur", "IL", "62521", at=(39.84, -88.95))
    links = [{"location": far}, {"location": location("near")}]
    async with open_session(
        loaded(tmp_path, [service("a", service_at_locations=links)])
    ) as session:
        springfield = place(await load_places(session), "springfield")
        found = await find(session, Need(springfield), MONDAY)

    assert [card.where for card in found.cards] == ["1 Example Street, Springfield, IL 62701"]


async def test_find_serves_a_place_without_coordinates_by_its_city(
    tmp_path: Path, open_session: Callable[[str], Any]
) -> None:
    unmeasured = [{"location": location("b", at=None)}]
    document = [service("a"), service("b", service_at_locations=unmeasured)]
    async with open_session(loaded(tmp_path, document)) as session:
        found = await find(session, Need(place(await load_places(session), "springfield")), MONDAY)

    assert names(found) == ["a", "b"]
    assert [card.why for card in found.cards] == [("near",), ("people",)]


async def test_a_bare_service_still_makes_a_card(
    tmp_path: Path, open_session: Callable[[str], Any]
) -> None:
    bare = service("a", phones=None, service_at_locations=None, description=None)
    async with open_session(loaded(tmp_path, [bare])) as session:
        card = (await find(session, Need(ANYWHERE), MONDAY)).cards[0]

    assert (card.name, card.organization, card.what) == ("a", "a org", "Who.")
    assert (card.phone, card.phone_href, card.cost, card.languages) == ("", "", "", ())
    assert (card.hours, card.where, card.online) == (Opening("unknown"), "", True)


async def test_a_card_takes_the_phone_and_hours_nearest_to_the_place(
    tmp_path: Path, open_session: Callable[[str], Any]
) -> None:
    weekly = {"byday": "MO", "opens_at": "09:00", "zone": "America/Chicago"}
    link = {
        "location": {**location("a"), "phones": [{"number": "+1 503 555 0103"}]},
        "phones": [{"number": "+1 503 555 0101", "type": "fax"}, {"number": "+1 503 555 0102"}],
        "schedules": [{**weekly, "closes_at": "18:00"}],
    }
    whole = service("a", service_at_locations=[link], schedules=[{**weekly, "closes_at": "12:00"}])
    async with open_session(loaded(tmp_path, [whole])) as session:
        card = (await find(session, Need(ANYWHERE), MONDAY)).cards[0]

    assert card.phone == "(503) 555-0102 (US)"
    assert card.hours == Opening("open", "18:00", "CST")


async def test_languages_to_choose_from_are_those_that_only_some_speak(
    sample: AsyncSession,
) -> None:
    portland = place(await load_places(sample), "portland")

    found = await find(sample, Need(portland), MONDAY)
    assert found.languages == (("es", "Spanish"), ("zh", "Chinese"))
    assert (await find(sample, Need(portland, language="es"), MONDAY)).languages == ()


@pytest.mark.parametrize("language", ["'; DROP TABLE service; --", "%", "es-%", "", "🙂" * 100])
async def test_a_strange_language_finds_somebody_all_the_same(
    sample: AsyncSession, language: str
) -> None:
    portland = place(await load_places(sample), "portland")
    found = await find(sample, Need(portland, language=language), MONDAY)

    assert len(found.cards) == 3
    assert found.widened == (("language",) if language else ())


async def test_find_is_quick_among_three_thousand_services(
    tmp_path: Path, open_session: Callable[[str], Any]
) -> None:
    many = [
        service(
            f"s{n}",
            service_at_locations=[{"location": location(f"s{n}", at=(39.8 + n / 5000, -89.65))}],
            languages=[{"code": "es" if n % 7 == 0 else "en"}],
        )
        for n in range(3_000)
    ]
    async with open_session(loaded(tmp_path, many)) as session:
        springfield = place(await load_places(session), "springfield")
        await find(session, Need(springfield), MONDAY)
        began = time.process_time()
        found = await find(session, Need(springfield, language="es"), MONDAY)
        took = time.process_time() - began

    assert len(found.cards) == 3
    assert took < 2


def loaded(tmp_path: Path, document: list[Any]) -> str:
    path = tmp_path / "some.json"
    path.write_text(json.dumps(document))
    url = f"sqlite:///{tmp_path / 'some.db'}"
    load_file(url, path)
    return url
