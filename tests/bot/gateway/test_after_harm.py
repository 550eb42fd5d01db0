"""After harm by a therapist the clinic's phone is not offered: it may employ who did it."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.gateway.clinic import EXAMPLE
from bot.gateway.variants import AFTER_HARM, OUTSIDE
from tests.bot.gateway.fakes import Answer, Chat, Starts, replies

CLINIC = YAML(typ="safe").load(EXAMPLE.read_text())
HARM = ("utter_therapist_harm", "utter_therapist_harm_more", "utter_therapist_harm_try")


async def told(chat: Chat, reply: str) -> Answer:
    chat.gateway.rasa.replies = [{"reply": reply, "values": {}}]
    return await chat.say("something about it")


def words(answer: Answer) -> str:
    return " ".join(m["text"] for m in answer.messages if m["from"] == "program")


@pytest.mark.parametrize("reply", OUTSIDE)
@pytest.mark.parametrize("harm", HARM)
async def test_it_stays_away_for_the_conversation(chat: Chat, reply: str, harm: str) -> None:
    before = await told(chat, reply)
    assert before.said == [reply]
    assert CLINIC["phone"] in words(before)
    await told(chat, harm)
    for topic in ("utter_ending_grief", "utter_goodbye"):
        await told(chat, topic)
        for _ in replies()[reply].wordings:
            answer = await told(chat, reply)
            assert answer.said == [OUTSIDE[reply]]
            assert CLINIC["phone"] not in words(answer)


@pytest.mark.parametrize("reply", AFTER_HARM)
async def test_doubt_and_longing_are_met_in_other_words(chat: Chat, reply: str) -> None:
    assert (await told(chat, reply)).said == [reply]
    await told(chat, HARM[0])
    assert (await told(chat, reply)).said == [AFTER_HARM[reply]]
    assert (await told(chat, f"{reply}_more")).said == [f"{reply}_more"]


@pytest.mark.parametrize("reply", AFTER_HARM.values())
def test_a_client_is_never_at_fault(reply: str) -> None:
    for wording in replies()[reply].wordings:
        assert "{clinic" not in wording.text
        assert wording.buttons


async def test_also_where_rasa_is_away(chat: Chat) -> None:
    await told(chat, HARM[0])
    chat.gateway.rasa.mode = "500"
    answer = await chat.say("hello there")
    assert answer.said == ["utter_unavailable_outside"]
    assert answer.lines


async def test_also_where_a_reply_cannot_be_said(chat: Chat) -> None:
    await told(chat, HARM[0])
    assert (await told(chat, "utter_nowhere")).said == ["utter_unavailable_outside"]


async def test_for_a_kept_chat_over_a_restart(start: Starts) -> None:
    async with start() as gateway:
        chat = await gateway.open()
        await chat.post("consent", consent=True)
        await told(chat, HARM[0])
    async with start() as chat.gateway:
        assert (await told(chat, "utter_distress")).said == ["utter_distress_outside"]


@pytest.mark.parametrize("reply", OUTSIDE.values())
def test_no_wording_has_a_way_to_the_clinic(reply: str) -> None:
    for wording in replies()[reply].wordings:
        assert "{clinic_phone}" not in wording.text
        assert "{clinic_emergency}" not in wording.text


class TestEmergencyText:
    """What the clinic says for an emergency stands beside its phone and hours."""

    @pytest.mark.parametrize("country", [None, "US"])
    async def test_in_its_country(self, start: Starts, country: str | None) -> None:
        async with start() as gateway:
            chat = await gateway.open(country=country)
            assert CLINIC["emergency"] in words(await told(chat, "utter_ask_human"))

    async def test_not_in_another(self, chat: Chat) -> None:
        await chat.post("country", country="GB")
        answer = await told(chat, "utter_ask_human")
        assert CLINIC["phone"] in words(answer)
        assert CLINIC["emergency"] not in words(answer)

    async def test_in_the_clinics_own_words(self, start: Starts, tmp_path: Path) -> None:
        profile = tmp_path / "clinic.yml"
        YAML().dump({**CLINIC, "emergency": "At night, ring 0 for the ward."}, profile)
        async with start(profile=profile) as gateway:
            answer = await told(await gateway.open(), "utter_ask_human")
            assert "ring 0 for the ward" in words(answer)
