"""The setting `law` as it is unless changed: typed words are read, answered and remembered."""

import pytest

from tests.bot.gateway.fakes import Chat, Gateway, Starts

WORDS = "the violet umbrella in her waiting room"
CONCERN = "i can't go on without her"


async def test_the_opening_invites_words(chat: Chat) -> None:
    assert chat.opening.said == ["utter_opening"]
    assert chat.opening.body["consent"] == "unasked"


async def test_typed_words_go_to_rasa_and_are_remembered(chat: Chat) -> None:
    answer = await chat.say(WORDS)
    assert answer.said == ["utter_missing_therapist"]
    assert [turn["text"] for turn in chat.gateway.rasa.turns] == [WORDS]
    held = chat.gateway.held(chat)
    assert [m.text for m in held.messages if m.sender == "person"] == [WORDS]
    assert [turn["text"] for turn in held.state.history] == [WORDS]


async def test_more_than_explicit_danger_is_noticed(chat: Chat) -> None:
    answer = await chat.say(CONCERN)
    assert answer.said[-1] == "utter_after_concern"
    assert answer.lines


async def test_earlier_words_count(chat: Chat) -> None:
    for text in (CONCERN, "what is the point any more", "i am done with all of it"):
        answer = await chat.say(text)
    assert answer.care["pinned"] is True


async def test_consent_is_asked_and_kept(chat: Chat) -> None:
    answer = await chat.post("consent", consent=True)
    assert (answer.said, answer.body["consent"]) == (["utter_consent_yes"], "yes")
    assert (await chat.say(WORDS)).messages[0] in (await chat.state()).messages


@pytest.mark.parametrize(
    "reply",
    ["utter_help", "utter_privacy", "utter_ask_human", "utter_ask_find_referral_form_place"],
)
async def test_replies_are_said_as_they_are_named(chat: Chat, reply: str) -> None:
    chat.gateway.rasa.replies = [{"reply": reply, "values": {}}]
    assert (await chat.say("hello there")).said == [reply]


async def test_it_is_the_default(gateway: Gateway, start: Starts) -> None:
    assert gateway.settings.law == "default"
    async with start(law="default") as named:
        assert (await named.open()).opening.said == ["utter_opening"]
