"""The second net: only the gate sets crisis, from its own check or the gateway's."""

from importlib import import_module
from typing import Any

import pytest


def screened(text: str, **metadata: str) -> Any:
    import_module("bot.runtime")  # before Rasa
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.safety_gate import SafetyGate

    found = Message({"text": text, "metadata": metadata})
    found.set("intent", {"name": "greet", "confidence": 0.9}, add_to_output=True)
    SafetyGate.create({}, None, None, None).process([found])  # type: ignore[arg-type]
    return found


def test_danger_takes_the_place_of_any_topic() -> None:
    found = screened("i want to kill myself")
    assert found.get("intent") == {"name": "crisis", "confidence": 1.0}
    assert found.get("safety") == {"level": "crisis", "categories": ["suicidal_ideation"]}


def test_harmless_message_keeps_its_topic() -> None:
    found = screened("i miss my therapist")
    assert found.get("intent")["name"] == "greet"
    assert found.get("safety") == {"level": "none", "categories": []}


def test_danger_that_the_gateway_found_counts() -> None:
    assert screened("it is nothing", level="crisis").get("intent")["name"] == "crisis"


def test_harmless_level_of_the_gateway_takes_nothing_back() -> None:
    assert screened("i want to kill myself", level="none").get("intent")["name"] == "crisis"


def test_button_is_not_screened() -> None:
    assert screened("/missing_therapist").get("safety") is None


def test_level_goes_out_with_the_message() -> None:
    assert "safety" in screened("hello").as_dict(only_output_properties=True)


@pytest.mark.parametrize("text", ["", "\x00", "a" * 20_000, "\U0001f62d" * 5_000])
def test_anything_is_screened(text: str) -> None:
    assert screened(text).get("safety")["level"] == "none"
