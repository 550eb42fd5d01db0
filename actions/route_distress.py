"""Routes someone who is overwhelmed to real people: the lines first, then the directory."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.explain_topic import offer_other


class ActionRouteDistress(Action):
    """Names the distress reply; a plain "yes" afterwards opens the referral search."""

    def name(self) -> str:
        return "action_route_distress"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        part = next(tracker.get_latest_entity_values("part"), None)
        name = f"utter_distress_{part}" if part in ("more", "try") else "utter_distress"
        dispatcher.utter_message(response=name)
        heard = [*(tracker.get_slot("heard") or []), name]
        events = [
            SlotSet("topic", "distress"),
            SlotSet("heard", list(dict.fromkeys(heard))),
            SlotSet("offer", "search"),
        ]
        return events if part else [*events, *offer_other(dispatcher, tracker, domain)]
