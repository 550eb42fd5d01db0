"""Yes and no answer the last offer, whatever kind it was."""

import pytest

from tests.conversations.chat import Chat

MISSES = "i miss my therapist so much it hurts"
CARDS = "utter_find_referral_card"


def test_yes_walks_through_the_topic_and_then_to_the_search(chat: Chat) -> None:
    chat.says(MISSES)
    assert chat.says("yes") == ["utter_missing_therapist_more"]
    assert chat.says("ok yes please") == ["utter_missing_therapist_try"]
    assert chat.says("yes") == ["utter_ask_find_referral_form_place"]


def test_yes_goes_on_where_the_buttons_left_off(chat: Chat) -> None:
    chat.presses('/missing_therapist{"part": "try"}')
    assert chat.says("yes") == ["utter_missing_therapist_more"]


@pytest.mark.parametrize("said", ["i can't cope any more", "can i talk to a real person"])
def test_yes_to_people_opens_the_search(chat: Chat, said: str) -> None:
    chat.says(said)
    assert chat.says("yes") == ["utter_ask_find_referral_form_place"]


def test_yes_after_a_list_shows_more_until_there_is_no_more(chat: Chat) -> None:
    chat.presses('/ask_human{"part": "search"}')
    shown = chat.says("portland, oregon")
    assert shown[0] == "utter_find_referral_found"
    assert 1 <= shown.count(CARDS) <= 3
    for _ in range(10):
        shown = chat.says("yes")
        if shown[0] != "utter_find_referral_next":
            break
        assert 1 <= shown.count(CARDS) <= 3
    assert shown == ["utter_affirm"]


def test_no_puts_the_offer_away(chat: Chat) -> None:
    chat.says(MISSES)
    assert chat.says("no") == ["utter_deny"]
    assert chat.says("yes") == ["utter_affirm"]


def test_another_subject_puts_the_offer_away(chat: Chat) -> None:
    chat.says(MISSES)
    assert chat.says("will my therapist see this?") == ["utter_privacy"]
    assert chat.says("yes") == ["utter_affirm"]


@pytest.mark.parametrize(("said", "reply"), [("yes", "utter_affirm"), ("no", "utter_deny")])
def test_answer_without_an_offer_is_asked_about(chat: Chat, said: str, reply: str) -> None:
    assert chat.says(said) == [reply]
