"""Tests of bot/directory/load.py and document.py: files good and bad into real tables."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directory.document import DirectoryInvalid, read_document
from bot.directory.load import SAMPLE, Loaded, load_file
from bot.directory.models import Base

from .conftest import location, service, uuid

ROOT = Path(__file__).resolve().parents[3]
TABLES = list(Base.metadata.tables)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'directory.db'}"


def write(tmp_path: Path, document: Any, name: str = "list.json") -> Path:
    path = tmp_path / name
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def rows(url: str, query: str) -> list[Any]:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        return connection.execute(query).fetchall()


def everything(url: str) -> dict[str, list[Any]]:
    return {table: rows(url, f"SELECT * FROM {table} ORDER BY id") for table in TABLES}


def problems(document: Any) -> list[str]:
    with pytest.raises(DirectoryInvalid) as error:
        read_document(document, "list.json")
    return error.value.problems


def test_load_file_counts_what_it_loaded(url: str) -> None:
    assert load_file(url, SAMPLE) == Loaded(organizations=29, services=29, locations=29)


def test_load_file_twice_leaves_the_same_rows(url: str) -> None:
    load_file(url, SAMPLE)
    before = everything(url)
    load_file(url, SAMPLE)

    assert everything(url) == before


def test_load_file_replaces_what_belongs_to_a_service_and_leaves_others_alone(
    url: str, tmp_path: Path
) -> None:
    load_file(url, SAMPLE)
    others = everything(url)
    two_phones = [{"number": "+1 503 555 0101"}, {"number": "+1 503 555 0102"}]
    load_file(url, write(tmp_path, [service("a", phones=two_phones)]))
    load_file(url, write(tmp_path, [service("a", name="b", phones=two_phones[1:])]))

    own = f"service_id = '{uuid('a')}'"
    assert rows(url, f"SELECT number FROM phone WHERE {own}") == [("+1 503-555-0102",)]
    assert rows(url, f"SELECT name FROM service WHERE id = '{uuid('a')}'") == [("b",)]
    kept = everything(url)
    assert all(set(others[table]) <= set(kept[table]) for table in TABLES)


def test_load_file_refuses_all_of_a_file_with_one_mistake(url: str, tmp_path: Path) -> None:
    load_file(url, SAMPLE)
    before = everything(url)
    path = write(tmp_path, [service("a"), service("b", status="open")])

    with pytest.raises(DirectoryInvalid, match=r"list.json: service 2 \(b\): status 'open'"):
        load_file(url, path)
    assert everything(url) == before


def test_load_file_killed_half_way_leaves_nothing_behind(url: str, tmp_path: Path) -> None:
    load_file(url, SAMPLE)
    before = everything(url)
    path = write(tmp_path, [service(str(number)) for number in range(50)])
    killed = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "import bot.directory.load as load\n"
        "upsert = load._upsert\n"
        "def die_after_the_services(connection, table, rows):\n"
        "    upsert(connection, table, rows)\n"
        "    if table.name == 'service':\n"
        "        os._exit(9)\n"
        "load._upsert = die_after_the_services\n"
        "load.load_file(sys.argv[1], Path(sys.argv[2]))\n"
    )
    done = subprocess.run([sys.executable, "-c", killed, url, str(path)], cwd=ROOT, timeout=200)

    assert done.returncode == 9
    assert everything(url) == before
    assert load_file(url, path).services == 50


def test_load_file_names_an_organization_that_is_nowhere(url: str, tmp_path: Path) -> None:
    lone = service("a", organization=None, organization_id=uuid("someone else"))

    with pytest.raises(DirectoryInvalid, match="neither in this file nor loaded"):
        load_file(url, write(tmp_path, [lone]))


def test_load_file_takes_an_organization_of_an_earlier_file(url: str, tmp_path: Path) -> None:
    load_file(url, write(tmp_path, [service("a")]))
    second = service("b", organization=None, organization_id=uuid("a org"))

    assert load_file(url, write(tmp_path, [second])).services == 1


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.json", "", "line 1"),
        ("a.json", "{", "line 1"),
        ("a.json", "[" * 100_000, "nested too deeply"),
        ("a.yml", "[" * 5_000, "nested too deeply"),
        ("a.yml", "a: 1\na: 2\n", "line 2"),
        ("a.yml", "", "no service in it"),
        ("a.yml", "# nothing\n", "no service in it"),
        ("a.csv", "id,name\n", r"must end in \.yml, \.yaml or \.json"),
        ("a.json", "null", "no service in it"),
        ("a.json", "[]", "no service in it"),
        ("a.json", "7", "'7' must be names with values"),
        ("a.json", '["; DROP TABLE service; --"]', "must be names with values"),
    ],
    ids=range(12),
)
def test_a_file_of_another_kind_is_told(
    tmp_path: Path, url: str, name: str, text: str, says: str
) -> None:
    with pytest.raises(DirectoryInvalid, match=says) as error:
        load_file(url, write(tmp_path, text, name))

    assert str(error.value).startswith("a.")


def test_a_file_that_is_not_there_is_told(tmp_path: Path, url: str) -> None:
    with pytest.raises(DirectoryInvalid, match="cannot be read: No such file"):
        load_file(url, tmp_path / "none.json")


@pytest.mark.parametrize("name", ["a.json", "a.yml"])
def test_a_file_that_is_not_text_is_told(tmp_path: Path, url: str, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xff\xfe\x00[")

    with pytest.raises(DirectoryInvalid, match="not UTF-8 text"):
        load_file(url, tmp_path / name)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"id": None}, "id is missing"),
        ({"id": "7"}, "id '7' is no UUID"),
        ({"id": 7}, "id 7 is no UUID"),
        ({"name": None}, "name is missing"),
        ({"name": 97205}, "name 97205 must be text; put it in quotes"),
        ({"name": "a" * 6_000}, "name 6000 characters; 5000 are the most"),
        ({"name": "a\x00b"}, "name holds control characters"),
        ({"status": ""}, "status is missing"),
        ({"organization": None}, "belongs to no organization"),
        ({"organization": "Someone"}, "organization 1: 'Someone' must be names with values"),
        ({"organization": []}, "organization must be one mapping"),
        ({"phones": {"number": "1"}}, "phones must be a list"),
        ({"phones": [{"number": "12"}]}, "number '12' cannot be dialed"),
        ({"phones": [{}]}, "phone 1: number is missing"),
        ({"phonse": []}, "'phonse' is no field of it; did you mean phones?"),
        ({"url": "stillwater.example"}, "url 'stillwater.example' must start with https://"),
        ({"languages": [{"code": "!"}]}, "language 1: code '!' is no language code"),
        ({"cost_options": [{"amount": "ten"}]}, "amount 'ten' is no number"),
        ({"cost_options": [{"amount": True}]}, "amount True is no number"),
        ({"cost_options": [{"amount": float("nan")}]}, "amount nan is no number"),
        ({"cost_options": [{"amount": -1}]}, "amount -1 must lie between 0 and"),
        ({"cost_options": [{"valid_to": "soon"}]}, "valid_to 'soon' is no date"),
        ({"schedules": [{"opens_at": "25:00"}]}, "opens_at '25:00' is no time"),
        ({"schedules": [{"opens_at": 540}]}, "opens_at 540 is no time"),
        ({"schedules": [{"byday": "Monday"}]}, "byday 'MONDAY' must be days such as MO,TU"),
        ({"schedules": [{"zone": "Oregon"}]}, "zone 'Oregon' is no time zone"),
        ({"schedules": [{"zone": "../../etc/passwd"}]}, "is no time zone"),
        ({"schedules": [{"interval": 0}]}, "interval 0 must be a whole number"),
        (
            {"service_at_locations": [{"location": location("a", country="Atlantis")}]},
            "country 'Atlantis' is no country",
        ),
        (
            {"service_at_locations": [{"location": location("a", at=(91, 0))}]},
            "latitude 91 must lie between -90 and 90",
        ),
        (
            {"service_at_locations": [{"location": {"location_type": "physical", "latitude": 1}}]},
            "give latitude and longitude, or neither",
        ),
        (
            {"service_at_locations": [{"location": {**location("a"), "location_type": "roof"}}]},
            "location_type 'roof' must be one of physical, postal, virtual",
        ),
    ],
)
def test_each_mistake_is_told_with_its_place(changes: dict[str, Any], says: str) -> None:
    whole = service("a") | changes
    whole = {key: value for key, value in whole.items() if value is not None}
    found = problems([service("good"), whole])

    assert len(found) == 1
    assert found[0].startswith("service 2")
    assert says in found[0]


def test_at_most_twenty_problems_are_shown_and_the_rest_counted() -> None:
    with pytest.raises(DirectoryInvalid) as error:
        read_document([{}] * 50, "list.json")

    assert str(error.value).splitlines()[-1] == "... and 30 more"


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {"contents": [one], "page_number": 1},
        lambda one: {"services": [one]},
        lambda one: {"organizations": [{**one["organization"], "services": [one]}]},
        lambda one: [{**one["organization"], "services": [one]}],
        lambda one: {**one["organization"], "services": [one]},
    ],
)
def test_every_shape_of_hsds_gives_the_same_rows(wrap: Any) -> None:
    found = read_document(wrap(service("a")), "list.json")

    expected = read_document([service("a")], "list.json")
    assert {table: set(found[table]) for table in TABLES} == {
        table: set(expected[table]) for table in TABLES
    }


def test_one_phone_named_at_several_places_is_one_row() -> None:
    phone = {"id": uuid("phone"), "number": "+1 503 555 0101"}
    place = {**location("a"), "phones": [phone]}
    whole = service("a", phones=[phone], service_at_locations=[{"location": place}])

    found = read_document([whole], "list.json")["phone"]
    assert found == {
        uuid("phone"): {
            "id": uuid("phone"),
            "number": "+1 503-555-0101",
            "service_id": uuid("a"),
            "location_id": uuid("a location"),
        }
    }


def test_a_phone_without_country_code_is_of_the_country_of_its_place() -> None:
    place = location("a", "Manchester", "England", "M1", "GB")
    whole = service(
        "a", phones=[{"number": "0161 496 0101"}], service_at_locations=[{"location": place}]
    )

    found = read_document([whole], "list.json")["phone"]
    assert [phone["number"] for phone in found.values()] == ["+44 161 496 0101"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("09:00", "09:00"),
        ("9:00", "09:00"),
        ("9am", "09:00"),
        ("9:30 p.m.", "21:30"),
        ("12am", "00:00"),
        ("12 PM", "12:00"),
        ("17:30:00", "17:30"),
        ("09:00-05:00", "09:00"),
        ("24:00", "00:00"),
    ],
)
def test_times_are_read_as_people_write_them(written: str, kept: str) -> None:
    whole = service("a", schedules=[{"byday": "MO", "opens_at": written}])

    found = read_document([whole], "list.json")["schedule"]
    assert [f"{row['opens_at']:%H:%M}" for row in found.values()] == [kept]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "name", "status", "organization", "phones", "services", "x"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=150, deadline=None)
def test_any_document_is_read_or_refused_in_words(document: Any) -> None:
    try:
        read_document(document, "list.json")
    except DirectoryInvalid as error:
        assert str(error).startswith("list.json: ")
