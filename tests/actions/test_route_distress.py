"""Someone overwhelmed is led to people: the lines first, then the search."""

import pytest

from actions.route_distress import ActionRouteDistress
from tests.actions.turns import act, part, slot, tracker, user


def test_distress_offers_the_search() -> None:
    names, slots, _ = act(ActionRouteDistress(), tracker(user("distress")))
    assert names == ["utter_distress"]
    assert slots == {"topic": "distress", "heard": ["utter_distress"], "offer": "search"}


@pytest.mark.parametrize(("asked", "name"), [("more", "_more"), ("try", "_try"), ("x", "")])
def test_button_gives_its_part(asked: str, name: str) -> None:
    to = tracker(slot("heard", ["utter_distress"]), user("distress", entities=part(asked)))
    names, slots, _ = act(ActionRouteDistress(), to)
    assert names == [f"utter_distress{name}"]
    assert slots["heard"] == list(dict.fromkeys(["utter_distress", f"utter_distress{name}"]))


def test_what_else_the_message_told_is_offered_after_the_people() -> None:
    to = tracker(user("distress", also=["self_blame"]))
    names, slots, messages = act(ActionRouteDistress(), to)
    assert names == ["utter_distress", "utter_also_offer"]
    assert messages[1]["choices"] == ["self_blame"]
    assert slots["offer"] == "self_blame/"
