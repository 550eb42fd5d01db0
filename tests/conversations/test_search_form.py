"""The search in the middle of other things: changed subject, resumed, left, wrong places."""

import pytest

from tests.conversations.chat import Chat

FORM = "find_referral_form"
ASKED = "utter_ask_find_referral_form_place"
RESUMED = "utter_find_referral_resume"


@pytest.fixture
def searching(chat: Chat) -> Chat:
    chat.says("i miss my therapist so much it hurts")
    assert chat.presses('/ask_human{"part": "search"}') == [ASKED]
    assert _loop(chat) == FORM
    return chat


def _loop(chat: Chat) -> str | None:
    return chat.tracker().active_loop_name


def test_place_ends_the_search(searching: Chat) -> None:
    assert searching.says("Portland, Oregon")[0] == "utter_find_referral_found"
    assert _loop(searching) is None


def test_changed_subject_is_answered_and_the_search_asks_again(searching: Chat) -> None:
    assert searching.says("she ended it by email after three years") == [
        "utter_abrupt_ending",
        RESUMED,
    ]
    assert _loop(searching) == FORM
    assert searching.says("Portland, Oregon")[0] == "utter_find_referral_found"


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("will my therapist see this?", "utter_privacy"),
        ("am i talking to a person?", "utter_bot_challenge"),
        ("thank you", "utter_thank"),
        ("i can't stop crying, i can't cope any more", "utter_distress"),
    ],
)
def test_question_in_the_middle_is_answered(searching: Chat, said: str, reply: str) -> None:
    assert searching.says(said) == [reply, RESUMED]


def test_button_of_a_topic_works_in_the_middle(searching: Chat) -> None:
    assert searching.presses('/self_blame{"part": "more"}') == ["utter_self_blame_more", RESUMED]
    assert searching.presses('/ask_human{"place": "online"}')[0] == "utter_find_referral_found"


def test_yes_in_the_middle_goes_on_with_the_search(searching: Chat) -> None:
    searching.says("she ended it by email after three years")
    assert searching.says("yes") == [ASKED]
    assert _loop(searching) == FORM


@pytest.mark.parametrize("said", ["no", "stop", "no thanks"])
def test_search_can_be_left(searching: Chat, said: str) -> None:
    assert searching.says(said) == ["utter_find_referral_left"]
    assert _loop(searching) is None
    assert searching.says("yes") == ["utter_affirm"]


def test_search_left_by_button_and_opened_again(searching: Chat) -> None:
    assert searching.presses("/deny") == ["utter_find_referral_left"]
    assert searching.presses('/ask_human{"part": "search"}') == [ASKED]


def test_wrong_place_is_asked_again(searching: Chat) -> None:
    assert searching.says("Nowhereville") == ["utter_find_referral_unknown_place"]
    assert _loop(searching) == FORM
    assert searching.says("97205")[0] == "utter_find_referral_found"


@pytest.mark.parametrize("said", ["/restart", "/deny", '/greet{"place": "x"}', "  \u00a0/restart"])
def test_typed_command_does_nothing_to_the_search(searching: Chat, said: str) -> None:
    assert "utter_restart" not in searching.says(said)
    assert searching.slot("topic") == "missing_therapist"


def test_danger_in_the_middle_leaves_the_search(searching: Chat) -> None:
    assert "utter_crisis_plain" in searching.says("i want to die", level="crisis")


def test_danger_that_only_the_gateway_saw_is_danger(searching: Chat) -> None:
    assert "utter_crisis_plain" in searching.says("it is nothing", level="crisis")
