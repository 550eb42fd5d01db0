"""Who is named to someone who wants a person."""

from actions.ask_human import ActionAskHuman
from tests.actions.turns import act, tracker, user


def test_someone_is_named_and_the_search_is_offered() -> None:
    names, slots, _ = act(ActionAskHuman(), tracker(user("ask_human")))
    assert names == ["utter_ask_human"]
    assert slots == {"offer": "search"}
