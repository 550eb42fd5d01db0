"""Who is named to someone who wants a person."""

import pytest

from actions.ask_human import ActionAskHuman
from tests.actions.turns import act, slot, tracker, user


@pytest.mark.parametrize("heard", [None, ["utter_missing_therapist"], ["utter_distress_more"]])
def test_clinic_is_named(heard: list[str] | None) -> None:
    names, slots, _ = act(ActionAskHuman(), tracker(slot("heard", heard), user("ask_human")))
    assert names == ["utter_ask_human"]
    assert slots == {"offer": "search"}


@pytest.mark.parametrize("case", ["", "_more", "_try"])
def test_after_harm_someone_outside_the_clinic_is_named(case: str) -> None:
    heard = [f"utter_therapist_harm{case}", "utter_missing_therapist"]
    to = tracker(slot("heard", heard), user("ask_human"))
    assert act(ActionAskHuman(), to)[0] == ["utter_therapist_harm_outside"]
