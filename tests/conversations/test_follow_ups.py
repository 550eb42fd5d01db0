"""Follow-ups know the topic; two topics in one message; the clarifying question."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conversations.chat import Chat

DOMAIN = Path(__file__).resolve().parents[2] / "bot" / "domain" / "en"
TWO_TOPICS = "i miss my therapist. can i email her?"
UNCLEAR = "hmm the thing with the thing"


def care_topics() -> list[str]:
    return sorted(p.stem for p in DOMAIN.glob("*.yml") if f"utter_{p.stem}_more:" in p.read_text())


@pytest.mark.parametrize("topic", care_topics())
def test_buttons_lead_through_a_topic(chat: Chat, topic: str) -> None:
    assert chat.presses(f"/{topic}") == [f"utter_{topic}"]
    assert chat.presses(f'/{topic}{{"part": "more"}}') == [f"utter_{topic}_more"]
    assert chat.presses(f'/{topic}{{"part": "try"}}') == [f"utter_{topic}_try"]
    assert chat.slot("topic") == topic


def test_topic_told_again_goes_on_where_it_stopped(chat: Chat) -> None:
    said = "i miss my therapist so much it hurts"
    assert chat.says(said) == ["utter_missing_therapist"]
    assert chat.says(said) == ["utter_explain_again", "utter_missing_therapist_more"]
    assert chat.says(said) == ["utter_explain_again", "utter_missing_therapist_try"]
    assert chat.says(said) == ["utter_explain_again", "utter_missing_therapist"]


def test_another_topic_starts_at_its_beginning(chat: Chat) -> None:
    chat.says("i miss my therapist so much it hurts")
    assert chat.says("she ended it by email after three years") == ["utter_abrupt_ending"]
    assert chat.says("yes") == ["utter_abrupt_ending_more"]


def test_second_topic_of_a_message_is_offered(chat: Chat) -> None:
    first, offer = chat.says(TWO_TOPICS)
    assert offer == "utter_also_offer"
    other = chat.replies[1]["values"]["choices"]
    topics = {"missing_therapist", "contact_after_therapy"}
    assert {first.removeprefix("utter_"), *other} == topics
    assert chat.presses(f"/{other[0]}") == [f"utter_{other[0]}"]


def test_yes_after_the_offer_of_a_second_topic_opens_it(chat: Chat) -> None:
    chat.says(TWO_TOPICS)
    other = chat.replies[1]["values"]["choices"][0]
    assert chat.says("yes") == [f"utter_{other}"]
    assert chat.slot("topic") == other


def test_one_topic_offers_no_second(chat: Chat) -> None:
    assert chat.says("i miss my therapist so much it hurts") == ["utter_missing_therapist"]


def test_unclear_words_get_one_question_with_two_topics(chat: Chat) -> None:
    assert chat.says(UNCLEAR) == ["utter_ask_which"]
    choices = chat.replies[0]["values"]["choices"]
    assert len(choices) == len(set(choices)) == 2
    ranking = chat.tracker().latest_message.parse_data["intent_ranking"]
    assert choices == [item["name"] for item in ranking[:2]]


def test_yes_to_the_clarifying_question_chooses_for_nobody(chat: Chat) -> None:
    chat.says("i miss my therapist so much it hurts")
    chat.says(UNCLEAR)
    assert chat.says("yes") == ["utter_affirm"]


def test_every_choice_has_a_title_of_its_own(new_chat: Callable[[], Chat]) -> None:
    names = new_chat()._rasa.agent.domain.intents
    ours = {name for name in names if (DOMAIN / f"{name}.yml").exists()} - {"crisis"}
    titles = {name for path in DOMAIN.glob("*.yml") for name in _titles(path)}
    assert ours - titles == set()


def _titles(path: Path) -> set[str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return {
        line.removeprefix("utter_").removesuffix("_title:")
        for line in lines
        if line.startswith("utter_") and line.endswith("_title:")
    }
