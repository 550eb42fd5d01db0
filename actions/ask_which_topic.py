"""Asks one clarifying question with the two likeliest topics as buttons."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher


class ActionAskWhichTopic(Action):
    """The gateway makes a button of each topic in `choices`. A plain "yes" chooses neither."""

    def name(self) -> str:
        return "action_ask_which_topic"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        ranking = tracker.latest_message.get("intent_ranking") or []
        dispatcher.utter_message(
            response="utter_ask_which", choices=[item["name"] for item in ranking[:2]]
        )
        return [SlotSet("offer", None)]
