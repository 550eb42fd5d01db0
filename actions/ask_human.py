"""Leads to a person: the clinic's phone and the directory, or someone outside it first."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher


class ActionAskHuman(Action):
    """After harm the clinic is not named: it may employ the person who did it."""

    def name(self) -> str:
        return "action_ask_human"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        heard = tracker.get_slot("heard") or []
        harmed = any(name.startswith("utter_therapist_harm") for name in heard)
        dispatcher.utter_message(
            response="utter_therapist_harm_outside" if harmed else "utter_ask_human"
        )
        return [SlotSet("offer", "search")]
