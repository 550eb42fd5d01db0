"""The psychoeducation action: what was heard, what is offered next."""

import pytest

from actions.explain_topic import ActionExplainTopic
from tests.actions.turns import act, part, slot, tracker, user

TOPIC = "missing_therapist"
FIRST, MORE, TRY = f"utter_{TOPIC}", f"utter_{TOPIC}_more", f"utter_{TOPIC}_try"
AGAIN = "utter_explain_again"


def test_first_reply_offers_more() -> None:
    names, slots, _ = act(ActionExplainTopic(), tracker(user(TOPIC)))
    assert names == [FIRST]
    assert slots == {"topic": TOPIC, "heard": [FIRST], "offer": f"{TOPIC}/more"}


@pytest.mark.parametrize(
    ("asked", "heard", "offer"),
    [
        ("more", [], f"{TOPIC}/try"),
        ("try", [], f"{TOPIC}/more"),
        ("more", [FIRST, TRY], "search"),
        ("try", [FIRST, MORE], "search"),
    ],
)
def test_button_gives_its_part_and_the_offer_what_is_left(
    asked: str, heard: list[str], offer: str
) -> None:
    to = tracker(slot("heard", heard), user(TOPIC, entities=part(asked)))
    names, slots, _ = act(ActionExplainTopic(), to)
    assert names == [f"utter_{TOPIC}_{asked}"]
    assert slots["offer"] == offer


@pytest.mark.parametrize(
    ("heard", "names"),
    [
        ([FIRST], [AGAIN, MORE]),
        ([FIRST, MORE], [AGAIN, TRY]),
        ([FIRST, MORE, TRY], [AGAIN, FIRST]),
    ],
)
def test_topic_told_again_goes_on(heard: list[str], names: list[str]) -> None:
    assert act(ActionExplainTopic(), tracker(slot("heard", heard), user(TOPIC)))[0] == names


def test_unknown_part_is_the_topic_itself() -> None:
    assert act(ActionExplainTopic(), tracker(user(TOPIC, entities=part("x"))))[0] == [FIRST]


def test_second_topic_is_offered() -> None:
    names, slots, messages = act(ActionExplainTopic(), tracker(user(TOPIC, also=["self_blame"])))
    assert names == [FIRST, "utter_also_offer"]
    assert messages[1]["choices"] == ["self_blame"]
    assert slots["offer"] == "self_blame/"


@pytest.mark.parametrize("also", [None, [], ["out_of_scope"], ["greet", "no_topic"]])
def test_what_has_no_parts_is_no_second_topic(also: list[str] | None) -> None:
    assert act(ActionExplainTopic(), tracker(user(TOPIC, also=also)))[0] == [FIRST]


def test_first_second_topic_with_parts_is_offered() -> None:
    to = tracker(user(TOPIC, also=["greet", "self_blame", "distress"]))
    assert act(ActionExplainTopic(), to)[2][1]["choices"] == ["self_blame"]


def test_button_offers_no_second_topic() -> None:
    to = tracker(user(TOPIC, entities=part("more"), also=["self_blame"]))
    assert act(ActionExplainTopic(), to)[0] == [MORE]


@pytest.mark.parametrize("topic", ["therapist_died", "therapist_harm"])
def test_nothing_else_is_offered_after_death_or_harm(topic: str) -> None:
    names, _, _ = act(ActionExplainTopic(), tracker(user(topic, also=["self_blame"])))
    assert names == [f"utter_{topic}"]
