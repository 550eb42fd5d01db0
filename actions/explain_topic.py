"""Gives the psychoeducation of the topic in hand: mirror and normalize, explain, next step."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

PARTS = ("more", "try")

# after the answer to these a second topic would grate: "may I write to them?" after a death
APART = {"therapist_died", "therapist_harm"}


class ActionExplainTopic(Action):
    """Names the replies of the topic that the latest message is about."""

    def name(self) -> str:
        return "action_explain_topic"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        topic = str(tracker.latest_message["intent"]["name"])
        part = next(tracker.get_latest_entity_values("part"), None)
        events = explain(dispatcher, tracker, topic, part)
        return events if part else [*events, *offer_other(dispatcher, tracker, domain)]


def explain(
    dispatcher: CollectingDispatcher, tracker: Tracker, topic: str, part: str | None
) -> list[EventType]:
    """Names the replies for one part of a topic; a topic told again goes on where it stopped."""
    heard = list(tracker.get_slot("heard") or [])
    if part in PARTS:
        names = [f"utter_{topic}_{part}"]
    elif f"utter_{topic}" not in heard:
        names = [f"utter_{topic}"]
    else:
        names = ["utter_explain_again", _next_unheard(topic, heard)]
    for name in names:
        dispatcher.utter_message(response=name)
    heard += [name for name in names if name not in heard]
    following = _next_unheard(topic, heard).removeprefix(f"utter_{topic}").removeprefix("_")
    offer = f"{topic}/{following}" if following else "search"
    return [SlotSet("topic", topic), SlotSet("heard", heard), SlotSet("offer", offer)]


def _next_unheard(topic: str, heard: list[str]) -> str:
    names = [f"utter_{topic}_{part}" for part in PARTS]
    return next((name for name in names if name not in heard), f"utter_{topic}")


def offer_other(
    dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
) -> list[EventType]:
    """A message may hold two topics; the one that was not answered is offered as a button."""
    known = domain.get("responses", {})
    if tracker.latest_message["intent"]["name"] in APART:
        return []
    for other in tracker.latest_message.get("also") or []:
        if f"utter_{other}_more" in known:
            dispatcher.utter_message(response="utter_also_offer", choices=[other])
            return [SlotSet("offer", f"{other}/")]
    return []
