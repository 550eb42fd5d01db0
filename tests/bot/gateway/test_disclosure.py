"""When the program says that it is one: the pure rule, and through the gateway with its clock."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversations.conversation import Conversation
from bot.gateway.disclosure import IN_CRISIS, SAYING_SO, disclosed, disclosed_in_crisis
from bot.gateway.rasa_client import NamedReply
from tests.bot.gateway.conftest import Clock
from tests.bot.gateway.fake_telegram import FakeTelegram, Phone, begin
from tests.bot.gateway.fakes import Answer, Chat, Starts, replies

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
REMINDER = "utter_still_a_program"
RETURN = "utter_opening_return"
TOPIC = "utter_missing_therapist"
DANGER = "i want to kill myself"
CONCERN = "i can't go on without her"


def conversation(minor: bool | None = False, said: datetime | None = AT) -> Conversation:
    made = Conversation(id="c", token_hash="t", created_at=AT, seen_at=AT)
    made.state.minor = minor
    made.state.program_said_at = said.isoformat() if said else ""
    return made


def said_after(to: Conversation, reply: str = TOPIC, **time: float) -> list[str]:
    at = AT + timedelta(**time)
    names = [named.reply for named in disclosed(to, [NamedReply(reply, {})], at)]
    to.seen_at = at
    return names


def says_it(answer: Answer) -> int:
    """How many messages of an answer say it."""
    known = (*SAYING_SO, IN_CRISIS, "utter_crisis_first")
    return sum(name.startswith(known) for name in answer.said)


class TestRule:
    @pytest.mark.parametrize(
        ("minor", "before", "due"),
        [
            (False, {"hours": 2, "minutes": 59}, {"hours": 3}),
            (True, {"minutes": 59}, {"hours": 1}),
            (None, {"minutes": 59}, {"hours": 1}),
        ],
    )
    def test_every_three_hours_and_every_hour_for_minors(
        self, minor: bool | None, before: dict[str, float], due: dict[str, float]
    ) -> None:
        to = conversation(minor)
        assert said_after(to, **before) == [TOPIC]
        assert said_after(to, **due) == [REMINDER, TOPIC]
        assert said_after(to, **due) == [TOPIC]

    def test_on_return_after_seven_days(self) -> None:
        assert said_after(conversation(), days=7) == [REMINDER, TOPIC]
        assert said_after(conversation(), days=7, seconds=1) == [RETURN, TOPIC]

    def test_a_clock_set_back_does_not_silence_it(self) -> None:
        to = conversation()
        assert said_after(to, hours=-1) == [REMINDER, TOPIC]
        assert said_after(to, hours=1) == [TOPIC]

    def test_what_nobody_remembers_saying_is_said(self) -> None:
        assert said_after(conversation(said=None)) == [REMINDER, TOPIC]

    @pytest.mark.parametrize("reply", ["utter_bot_challenge", "utter_by_buttons"])
    def test_a_reply_that_says_it_needs_no_reminder(self, reply: str) -> None:
        to = conversation()
        assert said_after(to, reply, hours=4) == [reply]
        assert said_after(to, hours=6, minutes=59) == [TOPIC]
        assert said_after(to, hours=7) == [REMINDER, TOPIC]

    def test_in_a_crisis_it_comes_after_the_first_words_and_before_the_question(self) -> None:
        names = ["utter_crisis_no", "utter_crisis_recheck"]
        late = AT + timedelta(hours=3)
        to = conversation()
        found = disclosed_in_crisis(to, ["no", "recheck"], names, late)
        assert found == ["utter_crisis_no", IN_CRISIS, "utter_crisis_recheck"]
        assert disclosed_in_crisis(to, ["no", "recheck"], names, late) == names

    def test_the_first_answer_of_a_course_says_it_itself(self) -> None:
        names = ["utter_crisis_first", "utter_crisis_ask"]
        to = conversation(said=None)
        assert disclosed_in_crisis(to, ["first", "ask"], names, AT) == names
        assert to.state.program_said_at == AT.isoformat()


def test_every_wording_that_counts_as_saying_it_does() -> None:
    first = ("_first", "_first_text", "_no_country")
    counted = [
        wording.text
        for name, reply in replies().items()
        for wording in reply.wordings
        if not name.endswith("_title")
        and (
            name in (*SAYING_SO, IN_CRISIS, RETURN, "utter_by_buttons_opening")
            or (name.startswith("utter_crisis_") and name.endswith(first))
        )
    ]
    assert len(counted) > 100
    assert [text for text in counted if "program" not in text] == []


class TestThroughTheGateway:
    async def test_at_the_start(self, chat: Chat) -> None:
        assert chat.opening.said == ["utter_opening"]

    async def test_every_three_hours_of_a_session(self, chat: Chat, clock: Clock) -> None:
        said = []
        for _ in range(14):
            clock.leap(minutes=30)
            said.append(says_it(await chat.say("hello there")))
        assert [turn for turn, times in enumerate(said, start=1) if times] == [6, 12]

    @pytest.mark.parametrize("told", ["i'm 15", "im in 9th grade", "as a 16 yo i miss her"])
    async def test_every_hour_once_they_say_they_are_under_18(
        self, chat: Chat, clock: Clock, told: str
    ) -> None:
        clock.leap(minutes=59)
        assert says_it(await chat.say(told)) == 0
        clock.leap(minutes=1)
        assert (await chat.say("hello there")).said == [REMINDER, TOPIC]
        clock.leap(minutes=59)
        assert (await chat.say("hello there")).said == [TOPIC]

    async def test_the_age_itself_is_kept_nowhere_in_the_state(self, chat: Chat) -> None:
        await chat.say("i'm fifteen")
        state = chat.gateway.held(chat).state
        state.history = []
        assert state.minor is True
        assert "fifteen" not in repr(state)

    async def test_a_daughter_of_15_changes_nothing(self, chat: Chat, clock: Clock) -> None:
        await chat.say("my 15 year old daughter lost her therapist")
        clock.leap(hours=1, minutes=1)
        assert says_it(await chat.say("hello there")) == 0

    async def test_on_return_the_page_says_it_before_a_word_is_typed(
        self, chat: Chat, clock: Clock
    ) -> None:
        assert (await chat.state()).messages == []
        clock.leap(days=7, minutes=1)
        assert (await chat.state()).said == [RETURN]
        assert (await chat.state()).said == []
        assert (await chat.say("hello there")).said == [TOPIC]

    async def test_whenever_asked(self, chat: Chat, clock: Clock) -> None:
        clock.leap(hours=4)
        chat.gateway.rasa.replies = [{"reply": "utter_bot_challenge", "values": {}}]
        assert (await chat.say("are you a real person?")).said == ["utter_bot_challenge"]

    @pytest.mark.parametrize("away", [{"hours": 0.1}, {"hours": 5}, {"days": 8}])
    async def test_once_in_the_first_turn_of_a_crisis_and_never_before_it(
        self, chat: Chat, clock: Clock, away: dict[str, float]
    ) -> None:
        clock.leap(**away)
        answer = await chat.say(DANGER)
        assert answer.said[0].startswith("utter_crisis_first")
        assert "program" in answer.messages[1]["text"]
        assert says_it(answer) == 1
        assert answer.care["ask"] == answer.messages[-1]["id"]

    async def test_in_the_first_turn_of_a_crisis_that_a_yes_opens(self, chat: Chat) -> None:
        await chat.say(CONCERN)
        answer = await chat.press("Yes")
        assert answer.said == ["utter_crisis_yes", IN_CRISIS]
        assert (await chat.say("i really want to die")).said == ["utter_crisis_stay"]

    async def test_in_a_crisis_of_hours(self, chat: Chat, clock: Clock) -> None:
        await chat.say(DANGER)
        clock.leap(hours=3)
        answer = await chat.press("No")
        assert answer.said == ["utter_crisis_no", IN_CRISIS, "utter_crisis_recheck"]
        assert answer.care["ask"] == answer.messages[-1]["id"]
        assert [b["title"] for b in answer.messages[-1]["buttons"]][:2] == ["Yes", "No"]

    @pytest.mark.parametrize("consent", [True, None])
    async def test_over_a_restart(self, start: Starts, clock: Clock, consent: bool | None) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            if consent:
                await chat.post("consent", consent=True)
            await chat.say("i'm 15")
        clock.leap(minutes=40)
        async with start() as chat.gateway:
            forgotten = [] if consent else [REMINDER]
            assert (await chat.say("hello there")).said == [*forgotten, TOPIC]
            clock.leap(minutes=60)
            assert (await chat.say("hello there")).said == [REMINDER, TOPIC]

    async def test_on_telegram(self, start: Starts, telegram: FakeTelegram, clock: Clock) -> None:
        async with begin(start, telegram) as gateway:
            phone = Phone(gateway, telegram)
            await phone.write("im 14 and she left")
            await phone.settled()
            for _ in range(2):
                clock.leap(minutes=61)
                await phone.write("hello there")
                await phone.settled()
            clock.leap(days=8)
            await phone.write("hello there")
            await phone.settled()
        expected = ["utter_opening", TOPIC, REMINDER, TOPIC, REMINDER, TOPIC, RETURN, TOPIC]
        assert telegram.said() == expected

    async def test_on_telegram_where_the_database_is_gone(
        self, start: Starts, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def fail(*_: object) -> None:
            raise OSError("gone")

        monkeypatch.setattr("bot.conversations.store.ConversationStore.find", fail)
        async with begin(start, telegram) as gateway:
            phone = Phone(gateway, telegram)
            await phone.write("hello there")
            await phone.settled()
        assert telegram.said() == [REMINDER, TOPIC]


class TestTooYoung:
    async def test_nobody_in_danger_is_turned_away(self, chat: Chat) -> None:
        """The clinic of the example means people from 16 on."""
        answer = await chat.say(f"i'm 11 and {DANGER}")
        assert answer.said[0].startswith("utter_crisis_first")
        assert answer.lines[0] == "us_988"
        assert chat.gateway.held(chat).state.minor is True

    async def test_privacy_says_from_what_age_it_is_meant(self, chat: Chat) -> None:
        chat.gateway.rasa.replies = [{"reply": "utter_privacy", "values": {}}]
        for _ in replies()["utter_privacy"].wordings:
            answer = await chat.say("who can read this, i'm 11")
            assert "16" in answer.messages[1]["text"]
