"""Asks where to look: the first time, again after something else was said, or after a slip."""

import json
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher


class ActionAskFindReferralFormPlace(Action):
    """Rasa runs it whenever the form needs its place; the name is Rasa's pattern."""

    def name(self) -> str:
        return "action_ask_find_referral_form_place"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        problem = tracker.get_slot("place_problem")
        if isinstance(problem, list):
            dispatcher.utter_message(
                response="utter_find_referral_ambiguous",
                options="; ".join(option["label"] for option in problem),
                added_buttons=[_button(option) for option in problem],
            )
        elif problem:
            dispatcher.utter_message(response="utter_find_referral_unknown_place")
        elif _said_something(tracker):
            dispatcher.utter_message(response="utter_find_referral_resume")
        else:
            dispatcher.utter_message(response="utter_ask_find_referral_form_place")
        return [SlotSet("place_problem", None)] if problem else []


def _button(option: dict[str, str]) -> dict[str, str]:
    payload = "/ask_human" + json.dumps({"place": option["key"]}, ensure_ascii=False)
    return {"title": option["label"], "payload": payload}


def _said_something(tracker: Tracker) -> bool:
    """Whether another rule has answered since the person's last message."""
    for event in reversed(tracker.events):
        if event.get("event") in ("user", "bot"):
            return bool(event["event"] == "bot")
    return False
