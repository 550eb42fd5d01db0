"""What is understood of each line of a text, many lines at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.trackers import DialogueStateTracker

from bot.runtime.channel import as_plain_text
from bot.runtime.train import train
from bot.safety import Level
from bot.settings import Settings

BATCH = 64
NOT_UNDERSTOOD = {"name": "out_of_scope", "confidence": 0.0}


def parse_lines(settings: Settings, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """One record a line: text, intent, confidence, alternatives, asks, level, category."""
    agent = Agent.load(str(train(settings)))
    waiting = iter(lines)
    while batch := list(islice(waiting, BATCH)):
        texts = [line.removesuffix(b"\n").decode("utf-8", "replace") for line in batch]
        yield from (_record(t, m) for t, m in zip(texts, _understand(agent, texts), strict=True))


def _understand(agent: Agent, texts: list[str]) -> list[dict[str, Any]]:
    """Rasa's parse data of each text, from one run of its graph."""
    assert agent.processor is not None
    target = agent.processor.model_metadata.nlu_target
    results = agent.processor.graph_runner.run(
        inputs={
            PLACEHOLDER_MESSAGE: [UserMessage(as_plain_text(text)) for text in texts],
            PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("parse", []),
        },
        targets=[target],
    )
    return [message.as_dict(only_output_properties=True) for message in results[target]]


def _record(text: str, parsed: dict[str, Any]) -> dict[str, Any]:
    ranking = parsed.get("intent_ranking") or [NOT_UNDERSTOOD]
    safety = parsed.get("safety") or {"level": Level.NONE.value, "categories": []}
    intent = parsed.get("intent", {}).get("name")
    crisis = safety["level"] == Level.CRISIS.value
    return {
        "text": text,
        "intent": "crisis" if crisis else ranking[0]["name"],
        "confidence": round(ranking[0]["confidence"], 4),
        "alternatives": [
            {"intent": r["name"], "confidence": round(r["confidence"], 4)} for r in ranking[1:3]
        ],
        "asks": intent == DEFAULT_NLU_FALLBACK_INTENT_NAME,
        "level": safety["level"],
        "category": (safety["categories"] or [None])[0],
    }
