"""Each message once, in order, whatever the network does; and the stream of events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.conversations.conversation import ANSWERED_KEPT, CHARACTERS_KEPT, MESSAGES_KEPT
from bot.gateway.listeners import PER_CONVERSATION
from bot.gateway.speaking import BUTTONS_KEPT
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Chat, Gateway

Event = tuple[str, Any]
DANGER = "i want to kill myself"


UNSAYABLE: list[Any] = [
    [{"reply": "utter_nowhere", "values": {}}],
    [{"reply": "utter_unavailable", "values": {"x": {"response": "utter_nowhere"}}}],
    [{"reply": "utter_unavailable", "values": {"x": {"response": ["a"]}}}],
    [{"reply": "utter_unavailable", "values": {"choices": 5}}],
    [{"reply": "utter_unavailable", "values": {"choices": [{"a": 1}]}}],
    [{"reply": "utter_unavailable", "values": {"added_buttons": ["x"]}}],
    [{"reply": "utter_unavailable", "values": {"added_buttons": [{"title": "x"}]}}],
    [{"reply": "utter_unavailable", "values": {"links": [{"title": "x"}]}}],
    [{"reply": "utter_unavailable", "values": {"links": "x"}}],
]
SHAPELESS: list[Any] = [
    [{"reply": "../secret"}],
    [{"reply": "utter_" + "x" * 200}],
    [{"reply": 5}],
    ["utter_thank"],
    [{"reply": "utter_thank", "values": []}, 7],
    [{"reply": "utter_thank", "values": "abc"}],
    {"reply": "utter_thank"},
    None,
]


class TestOnce:
    async def test_the_same_id_gets_the_same_answer(self, chat: Chat) -> None:
        first = await chat.say("hello there", id="one")
        again = await chat.say("hello there", id="one")
        assert again.messages == first.messages
        assert len(chat.gateway.rasa.turns) == 1

    async def test_also_with_other_words(self, chat: Chat) -> None:
        first = await chat.say("hello there", id="one")
        assert (await chat.say("other words", id="one")).messages == first.messages

    async def test_but_danger_is_never_hidden_behind_an_older_answer(self, chat: Chat) -> None:
        await chat.say("hello there", id="one")
        first = await chat.say(DANGER, id="one")
        assert first.lines
        assert first.said[0].startswith("utter_crisis_")
        assert (await chat.say(DANGER, id="one")).messages == first.messages

    async def test_at_the_same_time(self, chat: Chat) -> None:
        chat.gateway.rasa.mode = "stalled"
        sending = [asyncio.create_task(chat.say("hello there", id="one")) for _ in range(5)]
        await chat.gateway.rasa.wait_for_turns(1)
        chat.gateway.rasa.go_on.set()
        answers = await asyncio.gather(*sending)
        assert all(answer.messages == answers[0].messages for answer in answers)
        assert len(chat.gateway.rasa.turns) == 1

    @pytest.mark.parametrize("text", [DANGER, "sos"])
    async def test_danger_at_the_same_time(self, chat: Chat, text: str) -> None:
        answers = await asyncio.gather(*[chat.say(text, id="one") for _ in range(5)])
        assert all(answer.messages == answers[0].messages for answer in answers)

    async def test_sos(self, chat: Chat) -> None:
        answers = await asyncio.gather(*[chat.sos(id="one") for _ in range(3)])
        assert all(answer.messages == answers[0].messages for answer in answers)

    async def test_a_button_that_was_pressed_twice(self, chat: Chat) -> None:
        await chat.say(DANGER)
        first = await chat.press("No", id="one")
        again = await chat.press("No", id="one")
        assert again.messages == first.messages
        assert again.care["pinned"] is True

    async def test_the_same_id_in_another_chat_is_another_message(self, gateway: Gateway) -> None:
        one, two = await gateway.open(), await gateway.open()
        await one.say("hello there", id="same")
        assert (await two.say("something else", id="same")).messages[0]["text"] == "something else"

    async def test_after_a_restart_with_consent(self, start: Starts) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            await chat.post("consent", consent=True)
            first = await chat.say("hello there", id="one")
        async with start() as chat.gateway:
            assert (await chat.say("hello there", id="one")).messages == first.messages
        assert len(chat.gateway.rasa.turns) == 1


class TestOrder:
    async def test_messages_wait_for_the_one_before(self, chat: Chat) -> None:
        chat.gateway.rasa.mode = "stalled"
        first = asyncio.create_task(chat.say("first of all"))
        await chat.gateway.rasa.wait_for_turns(1)
        second = asyncio.create_task(chat.say("second of all"))
        await asyncio.sleep(0.05)
        assert len(chat.gateway.rasa.turns) == 1
        chat.gateway.rasa.go_on.set()
        ids = [m["id"] for answer in await asyncio.gather(first, second) for m in answer.messages]
        assert ids == sorted(ids)

    async def test_one_chat_does_not_hold_up_another(self, gateway: Gateway) -> None:
        one, two = await gateway.open(), await gateway.open()
        gateway.rasa.mode = "stalled"
        slow = asyncio.create_task(one.say("first of all"))
        await gateway.rasa.wait_for_turns(1)
        gateway.rasa.mode = "normal"
        assert (await two.say("second of all")).seconds < 3
        gateway.rasa.go_on.set()
        await slow

    async def test_erasing_does_not_wait_for_a_slow_turn(self, chat: Chat) -> None:
        chat.gateway.rasa.mode = "stalled"
        key = chat.gateway.held(chat).key
        slow = asyncio.create_task(chat.say("first of all"))
        await chat.gateway.rasa.wait_for_turns(1)
        gone = await chat.ask("DELETE")
        assert (gone.status, gone.seconds < 3) == (204, True)
        chat.gateway.rasa.go_on.set()
        assert (await slow).status == 401
        assert chat.gateway.rasa.forgotten == [key, key]
        assert (await chat.state()).status == 401


class TestRasa:
    @pytest.mark.parametrize("mode", ["500", "garbage", "empty", "shapeless", "cut"])
    async def test_whatever_it_answers_there_is_a_way_to_a_human(
        self, chat: Chat, mode: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        chat.gateway.rasa.mode = mode
        answer = await chat.say("words that only rasa knows")
        assert answer.said == ["utter_unavailable"]
        assert answer.lines
        assert answer.care["pinned"] is False
        assert "Rasa gave no answer" in caplog.text

    async def test_dead(self, chat: Chat) -> None:
        await chat.gateway.rasa.stop()
        assert (await chat.say("hello there")).said == ["utter_unavailable"]
        assert (await chat.press("It ended suddenly")).said == ["utter_abrupt_ending"]
        assert (await chat.press("Talk to a person")).said == ["utter_ask_human"]

    async def test_values_that_cannot_be_said(self, chat: Chat) -> None:
        for chat.gateway.rasa.replies in UNSAYABLE:
            answer = await chat.say("hello there")
            assert (answer.status, answer.said) == (200, ["utter_unavailable"])

    async def test_answers_of_another_shape(self, chat: Chat) -> None:
        for chat.gateway.rasa.replies in SHAPELESS:
            assert (await chat.say("hello there")).said == ["utter_unavailable"]

    async def test_a_link_is_shown_as_a_card_and_only_where_it_is_safe(self, chat: Chat) -> None:
        good = {"title": "Call", "url": "tel:+15035550142"}
        bad = {"title": "Click", "url": "javascript:alert(1)"}
        values = {"links": [good, bad], "service": "A place"}
        chat.gateway.rasa.replies = [{"reply": "utter_find_referral_card", "values": values}]
        card = (await chat.say("hello there")).messages[1]
        assert (card["kind"], card["links"]) == ("card", [good])

    async def test_choices_and_nested_replies_are_worded(self, chat: Chat) -> None:
        chat.gateway.rasa.replies = [
            {"reply": "utter_ask_which", "values": {"choices": ["anger_at_therapist", "privacy"]}}
        ]
        buttons = (await chat.say("hello there")).messages[-1]["buttons"]
        assert len(buttons) >= 3
        assert all("_" not in button["title"] for button in buttons)
        where = {"response": "utter_find_referral_where_near", "place": "Riverton"}
        chat.gateway.rasa.replies = [
            {"reply": "utter_find_referral_nothing", "values": {"where": where}}
        ]
        assert "near Riverton" in (await chat.say("hello there")).messages[1]["text"]

    async def test_an_answer_after_its_fallback_is_dropped(self, start: Starts) -> None:
        async with start(rasa_timeout=0.2) as gateway:
            chat = await gateway.open()
            gateway.rasa.mode = "stalled"
            answer = await chat.say("hello there")
            assert answer.said == ["utter_unavailable"]
            gateway.rasa.go_on.set()
            await asyncio.sleep(0.1)
            everything = await chat.ask("GET", "/messages")
            assert everything.messages == [*chat.opening.messages, *answer.messages]


class TestEvents:
    async def test_messages_and_care_are_delivered(self, chat: Chat) -> None:
        async with listening(chat) as events:
            answer = await chat.say(DANGER)
            got = [await anext(events) for _ in range(5)]
        assert [e for e in got if e[0] == "message"] == [("message", m) for m in answer.messages]
        assert got[-1] == ("care", answer.care)

    async def test_ids_ascend_when_danger_overtakes(self, chat: Chat) -> None:
        chat.gateway.rasa.mode = "stalled"
        async with listening(chat) as events:
            slow = asyncio.create_task(chat.say("hello there"))
            await chat.gateway.rasa.wait_for_turns(1)
            await chat.say(DANGER)
            got = [await anext(events) for _ in range(7)]
            chat.gateway.rasa.go_on.set()
            await slow
        ids = [data["id"] for name, data in got if name == "message"]
        assert len(ids) == 4
        assert ids == sorted(ids)

    async def test_a_change_of_country_is_told(self, chat: Chat) -> None:
        async with listening(chat) as events:
            await chat.sos()
            for _ in range(3):
                await anext(events)
            await chat.post("country", country="GB")
            name, care = await anext(events)
        assert name == "care"
        assert care["lines"][0]["country"] == "GB"

    async def test_the_stream_ends_on_erase(self, chat: Chat) -> None:
        async with listening(chat) as events:
            await chat.ask("DELETE")
            with pytest.raises(StopAsyncIteration):
                await asyncio.wait_for(anext(events), 2)

    async def test_only_a_few_streams_of_one_chat(self, chat: Chat) -> None:
        async with listening(chat) as oldest:
            streams = [listening(chat) for _ in range(PER_CONVERSATION)]
            for stream in streams:
                await stream.__aenter__()
            with pytest.raises(StopAsyncIteration):
                await asyncio.wait_for(anext(oldest), 2)
            for stream in streams:
                await stream.__aexit__(None, None, None)

    async def test_stopping_the_server_does_not_wait_for_a_stream(self, start: Starts) -> None:
        async with start() as gateway:
            stream = listening(await gateway.open())
            await stream.__aenter__()
            began = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - began < 1
        await stream.__aexit__(None, None, None)


class TestBounds:
    async def test_what_is_held_of_one_chat_does_not_grow_without_end(self, chat: Chat) -> None:
        for n in range(3 * ANSWERED_KEPT):
            await chat.sos(id=f"sos-{n}")
        held = chat.gateway.held(chat)
        assert len(held.messages) <= MESSAGES_KEPT
        assert len(held.state.answered) <= ANSWERED_KEPT
        assert len(held.state.offered) <= BUTTONS_KEPT
        for n in range(15):
            await chat.say("x" * 20_000 if n % 2 else "hello there")
        assert sum(len(m.text) for m in held.messages) <= CHARACTERS_KEPT
        assert sum(len(turn["text"]) for turn in held.state.history) < 25_000

    async def test_conversations_in_memory_are_bounded(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.gateway.registry.IN_MEMORY", 3)
        chats = [await gateway.open() for _ in range(5)]
        await gateway.settled()
        answers = [await chat.say("hello there") for chat in chats]
        assert [answer.status for answer in answers] == [200] * 5


@asynccontextmanager
async def listening(chat: Chat) -> AsyncIterator[AsyncIterator[Event]]:
    url = chat.gateway.client.make_url(f"{chat.path}/events")
    async with aiohttp.ClientSession() as session, session.get(url, headers=chat.signed) as stream:
        assert stream.status == 200
        assert stream.headers["Content-Type"] == "text/event-stream"
        assert await stream.content.readuntil(b"\n\n") == b": open\n\n"
        yield events_of(stream)


async def events_of(stream: aiohttp.ClientResponse) -> AsyncIterator[Event]:
    while block := (await stream.content.readuntil(b"\n\n")).decode():
        name, data = block.strip().split("\n")
        yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))
