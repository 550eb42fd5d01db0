"""Carries out the last offer when the person says yes in words."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.explain_topic import explain


class ActionAcceptOffer(Action):
    """The offer is `topic/part`, `topic/` for its first reply, `search`, or nothing."""

    def name(self) -> str:
        return "action_accept_offer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if tracker.active_loop_name:  # the last question is the form's, which asks it again
            return []
        offer = _standing_offer(tracker)
        if not offer:
            dispatcher.utter_message(response="utter_affirm")
            return [SlotSet("offer", None)]
        if offer == "search":
            return [SlotSet("offer", None), FollowupAction("find_referral_form")]
        topic, _, part = offer.partition("/")
        return explain(dispatcher, tracker, topic, part or None)


def _standing_offer(tracker: Tracker) -> str | None:
    """The offer that the answer just before made; a "no" or another subject puts it away."""
    turns = 0
    for event in reversed(tracker.events):
        turns += event["event"] == "user"
        if turns == 2:
            return None
        if event["event"] == "slot" and event["name"] == "offer":
            return str(event["value"] or "") or None
    return None
