"""Mode `illinois`: a menu by buttons; typed words are read for danger alone and kept nowhere."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.gateway.variants import BY_BUTTONS
from tests.bot.gateway.conftest import Clock
from tests.bot.gateway.fake_telegram import SECRET, TOKEN, FakeTelegram, Phone
from tests.bot.gateway.fakes import Chat, Gateway, Starts, files_of, replies

WORDS = "the violet umbrella in her waiting room"
DANGER = "i want to kill myself with that violet umbrella"
CONCERN = "i can't go on without her"
FRIEND = "my friend wants to kill himself"


@pytest.fixture
async def gateway(start: Starts) -> AsyncIterator[Gateway]:
    async with start(law="illinois") as found:
        yield found


def titles(message: dict[str, list[dict[str, str]]]) -> list[str]:
    return [button["title"] for button in message["buttons"]]


def memory(chat: Chat) -> str:
    """All that the gateway holds of a chat."""
    held = chat.gateway.held(chat)
    kept = {name: value for name, value in vars(held).items() if name not in ("turn", "writing")}
    return repr({**kept, "messages": [asdict(m) for m in held.messages]})


class TestMenu:
    async def test_the_opening_says_so(self, chat: Chat) -> None:
        assert chat.opening.said == ["utter_by_buttons_opening"]
        assert {"Talk to a person", "I need help now"} <= set(titles(chat.opening.messages[0]))

    async def test_typed_words_get_the_menu(self, chat: Chat) -> None:
        answer = await chat.say(WORDS)
        assert answer.said == ["utter_by_buttons"]
        shown = titles(answer.messages[-1])
        assert {"I miss my therapist", "All topics", "Talk to a person"} <= set(shown)
        assert answer.care == {"pinned": False, "lines": [], "ask": None}

    @pytest.mark.parametrize(
        "text",
        ["", "?", "i'm 15", "ich vermisse sie so sehr und kann nicht schlafen", "are u a bot"],
    )
    async def test_whatever_they_are(self, chat: Chat, text: str) -> None:
        assert (await chat.say(text)).said == ["utter_by_buttons"]
        assert chat.gateway.held(chat).state.minor is False

    async def test_buttons_go_through_rasa(self, chat: Chat) -> None:
        answer = await chat.press("It ended suddenly")
        assert answer.said == ["utter_missing_therapist"]
        assert [turn["payload"] for turn in chat.gateway.rasa.turns] == ["/abrupt_ending"]

    @pytest.mark.parametrize("typed", ["It ended suddenly", "2", "it ended sudenly please"])
    async def test_typed_titles_and_numbers_are_these_buttons(self, chat: Chat, typed: str) -> None:
        answer = await chat.say(typed)
        assert chat.gateway.rasa.turns[0]["payload"] == "/abrupt_ending"
        assert "text" not in chat.gateway.rasa.turns[0]
        assert answer.messages[0]["text"] == "It ended suddenly"

    async def test_every_topic_has_a_button(self, chat: Chat) -> None:
        chat.gateway.rasa.replies = [{"reply": "utter_help", "values": {}}]
        answer = await chat.press("All topics")
        assert answer.said == ["utter_by_buttons_help"]
        topics = [name.removesuffix("_more") for name in replies() if name.endswith("_more")]
        expected = {
            replies()[f"{name}_title"].wordings[0].text
            for name in topics
            if f"{name}_title" in replies()
        }
        assert len(expected) > 15
        assert expected < set(titles(answer.messages[-1]))

    async def test_a_topic_by_its_button(self, chat: Chat) -> None:
        chat.gateway.rasa.replies = [{"reply": "utter_help", "values": {}}]
        await chat.press("All topics")
        await chat.press("Was it my fault?")
        assert chat.gateway.rasa.turns[-1]["payload"] == "/self_blame"

    async def test_the_search_asks_for_no_place(self, chat: Chat) -> None:
        chat.gateway.rasa.replies = [{"reply": "utter_ask_find_referral_form_place", "values": {}}]
        answer = await chat.press("Talk to a person")
        assert answer.said == ["utter_by_buttons_place"]
        await chat.press("Anywhere")
        assert json.loads(chat.gateway.rasa.turns[-1]["payload"].removeprefix("/ask_human")) == {
            "place": "anywhere"
        }

    @pytest.mark.parametrize(("name", "other"), BY_BUTTONS.items())
    async def test_replies_that_ask_for_words_have_another(
        self, chat: Chat, name: str, other: str
    ) -> None:
        chat.gateway.rasa.replies = [{"reply": name, "values": {}}]
        assert (await chat.press("Talk to a person")).said == [other]

    @pytest.mark.parametrize("reply", sorted({"utter_by_buttons", *BY_BUTTONS.values()}))
    def test_no_wording_asks_for_typed_words(self, reply: str) -> None:
        asks = ("own words", "type a", "write ", "say it", "postcode", "which town", "put it")
        for wording in replies()[reply].wordings:
            assert not [part for part in asks if part in wording.text.lower()]

    async def test_rasa_is_away(self, chat: Chat) -> None:
        await chat.gateway.rasa.stop()
        assert (await chat.say(WORDS)).said == ["utter_by_buttons"]
        assert (await chat.press("It ended suddenly")).said == ["utter_abrupt_ending"]

    async def test_it_says_what_it_is_when_due(self, chat: Chat, clock: Clock) -> None:
        clock.leap(hours=3)
        assert (await chat.press("It ended suddenly")).said[0] == "utter_still_a_program"
        clock.leap(days=8)
        assert (await chat.state()).said == ["utter_by_buttons_return"]


class TestDanger:
    @pytest.mark.parametrize("text", [DANGER, "sos", "i just took all my pills", "quiero morirme"])
    async def test_explicit_danger_is_answered(self, chat: Chat, text: str) -> None:
        answer = await chat.say(text)
        assert answer.said[0].startswith("utter_crisis_")
        assert answer.care["pinned"] is True
        assert chat.gateway.rasa.turns == []

    @pytest.mark.parametrize("way", ["press", "say"])
    async def test_by_button(self, chat: Chat, way: str) -> None:
        await chat.say(WORDS)
        press = chat.press if way == "press" else chat.say
        answer = await press("I need help now")
        assert answer.said[0].startswith("utter_crisis_first")
        assert answer.care["pinned"] is True

    @pytest.mark.parametrize(
        ("typed", "reply", "step"),
        [
            ("yes", "utter_crisis_yes", "open"),
            ("2", "utter_crisis_no", "open"),
            ("i am safe", "utter_crisis_safe", "watch"),
            ("you misunderstood me", "utter_crisis_misunderstood", "watch"),
        ],
    )
    async def test_the_question_can_be_answered_in_words(
        self, chat: Chat, typed: str, reply: str, step: str
    ) -> None:
        await chat.say(DANGER)
        assert (await chat.say(typed)).said[0] == reply
        assert chat.gateway.held(chat).crisis_step == step

    @pytest.mark.parametrize("text", [CONCERN, "i have decided, and i am home alone until friday"])
    async def test_what_is_not_explicit_is_not_read(self, chat: Chat, text: str) -> None:
        for _ in range(3):  # nor does it add up
            answer = await chat.say(text)
            assert answer.said == ["utter_by_buttons"]
        assert answer.lines == []

    async def test_no_other_layer_runs(self, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise AssertionError

        monkeypatch.setattr("bot.gateway.screening.assess", fail)
        monkeypatch.setattr("bot.safety.classifier.DangerClassifier.opinion", fail)
        assert (await chat.say(WORDS)).said == ["utter_by_buttons"]
        assert (await chat.say(DANGER)).care["pinned"] is True

    async def test_somebody_elses_explicit_danger_shows_the_lines(self, chat: Chat) -> None:
        answer = await chat.say(FRIEND)
        assert answer.said == ["utter_by_buttons", "utter_after_concern_other"]
        assert answer.lines

    async def test_a_refused_message_is_read_to_the_letter_too(self, chat: Chat) -> None:
        body = {"text": DANGER, "client_message_id": "c"}
        answer = await chat.gateway.ask("POST", f"{chat.path}/messages", json=body)
        assert (answer.status, answer.care["pinned"]) == (401, True)


class TestNothingIsKept:
    @pytest.mark.parametrize("text", [WORDS, DANGER, f"{FRIEND} {WORDS}"])
    @pytest.mark.parametrize("consent", [True, None])
    async def test_anywhere(
        self, chat: Chat, tmp_path: Path, text: str, consent: bool | None
    ) -> None:
        if consent:
            await chat.post("consent", consent=True)
        answer = await chat.say(text)
        assert answer.messages[0]["text"] == text
        await chat.press("You misunderstood me") if text == DANGER else None
        await chat.press("It ended suddenly")
        assert "umbrella" not in memory(chat)
        assert chat.gateway.held(chat).state.history == []
        assert "umbrella" not in repr(chat.gateway.rasa.turns)
        await chat.gateway.settled()
        assert b"umbrella" not in files_of(tmp_path / "data")
        assert text not in [
            m["text"] for m in (await chat.ask("GET", "/messages?after=0")).messages
        ]

    async def test_what_is_typed_like_a_title_neither(self, chat: Chat) -> None:
        await chat.say("it ended sudenly please")
        assert "sudenly" not in memory(chat)

    async def test_the_same_message_again_gets_the_same_answer(self, chat: Chat) -> None:
        first = await chat.say(WORDS, id="m1")
        again = await chat.say(WORDS, id="m1")
        assert [m["id"] for m in again.messages] == [m["id"] for m in first.messages]
        assert again.messages[0]["text"] == WORDS
        assert again.messages[1:] == first.messages[1:]

    async def test_ids_ascend_over_what_is_not_kept(self, chat: Chat) -> None:
        ids = [m["id"] for _ in range(3) for m in (await chat.say(WORDS)).messages]
        assert ids == sorted(set(ids))

    async def test_many_at_once(self, chat: Chat) -> None:
        await asyncio.gather(*[chat.say(f"{WORDS} {n}") for n in range(10)])
        assert "umbrella" not in memory(chat)


class TestConsent:
    async def test_it_is_not_offered(self, chat: Chat) -> None:
        assert chat.opening.body["consent"] == "no"
        assert (await chat.state()).body["consent"] == "no"

    @pytest.mark.parametrize("choice", [True, False])
    async def test_it_is_answered_truthfully(self, chat: Chat, choice: bool) -> None:
        answer = await chat.post("consent", consent=choice)
        assert (answer.said, answer.body["consent"]) == (["utter_by_buttons_consent"], "no")
        assert (await chat.state()).body["consent"] == "no"


async def test_on_telegram(start: Starts, telegram: FakeTelegram, tmp_path: Path) -> None:
    keys = {"telegram_token": TOKEN, "telegram_secret": SECRET, "telegram_api": telegram.url}
    async with start(law="illinois", **keys) as gateway:
        phone = Phone(gateway, telegram)
        for text in (WORDS, "2", DANGER):
            await phone.write(text)
            await phone.settled()
        assert telegram.said()[:2] == ["utter_by_buttons_opening", "utter_by_buttons"]
        assert telegram.said()[-1] == "lines"
        assert [turn.get("payload") for turn in gateway.rasa.turns] == ["/abrupt_ending"]
        assert "umbrella" not in repr(phone.held())
        assert "umbrella" not in repr([asdict(m) for m in phone.held().messages])
    assert b"umbrella" not in files_of(tmp_path / "data")
