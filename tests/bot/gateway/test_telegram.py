"""Telegram: the same path as the web, against a local stand-in of the Bot API."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.gateway.channels.telegram import _id
from bot.gateway.keys import REGISTRY
from tests.bot.gateway.fake_telegram import CHAT, SECRET, TOKEN, FakeTelegram, Phone, begin
from tests.bot.gateway.fakes import Gateway, Json, Starts, assert_problem, files_of

DANGER = "i want to kill myself"
PROMPT = 3.0  # seconds; Rasa, held back by the test, would take longer


NOT_FOR_US: list[Json] = [
    {},
    {"edited_message": {"chat": {"id": 1, "type": "private"}, "text": DANGER}},
    {"channel_post": {"chat": {"id": 1, "type": "channel"}, "text": DANGER}},
    {"message": {"chat": {"id": 1, "type": "group"}, "text": DANGER}},
    {"message": {"chat": {"id": 1, "type": "supergroup"}, "text": "hello"}},
    {"message": {"chat": {"id": 1, "type": "private"}, "sticker": {"emoji": "x"}}},
    {"message": {"chat": {"id": "1", "type": "private"}, "text": "hello"}},
    {"message": {"chat": {"id": True, "type": "private"}, "text": "hello"}},
    {"message": {"chat": {"id": 1, "type": "private"}, "text": 5}},
    {"message": {"chat": [], "text": "hello"}},
    {"message": "hello"},
    {"callback_query": {"id": "1", "data": "b1-1"}},
    {"callback_query": {"id": "1", "data": 5, "message": {}}},
    {"callback_query": "x"},
    {"my_chat_member": {}},
]


@pytest.fixture
async def phone(start: Starts, telegram: FakeTelegram, secrets: set[str]) -> AsyncIterator[Phone]:
    secrets |= {TOKEN, SECRET}
    async with begin(start, telegram) as gateway:
        yield Phone(gateway, telegram)


class TestDoor:
    async def test_off_by_default(self, gateway: Gateway) -> None:
        answer = await gateway.ask("POST", "/channels/telegram", json={})
        assert answer.status == 404

    @pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", SECRET.upper(), "géheim"])
    async def test_without_the_right_secret_nothing_changes(
        self, phone: Phone, secret: str
    ) -> None:
        message = {"chat": {"id": CHAT, "type": "private"}, "text": DANGER}
        answer = await phone.update(number=1, secret=secret, message=message)
        assert answer.status == 403
        assert_problem(answer)
        await phone.settled()
        assert phone.telegram.calls == []
        assert phone.gateway.client.app[REGISTRY]._open == {}
        assert (await phone.update(number=1, message=message)).status == 200
        assert phone.telegram.sent

    async def test_a_token_without_a_secret_lets_nobody_in(self, start: Starts) -> None:
        async with start(telegram_token=TOKEN) as gateway:
            headers = {"X-Telegram-Bot-Api-Secret-Token": ""}
            answer = await gateway.ask("POST", "/channels/telegram", json={}, headers=headers)
            assert answer.status == 403

    async def test_what_is_no_update(self, phone: Phone) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        for number in (None, "1", 1.5, True, []):
            answer = await phone.gateway.ask(
                "POST", "/channels/telegram", json={"update_id": number}, headers=headers
            )
            assert answer.status == 422

    async def test_what_is_not_for_us_is_taken_and_ignored(self, phone: Phone) -> None:
        for update in NOT_FOR_US:
            assert (await phone.update(**update)).status == 200
        await phone.settled()
        assert phone.telegram.calls == []


class TestChat:
    async def test_start_gives_the_opening_alone(self, phone: Phone) -> None:
        await phone.write("/start")
        await phone.settled()
        assert phone.telegram.said() == ["utter_opening"]
        await phone.write("/start again")
        await phone.settled()
        assert phone.telegram.said() == ["utter_opening"] * 2
        assert phone.gateway.rasa.turns == []

    async def test_the_first_words_are_answered_after_the_opening(self, phone: Phone) -> None:
        await phone.write("she was away for so long")
        await phone.settled()
        assert phone.telegram.said() == ["utter_opening", "utter_missing_therapist"]
        assert phone.gateway.rasa.turns[0]["text"] == "she was away for so long"
        assert [m["chat_id"] for m in phone.telegram.sent] == [CHAT, CHAT]

    async def test_buttons(self, phone: Phone) -> None:
        await phone.write("/start")
        await phone.settled()
        assert len(phone.telegram.button("It ended suddenly").encode()) <= 64
        await phone.press("It ended suddenly")
        await phone.settled()
        assert phone.gateway.rasa.turns[0]["payload"] == "/abrupt_ending"
        confirmed = ("answerCallbackQuery", {"callback_query_id": "q1"})
        assert confirmed in phone.telegram.calls

    async def test_typed_titles_and_numbers(self, phone: Phone) -> None:
        await phone.write("/start")
        await phone.settled()
        await phone.write("it ended suddenly please")
        await phone.settled()
        assert phone.gateway.rasa.turns[0]["payload"] == "/abrupt_ending"

    async def test_an_unknown_button(self, phone: Phone) -> None:
        await phone.write("/start")
        await phone.press("", data="b0-99")
        await phone.settled()
        assert phone.telegram.said()[-1] == "utter_button_unknown"

    async def test_too_fast(self, start: Starts, telegram: FakeTelegram) -> None:
        settings = {"telegram_token": TOKEN, "telegram_secret": SECRET}
        async with start(**settings, telegram_api=telegram.url, messages_per_minute=1) as gateway:
            phone = Phone(gateway, telegram)
            await phone.write("one thing")
            await phone.write("another thing")
            await phone.write(DANGER)
            await phone.settled()
        assert "utter_too_fast" in telegram.said()
        assert "lines" in telegram.said()

    async def test_people_are_kept_apart(self, phone: Phone) -> None:
        await phone.write("one thing", chat=1)
        await phone.write("another thing", chat=2)
        await phone.settled()
        keys = [turn["conversation"] for turn in phone.gateway.rasa.turns]
        assert len(set(keys)) == 2
        assert phone.telegram.said(1) == phone.telegram.said(2)

    async def test_the_erase_button_erases(self, phone: Phone) -> None:
        phone.gateway.rasa.replies = [{"reply": "utter_delete_data", "values": {}}]
        await phone.write("delete everything i said")
        await phone.settled()
        key = phone.held().key
        await phone.press("Erase this chat now")
        await phone.settled()
        assert phone.telegram.said()[-1] == "utter_delete_data_done"
        assert phone.gateway.rasa.forgotten == [key]
        assert phone.gateway.client.app[REGISTRY]._open == {}
        await phone.write("hello again")
        await phone.settled()
        assert phone.telegram.said()[-2:] == ["utter_opening", "utter_delete_data"]
        await phone.gateway.settled()
        assert len(phone.held().messages) == 3

    async def test_rasa_is_down(self, phone: Phone) -> None:
        await phone.gateway.rasa.stop()
        await phone.write("hello there")
        await phone.settled()
        assert phone.telegram.said() == ["utter_opening", "utter_unavailable", "lines"]

    async def test_long_and_strange_texts(self, phone: Phone) -> None:
        for text in ("x" * 50_000, "half \ud83d", "a\x00b", "😀"):
            assert (await phone.write(text)).status == 200
        await phone.settled()
        assert len(phone.telegram.sent) >= 5


class TestOrder:
    async def test_a_duplicate_is_answered_once(self, phone: Phone) -> None:
        message = {"chat": {"id": CHAT, "type": "private"}, "text": "hello there"}
        await asyncio.gather(*[phone.update(number=7, message=message) for _ in range(4)])
        await phone.settled()
        assert phone.telegram.said() == ["utter_opening", "utter_missing_therapist"]

    @pytest.mark.parametrize("text", [DANGER, "sos"])
    async def test_also_one_in_danger(self, phone: Phone, text: str) -> None:
        message = {"chat": {"id": CHAT, "type": "private"}, "text": text}
        await asyncio.gather(*[phone.update(number=7, message=message) for _ in range(4)])
        assert len(phone.telegram.sent) == 4

    async def test_quick_messages_of_a_person_are_answered_in_order(self, phone: Phone) -> None:
        long = "tell me about the weather in riverton " * 100
        for text in (long, "two", "three", "four"):
            assert (await phone.write(text)).seconds < PROMPT
        await phone.settled()
        said = [turn["text"] for turn in phone.gateway.rasa.turns]
        assert said == [long, "two", "three", "four"]
        ids = [m.id for m in phone.held().messages]
        assert ids == sorted(ids)
        texts = [m.text for m in phone.held().messages if m.sender == "program"]
        assert phone.telegram.texts() == texts

    async def test_the_webhook_does_not_wait_for_rasa(self, phone: Phone) -> None:
        """Telegram holds back a person's next update until the one before is answered."""
        phone.gateway.rasa.mode = "stalled"
        assert (await phone.write("hello there")).seconds < PROMPT
        phone.gateway.rasa.go_on.set()
        await phone.settled()

    async def test_danger_overtakes_a_stalled_turn(self, phone: Phone) -> None:
        phone.gateway.rasa.mode = "stalled"
        await phone.write("hello there")
        await phone.gateway.rasa.wait_for_turns(1)
        answer = await phone.write(DANGER)
        assert (answer.status, answer.seconds < PROMPT) == (200, True)
        assert phone.telegram.said()[-3:-1] == ["utter_crisis_first_text", "utter_crisis_ask_said"]
        assert (await phone.press("No")).seconds < PROMPT
        assert phone.telegram.said()[-2] == "utter_crisis_recheck"
        assert (await phone.write("no")).seconds < PROMPT
        assert "utter_crisis_safe" in phone.telegram.said()
        phone.gateway.rasa.go_on.set()
        await phone.settled()
        assert "utter_missing_therapist" not in phone.telegram.said()

    async def test_one_person_does_not_hold_up_another(self, phone: Phone) -> None:
        phone.gateway.rasa.mode = "stalled"
        await phone.write("hello there", chat=1)
        await phone.gateway.rasa.wait_for_turns(1)
        phone.gateway.rasa.mode = "normal"
        await phone.write("hello there", chat=2)
        await asyncio.sleep(0.1)
        assert phone.telegram.said(2) == ["utter_opening", "utter_missing_therapist"]
        phone.gateway.rasa.go_on.set()
        await phone.settled()


class TestDanger:
    @pytest.mark.parametrize("text", [DANGER, "sos", "SOS", "quiero morirme"])
    async def test_the_lines_follow_as_text(self, phone: Phone, text: str) -> None:
        answer = await phone.write(text)
        assert answer.seconds < PROMPT
        first = phone.telegram.texts()[1]
        assert "988" in first
        lines = phone.telegram.texts()[-1]
        assert "Text 988" in lines
        assert "United States" in lines
        assert "Call 911" in lines

    async def test_a_caption_is_read_too(self, phone: Phone) -> None:
        chat = {"id": CHAT, "type": "private"}
        await phone.update(message={"chat": chat, "photo": [{}], "caption": DANGER})
        assert phone.telegram.said()[-1] == "lines"

    async def test_lines_are_repeated_while_it_is_open_and_then_rest(self, phone: Phone) -> None:
        await phone.write(DANGER)
        await phone.write("she was away")
        await phone.settled()
        assert phone.telegram.said()[-1] == "lines"
        await phone.press("You misunderstood me")
        assert phone.telegram.said()[-1] == "utter_crisis_misunderstood"
        await phone.write("she was away again")
        await phone.settled()
        assert phone.telegram.said()[-1] == "utter_missing_therapist"

    async def test_earlier_words_count(self, phone: Phone) -> None:
        for text in ("i can't go on without her", "what is the point any more"):
            await phone.write(text)
            await phone.settled()
        await phone.write("i am done with all of it")
        assert phone.telegram.said()[-1] == "lines"
        assert phone.held().crisis_step == "open"

    async def test_without_database(self, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
        async def fail(*_: object) -> None:
            raise OSError("gone")

        monkeypatch.setattr("bot.conversations.store.ConversationStore.find", fail)
        answer = await phone.write(DANGER)
        assert answer.status == 200
        assert phone.telegram.said()[0].startswith("utter_crisis_first")
        assert phone.telegram.said()[-1] == "lines"
        await phone.write("hello there")
        await phone.settled()
        assert "utter_missing_therapist" in phone.telegram.said()

    async def test_database_that_was_away_is_used_again(
        self, phone: Phone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def fail(*_: object) -> None:
            raise OSError("gone")

        kept = phone.gateway.client.app[REGISTRY]
        monkeypatch.setattr("bot.gateway.registry.MOMENT", 0.0)
        await phone.write(DANGER)
        await phone.gateway.settled()
        kept._open.clear()
        with monkeypatch.context() as outage:
            outage.setattr("bot.conversations.store.ConversationStore.find", fail)
            await phone.write(DANGER)
            await phone.gateway.settled()
        assert await kept.is_ready()
        with monkeypatch.context() as outage:
            outage.setattr("bot.conversations.store.ConversationStore.save", fail)
            await phone.write("sos")
            await phone.gateway.settled()
        assert not await kept.is_ready()
        kept.write_again()
        await phone.gateway.settled()
        assert await kept.is_ready()

    async def test_the_course_outlives_a_restart(
        self, start: Starts, telegram: FakeTelegram
    ) -> None:
        async with begin(start, telegram) as gateway:
            await Phone(gateway, telegram).write(DANGER)
        async with begin(start, telegram) as gateway:
            phone = Phone(gateway, telegram)
            await phone.press("No")
            await phone.settled()
            assert telegram.said()[-2] == "utter_crisis_recheck"


class TestDelivery:
    @pytest.fixture(autouse=True)
    def _no_pauses(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sleep = asyncio.sleep
        module = "bot.gateway.channels.telegram_bot.asyncio.sleep"
        monkeypatch.setattr(module, lambda seconds: sleep(min(seconds, 0.01)))

    @pytest.mark.parametrize("failures", [[429], [500], [502, 429], [500] * 3])
    async def test_tried_again(self, phone: Phone, failures: list[int]) -> None:
        phone.telegram.failures = list(failures)
        await phone.write("hello there")
        await phone.settled()
        assert phone.telegram.said() == ["utter_opening", "utter_missing_therapist"]
        assert phone.telegram.refused == len(failures)

    async def test_not_where_telegram_refuses(self, phone: Phone) -> None:
        """403: the person has blocked the bot."""
        phone.telegram.failures = [403]
        await phone.write("hello there")
        await phone.settled()
        assert phone.telegram.said() == ["utter_missing_therapist"]

    async def test_danger_that_could_not_be_delivered_comes_again(self, phone: Phone) -> None:
        message = {"chat": {"id": CHAT, "type": "private"}, "text": DANGER}
        phone.telegram.failures = [500] * 4
        assert (await phone.update(number=7, message=message)).status == 503
        assert phone.telegram.sent == []
        assert (await phone.update(number=7, message=message)).status == 200
        assert phone.telegram.said()[-1] == "lines"
        assert len([m for m in phone.held().messages if m.sender == "person"]) == 1

    @pytest.mark.parametrize(
        "broken", ["screening.Screening.assess", "channels.telegram.exchange", "care.Care.of"]
    )
    async def test_danger_whose_turn_broke_comes_again(
        self, phone: Phone, monkeypatch: pytest.MonkeyPatch, broken: str
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise RuntimeError

        message = {"chat": {"id": CHAT, "type": "private"}, "text": DANGER}
        with monkeypatch.context() as trouble:
            trouble.setattr(f"bot.gateway.{broken}", fail)
            assert (await phone.update(number=7, message=message)).status == 500
        assert phone.telegram.sent == []
        assert (await phone.update(number=7, message=message)).status == 200
        assert phone.telegram.said()[-1] == "lines"

    async def test_telegram_is_gone(self, phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
        await phone.telegram.server.close()
        assert (await phone.write("hello there")).status == 200
        await phone.settled()
        assert (await phone.write(DANGER)).status == 503
        assert "telegram did not take sendMessage" in caplog.text


async def test_no_words_on_disk(start: Starts, telegram: FakeTelegram, tmp_path: Path) -> None:
    async with begin(start, telegram) as gateway:
        phone = Phone(gateway, telegram)
        await phone.write("the violet umbrella", chat=987654321)
        await phone.settled()
        id = _id(gateway.client.app, 987654321)
    everything = files_of(tmp_path / "data")
    assert not [x for x in (b"umbrella", b"987654321", id.encode()) if x in everything]
