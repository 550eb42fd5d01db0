"""Every way to be refused: a problem with a way to a human, pinned where the words are in danger.

That each refusal is a whole problem with lines is checked by `Gateway.ask`.
"""

from typing import Any

import pytest

from bot.gateway.limits import LOOKED_AT, MAX_BODY, MAX_TEXT
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Answer, Chat, Gateway

DANGER = "i want to kill myself"
LOST = "i miss her and it is hard "
POSTS = ("messages", "sos", "consent", "country")
GOOD = {"text": "hello", "client_message_id": "c1"}


async def send(chat: Chat, what: str = "messages", **how: Any) -> Answer:
    return await chat.gateway.ask("POST", f"{chat.path}/{what}", **{"headers": chat.signed, **how})


def refused(answer: Answer, status: int, pinned: bool = False) -> None:
    assert answer.status == status
    assert answer.care["pinned"] is pinned


@pytest.mark.parametrize(
    ("method", "what"),
    [
        *(("GET", ""), ("DELETE", ""), ("GET", "/messages"), ("GET", "/events")),
        *(("POST", f"/{what}") for what in POSTS),
    ],
)
async def test_without_the_right_token_nothing_is_done(chat: Chat, method: str, what: str) -> None:
    wrong = ("Bearer wrong", "Bearer ", "Bearer gänzlich\u2003falsch")
    unsigned = (f"Basic {chat.token}", chat.token)
    for headers in ({}, *({"Authorization": value} for value in (*wrong, *unsigned))):
        answer = await chat.gateway.ask(method, chat.path + what, headers=headers, json=GOOD)
        refused(answer, 401)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert (await chat.state()).body["consent"] == "unasked"
    assert chat.gateway.rasa.turns == []


async def test_unknown_conversation(chat: Chat) -> None:
    for id in ("unknown", "%00", "a" * 500, "%F0%9F%98%80", "..%2f..%2fetc"):
        answer = await chat.gateway.ask("GET", f"/api/conversations/{id}", headers=chat.signed)
        refused(answer, 401)


NO_OBJECT = [
    b"",
    b"hello",
    b"{",
    b'"text"',
    b"[1, 2]",
    b"null",
    b"\xff\xfe",
    b'{"text": "\xff", "client_message_id": "c"}',
    b'{"text": NaN, "client_message_id": "c"}',
    b'{"a":' * 20_000,
    b"[" * 60_000 + b"]" * 60_000,
    b'{"consent": ' + b"9" * 5000 + b"}",
]


async def test_what_is_no_json_object(chat: Chat) -> None:
    for raw in NO_OBJECT:
        for what in POSTS:
            refused(await send(chat, what, data=raw), 422)


NO_MESSAGE: list[Any] = [
    {},
    {"text": "hello"},
    {"client_message_id": "c"},
    {"text": None, "button": None, "client_message_id": "c"},
    {"text": 5, "client_message_id": "c"},
    {"text": ["hello"], "client_message_id": "c"},
    {"text": {"text": "hello"}, "client_message_id": "c"},
    {"button": 5, "client_message_id": "c"},
    {"button": ["b1-1"], "client_message_id": "c"},
    {"button": "", "client_message_id": "c"},
    {"button": "/ask_human", "client_message_id": "c"},
    {"button": "b1-99", "client_message_id": "c"},
    {"button": "\ud800", "client_message_id": "c"},
    {"text": "hello", "button": "b2-1", "client_message_id": "c"},
    {"text": "hello", "button": 5, "client_message_id": "c"},
    {"text": "hello", "client_message_id": ""},
    {"text": "hello", "client_message_id": 5},
    {"text": "hello", "client_message_id": "c" * 201},
    {"text": "hello", "client_message_id": "c" * 100_000},
    {"text": "hello", "client_message_id": "a\x00b"},
    {"text": "hello", "client_message_id": "\udfff"},
    {"text": "hello", "client_message_id": "a\n"},
    {"text": "hello", "client_message_id": None},
]


async def test_a_message_that_cannot_be_used(chat: Chat) -> None:
    for body in NO_MESSAGE:
        refused(await send(chat, json=body), 422)
    assert chat.gateway.rasa.turns == []
    assert chat.gateway.held(chat).messages[1:] == []


@pytest.mark.parametrize("text", ["", " ", "😀", "half a sign \ud83d", "a\x00b", "\u202e\u0000"])
async def test_no_text_is_refused_for_its_signs(chat: Chat, text: str) -> None:
    """A browser cuts an emoji in half at the length limit: the words still count."""
    answer = await send(chat, json={"text": text, "client_message_id": "c"})
    assert answer.status == 200
    assert len(answer.messages) >= 2
    assert not {"\ud83d", "\x00"} & set(answer.messages[0]["text"])


async def test_consent_that_is_no_choice(chat: Chat) -> None:
    for choice in (None, "yes", 1, 0, [], {}):
        refused(await send(chat, "consent", json={"consent": choice}), 422)
    assert (await chat.state()).body["consent"] == "unasked"


async def test_country_that_is_no_code(chat: Chat) -> None:
    for code in (None, "", "G", "GBR", "G1", "\u00e9\u00e9", 5, ["GB"], "gb\x00"):
        refused(await send(chat, "country", json={"country": code}), 422)


async def test_opening_with_what_cannot_be_used(gateway: Gateway) -> None:
    for value in (5, False, "", "e n", "a" * 36, "\ud800", "g\x00"):
        for name in ("locale", "country"):
            refused(await gateway.ask("POST", "/api/conversations", json={name: value}), 422)


async def test_messages_after_what_is_no_id(chat: Chat) -> None:
    for after in ("x", "-1", "1.5", "", "9" * 17, "٣", "%00"):
        refused(await chat.ask("GET", f"/messages?after={after}"), 422)


async def test_a_text_of_the_greatest_length_is_taken(chat: Chat) -> None:
    answer = await chat.say("é" * MAX_TEXT)
    assert answer.status == 200
    assert len(answer.messages[0]["text"]) == MAX_TEXT


@pytest.mark.parametrize("length", [MAX_TEXT + 1, MAX_BODY + 1, LOOKED_AT + 1])
async def test_too_long(chat: Chat, length: int) -> None:
    refused(await chat.say("a" * length), 413)
    assert (await chat.state()).care["pinned"] is False


async def test_a_body_that_arrives_packed_and_broken(chat: Chat) -> None:
    answer = await send(chat, data=b"nothing", headers={**chat.signed, "Content-Encoding": "gzip"})
    refused(answer, 400)


async def test_unknown_address_and_method(gateway: Gateway) -> None:
    refused(await gateway.ask("GET", "/api/nothing"), 404)
    refused(await gateway.ask("GET", "/nothing"), 404)
    answer = await gateway.ask("PUT", "/api/lines")
    refused(answer, 405)
    assert "GET" in answer.headers["Allow"]


async def test_too_many_messages(start: Starts) -> None:
    async with start(messages_per_minute=2) as gateway:
        chat = await gateway.open()
        for n in range(2):
            assert (await chat.say(f"message {n}")).status == 200
        answer = await chat.say("one too many")
        refused(answer, 429)
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert len(gateway.rasa.turns) == 2
        other = await gateway.open()
        assert (await other.say("another person")).status == 200


async def test_too_many_conversations(start: Starts) -> None:
    async with start(conversations_per_minute=1) as gateway:
        await gateway.open()
        answer = await gateway.ask("POST", "/api/conversations")
        refused(answer, 429)
        assert 1 <= int(answer.headers["Retry-After"]) <= 60


async def test_an_error_of_ours_tells_nothing(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the words: something private")

    chat.gateway.secrets.add("something private")
    monkeypatch.setattr("bot.gateway.api.exchange", fail)
    answer = await chat.say("something private")
    refused(answer, 500)
    assert b"private" not in answer.raw
    assert "POST /api/conversations/{id}/messages failed: RuntimeError at" in caplog.text


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"json": {**GOOD, "text": DANGER}, "headers": {}}, 401),
        ({"json": {**GOOD, "text": DANGER}, "headers": {"Authorization": "Bearer wrong"}}, 401),
        ({"json": {"text": DANGER}}, 422),
        ({"json": {"text": DANGER, "button": "b", "client_message_id": "c"}}, 422),
        ({"json": {"text": [DANGER], "client_message_id": "c"}}, 422),
        ({"json": {"message": DANGER, "client_message_id": "c"}}, 422),
        ({"json": {"button": DANGER, "client_message_id": "c"}}, 422),
        ({"data": DANGER}, 422),
        ({"data": '{"text": "' + DANGER + '", '}, 422),
        ({"data": '{"text": "' + LOST * 8000 + DANGER + '"}'}, 413),
        ({"json": {**GOOD, "text": DANGER}, "headers": {"Origin": "https://evil.example"}}, 403),
    ],
    ids=lambda value: str(value)[:70],
)
async def test_danger_in_what_is_refused_pins_the_lines(
    chat: Chat, how: dict[str, Any], status: int
) -> None:
    answer = await send(chat, **how)
    refused(answer, status, pinned=True)
    assert answer.lines[0] == "us_988"


async def test_danger_decides_which_lines_a_refusal_carries(chat: Chat) -> None:
    body = {**GOOD, "text": "i just took all my pills"}
    answer = await send(chat, json=body, headers={})
    assert [line["kind"] for line in answer.care["lines"]][:2] == ["emergency", "poison"]


async def test_a_refusal_does_not_unpin(chat: Chat) -> None:
    await chat.post("country", country="GB")
    asked = await chat.say(DANGER)
    answer = await chat.post("messages", button="b0-0", client_message_id="c")
    refused(answer, 422, pinned=True)
    assert answer.care == asked.care


async def test_words_in_danger_are_never_too_long(chat: Chat) -> None:
    answer = await chat.say(LOST * 1000 + DANGER)
    assert answer.status == 200
    assert answer.care["pinned"] is True
    assert (await chat.state()).care["pinned"] is True
