"""Leads to a person: the clinic's phone and the directory."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher


class ActionAskHuman(Action):
    """Names the reply; after harm the gateway says another, without the clinic."""

    def name(self) -> str:
        return "action_ask_human"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_ask_human")
        return [SlotSet("offer", "search")]
