"""The clarifying question has the two likeliest topics, and no yes of its own."""

import pytest

from actions.ask_which_topic import ActionAskWhichTopic
from tests.actions.turns import act, slot, tracker, user


@pytest.mark.parametrize(
    ("ranking", "choices"),
    [(["a", "b", "c"], ["a", "b"]), (["a"], ["a"]), ([], []), (None, [])],
)
def test_two_likeliest_are_the_choices(ranking: list[str] | None, choices: list[str]) -> None:
    found = None if ranking is None else [{"name": name} for name in ranking]
    to = tracker(slot("offer", "search"), user("nlu_fallback", intent_ranking=found))
    names, slots, messages = act(ActionAskWhichTopic(), to)
    assert names == ["utter_ask_which"]
    assert messages[0]["choices"] == choices
    assert slots == {"offer": None}
