"""Tests of bot/directory/words.py: wishes in what people type."""

import pytest

from bot.directory.words import Wishes, read_wishes, tells_own_place, tells_where

LANGUAGES = {"english": "en", "spanish": "es", "polish": "pl"}


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("low cost in spanish online", Wishes("es", "low", online=True)),
        ("somewhere cheap please", Wishes(cost="low")),
        ("i can't afford much", Wishes(cost="low")),
        ("i can’t afford much", Wishes(cost="low")),
        ("no insurance, online", Wishes(cost="low", online=True)),
        ("nothing online, no money", Wishes(cost="low")),
        ("i don't want anything online", Wishes()),
        ("not online", Wishes()),
        ("not in spanish", Wishes("es")),
        ("en español", Wishes("es")),
        ("who speaks Polish", Wishes("pl")),
        ("someone who knows about endings", Wishes(endings=True)),
        ("anywhere, over the phone", Wishes(online=True, anywhere=True)),
        ("portland", Wishes()),
        ("", Wishes()),
        ("🙂", Wishes()),
        ("x" * 20_000, Wishes()),
    ],
)
def test_read_wishes_finds_what_is_asked_for(text: str, wishes: Wishes) -> None:
    assert read_wishes(text, LANGUAGES) == wishes


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("i live in portland and miss her", True),
        ("I'm in Leeds", True),
        ("is there someone near me", True),
        ("she moved to portland", False),
        ("my therapist in portland left me", False),
    ],
)
def test_tells_own_place_where_people_speak_of_themselves(text: str, told: bool) -> None:
    assert tells_own_place(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("in Blorfville", True),
        ("a small village called Blorf", True),
        ("somewhere near the station", True),
        ("i want to talk to a person", False),
        ("Blorfville", False),
        ("", False),
    ],
)
def test_tells_where_even_if_the_place_is_unknown(text: str, told: bool) -> None:
    assert tells_where(text) == told
