"""Yes carries out the offer of the answer just before, and no other."""

import pytest

from actions.accept_offer import ActionAcceptOffer
from tests.actions.turns import Event, act, bot, slot, tracker, user

YES = user("affirm")


def after(*events: Event) -> list[str]:
    return act(ActionAcceptOffer(), tracker(user("missing_therapist"), *events, YES))[0]


@pytest.mark.parametrize(
    ("offer", "names"),
    [
        ("missing_therapist/more", ["utter_missing_therapist_more"]),
        ("missing_therapist/try", ["utter_missing_therapist_try"]),
        ("self_blame/", ["utter_self_blame"]),
        ("search", ["-> find_referral_form"]),
        (None, ["utter_affirm"]),
    ],
)
def test_offer_is_carried_out(offer: str | None, names: list[str]) -> None:
    assert after(bot("utter_x"), slot("offer", offer)) == names


def test_yes_without_any_offer_is_asked_about() -> None:
    assert act(ActionAcceptOffer(), tracker(YES))[0] == ["utter_affirm"]


def test_offer_from_before_another_subject_is_gone() -> None:
    events = (slot("offer", "search"), bot("utter_x"), user("privacy"), bot("utter_privacy"))
    assert after(*events) == ["utter_affirm"]


def test_last_of_two_offers_counts() -> None:
    events = (slot("offer", "missing_therapist/more"), slot("offer", "self_blame/"))
    assert after(*events) == ["utter_self_blame"]


def test_accepted_search_is_offered_no_more() -> None:
    to = tracker(user("ask_human"), slot("offer", "search"), YES)
    assert act(ActionAcceptOffer(), to)[1] == {"offer": None}


def test_yes_to_the_question_of_the_search_leaves_it_to_the_search() -> None:
    to = tracker(slot("offer", "missing_therapist/more"), YES, loop="find_referral_form")
    assert act(ActionAcceptOffer(), to)[:2] == ([], {})
