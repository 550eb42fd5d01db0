"""A message in danger gets the line, whatever state the chat, the request or the program is in."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.gateway.limits import LOOKED_AT, MAX_BODY
from tests.bot.gateway.conftest import Clock
from tests.bot.gateway.fake_telegram import SECRET, TOKEN, FakeTelegram, Phone
from tests.bot.gateway.fakes import Answer, Chat, Json, Starts

DANGER = "i want to kill myself"
TEXTS = [DANGER, "i just took all my pills", "sos", "i am gonna kms tonight"]
SECOND = 3.0  # the bound of the product is 1.0; a machine that runs all tests at once gets more
CONCERN = "i can't go on without her"
LOST = "i miss her and it is hard "

State = Callable[[Chat], Awaitable[Any]]


def gets_the_line(answer: Answer, status: int = 200) -> None:
    assert answer.status == status
    assert answer.seconds < SECOND
    assert answer.care["pinned"] is True
    assert {"us_988", "us_emergency"} <= set(answer.lines)
    if status == 200:
        assert next(m["kind"] for m in answer.messages if m["from"] == "program") == "crisis"
        assert answer.said[0].startswith("utter_crisis_")


def rasa_says(chat: Chat, reply: str, **values: Any) -> None:
    chat.gateway.rasa.replies = [{"reply": reply, "values": values}]


async def form_open(chat: Chat) -> None:
    rasa_says(chat, "utter_ask_find_referral_form_place")
    answer = await chat.press("I want to find a new therapist")
    assert answer.said == ["utter_ask_find_referral_form_place"]


async def place_was_not_found(chat: Chat) -> None:
    await form_open(chat)
    rasa_says(chat, "utter_find_referral_unknown_place")
    assert (await chat.say("atlantis")).said == ["utter_find_referral_unknown_place"]


async def search_shows_its_list(chat: Chat) -> None:
    rasa_says(chat, "utter_find_referral_ways_on")
    assert (await chat.say("someone in portland")).said == ["utter_find_referral_ways_on"]


async def waiting_for_a_yes(chat: Chat) -> None:
    rasa_says(chat, "utter_delete_data")
    assert (await chat.say("can i delete this")).said == ["utter_delete_data"]


async def clarifying_question_asked(chat: Chat) -> None:
    rasa_says(chat, "utter_ask_which", choices=["self_blame", "want_closure"])
    assert (await chat.say("it is all so much")).said == ["utter_ask_which"]


async def rasa_failed_just_now(chat: Chat) -> None:
    chat.gateway.rasa.mode = "500"
    assert (await chat.say("hello there")).said == ["utter_unavailable"]


async def rasa_is_away(chat: Chat) -> None:
    await chat.gateway.rasa.stop()


async def the_page_sent_nonsense(chat: Chat) -> None:
    assert (await chat.post("messages", text=5, client_message_id="c")).status == 422


async def before_consent(chat: Chat) -> None:
    assert (await chat.state()).body["consent"] == "unasked"


async def consent_refused(chat: Chat) -> None:
    assert (await chat.post("consent", consent=False)).body["consent"] == "no"


async def consent_given(chat: Chat) -> None:
    assert (await chat.post("consent", consent=True)).body["consent"] == "yes"


async def question_of_concern_open(chat: Chat) -> None:
    assert (await chat.say(CONCERN)).said[-1] == "utter_after_concern"


async def course_open(chat: Chat) -> None:
    await chat.say(DANGER)
    assert chat.gateway.held(chat).crisis_step == "open"


async def course_in_watch(chat: Chat) -> None:
    await course_open(chat)
    await chat.press("You misunderstood me")
    assert chat.gateway.held(chat).crisis_step == "watch"


async def course_closed(chat: Chat) -> None:
    await course_in_watch(chat)
    await chat.say("i am safe")
    assert chat.gateway.held(chat).crisis_step == "closed"


async def course_over_and_talked_on(chat: Chat) -> None:
    await course_closed(chat)
    assert (await chat.say("hello there")).care["lines"] == []


async def restart_typed(chat: Chat) -> None:
    await chat.say("hello there")
    assert (await chat.say("/restart")).status == 200


async def restart_typed_in_watch(chat: Chat) -> None:
    await course_in_watch(chat)
    await chat.say("/restart")
    assert chat.gateway.held(chat).crisis_step == "watch"


async def in_another_country(chat: Chat) -> None:
    """And back, so that the same lines are looked for."""
    await chat.post("country", country="GB")
    assert (await chat.say(DANGER)).lines[0].startswith("gb_")
    await chat.post("country", country="US")


async def harm_was_told(chat: Chat) -> None:
    rasa_says(chat, "utter_therapist_harm")
    assert (await chat.say("he crossed a line with me")).said == ["utter_therapist_harm"]


async def another_language(chat: Chat) -> None:
    answer = await chat.say("Ich vermisse meine Therapeutin so sehr und weiß nicht weiter")
    assert answer.said == ["utter_out_of_scope_language"]


async def age_told(chat: Chat) -> None:
    await chat.say("i'm 12")


STATES: list[State] = [
    form_open,
    place_was_not_found,
    search_shows_its_list,
    waiting_for_a_yes,
    clarifying_question_asked,
    rasa_failed_just_now,
    rasa_is_away,
    the_page_sent_nonsense,
    before_consent,
    consent_refused,
    consent_given,
    question_of_concern_open,
    course_open,
    course_in_watch,
    course_closed,
    course_over_and_talked_on,
    restart_typed,
    restart_typed_in_watch,
    in_another_country,
    harm_was_told,
    another_language,
    age_told,
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_of_the_chat(chat: Chat, state: State, text: str) -> None:
    await state(chat)
    gets_the_line(await chat.say(text))
    assert (await chat.state()).care["pinned"] is True


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_of_the_chat_by_the_button(chat: Chat, state: State) -> None:
    await state(chat)
    gets_the_line(await chat.sos())


@pytest.mark.parametrize("law", ["default", "illinois"])
@pytest.mark.parametrize("text", TEXTS)
async def test_of_the_law(start: Starts, law: str, text: str) -> None:
    async with start(law=law) as gateway:
        chat = await gateway.open()
        gets_the_line(await chat.say(text))
        await chat.press("You misunderstood me")
        await chat.say("something about her")
        gets_the_line(await chat.say(text))


@pytest.mark.parametrize("days", [1, 8, 40])
async def test_of_the_calendar(chat: Chat, clock: Clock, days: int) -> None:
    await chat.say("hello there")
    clock.leap(days=days)
    gets_the_line(await chat.say(DANGER))


@pytest.mark.parametrize("consent", [True, False, None])
async def test_of_a_program_that_was_started_anew(start: Starts, consent: bool | None) -> None:
    async with start() as gateway:
        chat = await gateway.open()
        if consent is not None:
            await chat.post("consent", consent=consent)
        await chat.say("hello there")
    async with start() as chat.gateway:
        gets_the_line(await chat.say(DANGER))


async def test_of_the_limits(start: Starts) -> None:
    async with start(messages_per_minute=1) as gateway:
        chat = await gateway.open()
        await chat.say("hello there")
        assert (await chat.say("hello again")).status == 429
        for text in TEXTS:
            gets_the_line(await chat.say(text))


def signed(chat: Chat, **more: str) -> dict[str, str]:
    return {**chat.signed, **more}


def message(text: str) -> Json:
    return {"text": text, "client_message_id": "c"}


def request(chat: Chat, name: str) -> tuple[dict[str, Any], int]:
    """A request that something is wrong with, and what it is answered with."""
    raw = '{"text": "' + DANGER + '", "client_message_id": "c"}'
    padded = LOST * (MAX_BODY // len(LOST)) + DANGER
    return {
        "wrong token": ({"json": message(DANGER), "headers": {"Authorization": "Bearer x"}}, 401),
        "no token": ({"json": message(DANGER), "headers": {}}, 401),
        "too long a text": ({"json": message(LOST * 1000 + DANGER)}, 200),
        "too large a body": ({"json": message(padded)}, 413),
        "no client id": ({"json": {"text": DANGER}}, 422),
        "no JSON": ({"data": DANGER}, 422),
        "broken JSON": ({"data": raw[:-2]}, 422),
        "text/plain": (
            {"data": raw, "headers": signed(chat, **{"Content-Type": "text/plain"})},
            200,
        ),
        "a form": ({"data": message(DANGER)}, 422),
        "no content type": ({"data": raw.encode(), "skip_auto_headers": ["Content-Type"]}, 200),
        "another origin": (
            {"json": message(DANGER), "headers": signed(chat, Origin="https://x.example")},
            403,
        ),
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        *("wrong token", "no token", "too long a text", "too large a body", "no client id"),
        *("no JSON", "broken JSON", "text/plain", "a form", "no content type", "another origin"),
    ],
)
@pytest.mark.parametrize("law", ["default", "illinois"])
async def test_of_the_request(start: Starts, name: str, law: str) -> None:
    async with start(law=law) as gateway:
        chat = await gateway.open()
        how, status = request(chat, name)
        answer = await gateway.ask(
            "POST", f"{chat.path}/messages", **{"headers": chat.signed, **how}
        )
        gets_the_line(answer, status)


async def test_of_a_body_that_is_too_large_to_be_read(chat: Chat) -> None:
    """It is not looked at, so nothing is pinned; the lines are there all the same."""
    answer = await chat.say("a" * LOOKED_AT + DANGER)
    assert (answer.status, answer.lines[0]) == (413, "us_988")


async def test_of_a_chat_that_was_erased(chat: Chat) -> None:
    assert (await chat.ask("DELETE")).status == 204
    gets_the_line(await chat.say(DANGER), 401)


async def test_of_a_chat_that_nobody_knows(chat: Chat) -> None:
    path = "/api/conversations/unknown/messages"
    answer = await chat.gateway.ask("POST", path, json=message(DANGER), headers=chat.signed)
    gets_the_line(answer, 401)


async def test_of_a_chat_past_its_retention(
    start: Starts, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its token has expired with it."""
    async with start() as gateway:
        chat = await gateway.open()
        await chat.say("hello there")
    clock.leap(days=400)
    async with start() as chat.gateway:
        gets_the_line(await chat.say(DANGER), 401)


async def test_of_an_error_of_ours(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("bot.gateway.api.exchange", fail)
        gets_the_line(await chat.say(DANGER), 500)
    gets_the_line(await chat.say(DANGER))


class TestOfTelegram:
    @staticmethod
    def is_told(telegram: FakeTelegram) -> None:
        assert telegram.said()[-1] == "lines"
        assert "Call 911" in telegram.texts()[-1]
        assert any(name.startswith("utter_crisis_") for name in telegram.said())

    @pytest.mark.parametrize("law", ["default", "illinois"])
    @pytest.mark.parametrize(
        "before", [[], ["/start"], ["hello there"], ["/restart"], ["hello", "one too many"]]
    )
    async def test_whatever_was_written_before(
        self, start: Starts, telegram: FakeTelegram, before: list[str], law: str
    ) -> None:
        keys = {"telegram_token": TOKEN, "telegram_secret": SECRET, "telegram_api": telegram.url}
        async with start(**keys, law=law, messages_per_minute=1) as gateway:
            phone = Phone(gateway, telegram)
            for text in before:
                await phone.write(text)
                await phone.settled()
            assert (await phone.write(DANGER)).seconds < SECOND
            self.is_told(telegram)

    async def test_after_a_button_and_without_rasa(
        self, start: Starts, telegram: FakeTelegram
    ) -> None:
        keys = {"telegram_token": TOKEN, "telegram_secret": SECRET, "telegram_api": telegram.url}
        async with start(**keys) as gateway:
            phone = Phone(gateway, telegram)
            await phone.write("/start")
            await phone.settled()
            await phone.press("Talk to a person")
            await phone.settled()
            await gateway.rasa.stop()
            assert (await phone.write("sos")).seconds < SECOND
            self.is_told(telegram)
