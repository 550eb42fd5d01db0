"""When the program says that it is one: at the start, after a week away, every three hours."""

from datetime import datetime, timedelta

import pytest

from bot.gateway.keys import REGISTRY
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Chat


def let_pass(chat: Chat, **time: float) -> None:
    """As if everything so far had happened so much earlier."""
    held, ago = chat.gateway.held(chat), timedelta(**time)
    held.seen_at -= ago
    held.created_at -= ago
    said = datetime.fromisoformat(held.state.program_said_at)
    held.state.program_said_at = (said - ago).isoformat()


@pytest.mark.parametrize("hours", [0.5, 2.9])
async def test_not_before_three_hours(chat: Chat, hours: float) -> None:
    let_pass(chat, hours=hours)
    assert (await chat.say("hello there")).said == ["utter_missing_therapist"]


async def test_every_three_hours(chat: Chat) -> None:
    for _ in range(2):
        let_pass(chat, hours=3.1)
        answer = await chat.say("hello there")
        assert answer.said == ["utter_still_a_program", "utter_missing_therapist"]
        assert (await chat.say("and more")).said == ["utter_missing_therapist"]


async def test_small_steps_add_up(chat: Chat) -> None:
    said = []
    for _ in range(7):
        let_pass(chat, minutes=30)
        said += (await chat.say("hello there")).said
    assert said.count("utter_still_a_program") == 1


async def test_after_a_week_away_it_opens_anew(chat: Chat) -> None:
    let_pass(chat, days=7, hours=1)
    answer = await chat.say("hello there")
    assert answer.said == ["utter_opening_return", "utter_missing_therapist"]
    assert (await chat.say("and more")).said == ["utter_missing_therapist"]


async def test_six_days_are_no_week(chat: Chat) -> None:
    let_pass(chat, days=6)
    assert (await chat.say("hello there")).said[0] == "utter_still_a_program"


@pytest.mark.parametrize("consent", [True, None])
async def test_over_a_restart(start: Starts, consent: bool | None) -> None:
    async with start() as gateway:
        chat = await gateway.open()
        if consent:
            await chat.post("consent", consent=True)
        let_pass(chat, days=8)
        held = gateway.held(chat)
        await gateway.settled()
        seen = held.seen_at
        await gateway.client.app[REGISTRY]._store.save(held)
        assert held.seen_at == seen
    async with start() as chat.gateway:
        assert (await chat.say("hello there")).said[0] == "utter_opening_return"


async def test_danger_comes_before_it(chat: Chat) -> None:
    let_pass(chat, days=8)
    answer = await chat.say("i want to kill myself")
    assert "utter_opening_return" not in answer.said
    assert answer.care["pinned"] is True
