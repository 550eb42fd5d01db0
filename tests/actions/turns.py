"""Small conversations for actions: rasa_sdk's own tracker and dispatcher."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

TOPICS = ("missing_therapist", "self_blame", "distress")
CASES = ("", "_more", "_try", "_title")
DOMAIN: dict[str, Any] = {
    "responses": {f"utter_{topic}{case}": [] for topic in TOPICS for case in CASES}
}
Event = dict[str, Any]


def user(intent: str, **parsed: Any) -> Event:
    message = {"text": "x", "intent": {"name": intent}, "entities": [], **parsed}
    return {"event": "user", "text": "x", "parse_data": message}


def slot(name: str, value: Any) -> Event:
    return {"event": "slot", "name": name, "value": value}


def bot(name: str) -> Event:
    return {"event": "bot", "text": "", "metadata": {"utter_action": name}}


def part(name: str) -> list[dict[str, str]]:
    return [{"entity": "part", "value": name}]


def tracker(*events: Event, loop: str | None = None) -> Tracker:
    """After `events`, the last of which is the message to answer."""
    slots = {e["name"]: e["value"] for e in events if e["event"] == "slot"}
    latest = events[-1]["parse_data"]
    active = {"name": loop} if loop else {}
    return Tracker("c", slots, latest, list(events), False, None, active, "action_listen")


def act(action: Action, to: Tracker) -> tuple[list[str], dict[str, Any], list[dict[str, Any]]]:
    """Names of the replies, the slots that were set, and the messages themselves."""
    dispatcher = CollectingDispatcher()
    events = action.run(dispatcher, to, DOMAIN)
    set_slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    names = [message["response"] for message in dispatcher.messages]
    followups = [event["name"] for event in events if event["event"] == "followup"]
    return names + [f"-> {name}" for name in followups], set_slots, dispatcher.messages
