"""Carries out the last offer when the person says yes in words."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.explain_topic import explain


class ActionAcceptOffer(Action):
    """The offer is `topic/part`, `search`, or nothing."""

    def name(self) -> str:
        return "action_accept_offer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        offer = tracker.get_slot("offer")
        if not offer:
            dispatcher.utter_message(response="utter_affirm")
            return []
        if offer == "search":
            return [SlotSet("offer", None), FollowupAction("find_referral_form")]
        topic, part = offer.split("/")
        return explain(dispatcher, tracker, topic, part)
