"""Every address of the chat API when all goes well."""

import asyncio
from datetime import datetime

import pytest

from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Chat, Gateway, reply_of

MESSAGE = {"id", "from", "at", "lang", "kind", "text", "buttons", "links"}
LINE = {
    *("id", "kind", "name", "country", "country_name"),
    *("call", "text", "chat", "hours", "languages"),
}


async def test_open_gives_id_token_and_opening(gateway: Gateway) -> None:
    answer = await gateway.ask("POST", "/api/conversations", json={"locale": "en"})
    assert answer.status == 201
    assert set(answer.body) == {"conversation_id", "token", "consent", "messages", "care"}
    assert answer.said == ["utter_opening"]
    assert answer.care == {"pinned": False, "lines": [], "ask": None}
    message = answer.messages[0]
    assert set(message) == MESSAGE
    assert (message["from"], message["lang"], message["kind"]) == ("program", "en", "text")
    assert datetime.fromisoformat(message["at"]).tzinfo is not None
    assert message["buttons"]
    assert all(set(button) == {"id", "title"} for button in message["buttons"])


async def test_open_needs_no_body(gateway: Gateway) -> None:
    answer = await gateway.ask("POST", "/api/conversations")
    assert answer.status == 201


async def test_two_conversations_have_nothing_in_common(gateway: Gateway) -> None:
    one, two = await gateway.open(), await gateway.open()
    assert one.id != two.id
    assert one.token != two.token
    assert min(len(one.id), len(one.token)) >= 24
    assert (await gateway.ask("GET", one.path, headers=two.signed)).status == 401


async def test_a_language_we_lack_is_answered_in_english(gateway: Gateway) -> None:
    chat = await gateway.open(locale="fr-CA")
    assert chat.opening.messages[0]["lang"] == "en"


async def test_a_text_is_answered(chat: Chat) -> None:
    answer = await chat.say("i miss my therapist")
    own, reply = answer.messages
    assert (own["from"], own["text"]) == ("person", "i miss my therapist")
    assert reply_of(reply["text"]) == "utter_missing_therapist"
    assert reply["from"] == "program"
    assert chat.gateway.rasa.turns[0] == {
        "conversation": chat.gateway.held(chat).key,
        "level": "none",
        "payload": "/missing_therapist",
    }


async def test_free_words_go_to_rasa_as_text(chat: Chat) -> None:
    await chat.say("she was away and it was hard")
    assert chat.gateway.rasa.turns[0]["text"] == "she was away and it was hard"


async def test_a_button_is_answered(chat: Chat) -> None:
    answer = await chat.press("It ended suddenly")
    assert answer.messages[0]["text"] == "It ended suddenly"
    assert chat.gateway.rasa.turns[0]["payload"] == "/abrupt_ending"


async def test_an_older_button_still_works(chat: Chat) -> None:
    await chat.say("hello there")
    answer = await chat.press("It ended suddenly")
    assert answer.status == 200


async def test_ids_ascend(chat: Chat) -> None:
    answers = [chat.opening, *[await chat.say(f"message {n}") for n in range(3)]]
    ids = [m["id"] for answer in answers for m in answer.messages]
    assert ids == sorted(set(ids))


async def test_messages_after_an_id(chat: Chat) -> None:
    first = await chat.say("one thing")
    second = await chat.say("another thing")
    answer = await chat.ask("GET", f"/messages?after={first.messages[-1]['id']}")
    assert answer.messages == second.messages
    everything = await chat.ask("GET", "/messages")
    assert everything.messages == [
        *chat.opening.messages,
        *first.messages,
        *second.messages,
    ]


async def test_state_without_consent_holds_no_words(chat: Chat) -> None:
    await chat.say("something private")
    answer = await chat.state()
    assert answer.body == {
        "messages": [],
        "care": {"pinned": False, "lines": [], "ask": None},
        "consent": "unasked",
    }


@pytest.mark.parametrize(("choice", "word"), [(True, "yes"), (False, "no")])
async def test_consent_is_confirmed(chat: Chat, choice: bool, word: str) -> None:
    answer = await chat.post("consent", consent=choice)
    assert answer.said == [f"utter_consent_{word}"]
    assert answer.body["consent"] == word
    assert (await chat.state()).body["consent"] == word


async def test_country_decides_the_lines(chat: Chat) -> None:
    assert (await chat.post("country", country="gb")).status == 200
    answer = await chat.sos()
    assert {line["country"] for line in answer.care["lines"]} == {"GB"}


@pytest.mark.parametrize("country", ["other", "ZZ"])
async def test_a_country_without_lines_gets_those_for_any(chat: Chat, country: str) -> None:
    assert (await chat.post("country", country=country)).status == 200
    answer = await chat.sos()
    assert answer.lines == ["other_directory", "other_emergency"]
    assert "findahelpline.com" in answer.messages[0]["text"]


async def test_country_may_come_with_the_opening(gateway: Gateway) -> None:
    chat = await gateway.open(country="GB")
    assert (await chat.sos()).care["lines"][0]["country"] == "GB"


async def test_sos_gives_the_crisis_answer_without_any_detection(chat: Chat) -> None:
    answer = await chat.sos()
    assert [m["kind"] for m in answer.messages] == ["crisis", "crisis"]
    assert answer.care["pinned"] is True
    assert answer.care["ask"] == answer.messages[-1]["id"]
    assert all(set(line) == LINE for line in answer.care["lines"])
    hrefs = [line[way]["href"] for line in answer.care["lines"] for way in LINE_WAYS if line[way]]
    assert {"tel:988", "sms:988", "tel:911"} <= set(hrefs)


LINE_WAYS = ("call", "text", "chat")


async def test_delete_ends_the_chat(chat: Chat) -> None:
    answer = await chat.ask("DELETE")
    assert (answer.status, answer.raw) == (204, b"")
    assert (await chat.state()).status == 401
    assert (await chat.say("hello again")).status == 401
    assert (await chat.ask("DELETE")).status == 401


async def test_delete_reaches_rasa(chat: Chat) -> None:
    key = chat.gateway.held(chat).key
    await chat.ask("DELETE")
    assert chat.gateway.rasa.forgotten == [key]


async def test_the_erase_button_erases(chat: Chat) -> None:
    chat.gateway.rasa.replies = [{"reply": "utter_delete_data", "values": {}}]
    await chat.say("delete everything i said")
    answer = await chat.press("Erase this chat now")
    assert answer.said == ["utter_delete_data_done"]
    assert answer.body["erased"] is True
    assert (await chat.state()).status == 401


async def test_lines_are_for_everyone_and_may_be_kept(gateway: Gateway) -> None:
    answer = await gateway.ask("GET", "/api/lines")
    body = answer.body
    assert body["default"] == "US"
    assert set(body["clinic"]) == {"name", "phone", "hours", "emergency"}
    assert body["other"]["links"][0]["url"] == "https://findahelpline.com"
    assert {"US", "GB"} <= {country["code"] for country in body["countries"]}
    assert all(country["lines"] for country in body["countries"])
    assert answer.headers["Cache-Control"] == "public, max-age=300"


async def test_health_is_ok_when_every_part_is(gateway: Gateway) -> None:
    answer = await gateway.ask("GET", "/healthz")
    parts = ("understanding", "database", "safety", "patterns", "classifier", "wordings")
    assert answer.body == {"status": "ok", "live": False, "parts": dict.fromkeys(parts, "ok")}


async def test_health_says_degraded_without_rasa(gateway: Gateway) -> None:
    await gateway.rasa.stop()
    answer = await gateway.ask("GET", "/healthz")
    assert answer.status == 200
    assert answer.body["status"] == "degraded"
    assert answer.body["parts"]["understanding"] == "degraded"


async def test_health_answers_in_time_for_the_supervisor(start: Starts) -> None:
    """It gives a gateway 1.5 s before it counts as stalled."""
    async with start() as gateway:
        await gateway.rasa.stop()
        deaf = await _deaf_server(gateway.rasa.port)
        answer = await gateway.ask("GET", "/healthz")
        deaf.close()
    assert answer.seconds < 1.2


async def _deaf_server(port: int) -> asyncio.Server:
    async def keep(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    return await asyncio.start_server(keep, "127.0.0.1", port)


async def test_the_demo_page_and_the_widget_are_served(gateway: Gateway) -> None:
    page = await gateway.ask("GET", "/")
    assert page.headers["Content-Type"].startswith("text/html")
    script = await gateway.ask("GET", "/widget/afterword.js")
    assert script.status == 200


async def test_the_widget_is_sent_compressed_and_only_when_it_has_changed(gateway: Gateway) -> None:
    path, client = "/widget/chat.js", gateway.client
    plain = await client.get(path, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    async with client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "javascript" in answer.headers["Content-Type"]
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert answer.headers["Cache-Control"] == "no-cache"
        assert await answer.read() == await plain.read()
        known = {"If-None-Match": answer.headers["ETag"], "Accept-Encoding": "gzip"}
    again = await client.get(path, headers=known)
    assert (again.status, await again.read()) == (304, b"")
    assert again.headers["Cache-Control"] == "no-cache"


async def test_the_api_describes_itself(gateway: Gateway) -> None:
    answer = await gateway.ask("GET", "/api/openapi.json")
    assert answer.body["openapi"].startswith("3.")
