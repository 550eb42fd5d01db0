"""Tests of bot/directory/sample.yml: nobody real can be called, visited or mistaken for."""

import re
from typing import Any

import pytest

from bot.content.load import read_yaml
from bot.directory.load import SAMPLE

# Kept for fiction: 555-0100 to 0199 (North American Numbering Plan), 0161 496 0xxx (Ofcom),
# 03 7010 xxxx (ACMA)
RESERVED = re.compile(r"\+1 503-555-01\d\d|\+44 161 496 0\d{3}|\+61 3 7010 \d{4}")


@pytest.fixture(scope="module")
def services() -> list[dict[str, Any]]:
    organizations = read_yaml(SAMPLE)["organizations"]
    return [service for organization in organizations for service in organization["services"]]


def test_every_service_says_that_it_is_an_example(services: list[dict[str, Any]]) -> None:
    assert {service["alert"] for service in services} == {"Example, not a real service"}


def test_every_number_is_kept_for_fiction_and_used_once(services: list[dict[str, Any]]) -> None:
    numbers = [phone["number"] for service in services for phone in service["phones"]]

    assert [number for number in numbers if not RESERVED.fullmatch(number)] == []
    assert len(set(numbers)) == len(services)


def test_every_web_address_is_one_that_cannot_exist() -> None:
    sites = [organization["website"] for organization in read_yaml(SAMPLE)["organizations"]]

    assert all(re.fullmatch(r"https://[\w-]+\.example/", site) for site in sites)


def test_every_city_has_variety(services: list[dict[str, Any]]) -> None:
    for zone in ("America/Los_Angeles", "Europe/London", "Australia/Melbourne"):
        here = [s for s in services if s["schedules"][0]["zone"] == zone]
        places = [
            link["location"]["location_type"] for s in here for link in s["service_at_locations"]
        ]

        assert 8 <= len(here) <= 10
        assert places.count("virtual") == 2
        assert len({language["code"] for s in here for language in s["languages"]}) >= 4
        assert len({cost["option"] for s in here for cost in s["cost_options"]}) >= 4
        assert 3 <= sum("attributes" in s for s in here) <= 6
