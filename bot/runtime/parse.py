"""What is understood of each line of a text, many lines at once."""

from collections.abc import Iterator
from io import BufferedIOBase
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
from bot.text.language import detect

BATCH = 64
CHUNK = 1 << 16  # bytes
NOT_UNDERSTOOD = {"name": "out_of_scope", "confidence": 0.0}
ANSWERED = (None, "en")  # languages; in any other the bot says which it has, and asks nothing
Record = dict[str, Any]


def parse_lines(settings: Settings, stream: BufferedIOBase) -> Iterator[list[Record]]:
    """A record a line, in batches of what is there to read.

    A record holds text, intent, confidence, alternatives, asks, level and category.
    """
    agent = Agent.load(str(train(settings)))
    for lines in batches(stream):
        texts = [line.decode("utf-8", "replace") for line in lines]
        yield [_record(t, m) for t, m in zip(texts, _understand(agent, texts), strict=True)]


def batches(stream: BufferedIOBase) -> Iterator[list[bytes]]:
    """Lines without their newline, at most BATCH at once; none waits for a line still to come."""
    begun = bytearray()
    while chunk := stream.read1(CHUNK):
        if b"\n" not in chunk:
            begun += chunk
            continue
        *lines, rest = (bytes(begun) + chunk).split(b"\n")
        begun = bytearray(rest)
        for start in range(0, len(lines), BATCH):
            yield lines[start : start + BATCH]
    if begun:
        yield [bytes(begun)]


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


def _record(text: str, parsed: dict[str, Any]) -> Record:
    ranking = parsed.get("intent_ranking") or [NOT_UNDERSTOOD]
    safety = parsed.get("safety") or {"level": Level.NONE.value, "categories": []}
    unclear = parsed.get("intent", {}).get("name") == DEFAULT_NLU_FALLBACK_INTENT_NAME
    crisis = safety["level"] == Level.CRISIS.value
    return {
        "text": text,
        "intent": "crisis" if crisis else ranking[0]["name"],
        "confidence": round(ranking[0]["confidence"], 4),
        "alternatives": [
            {"intent": r["name"], "confidence": round(r["confidence"], 4)} for r in ranking[1:3]
        ],
        "asks": unclear and _is_asked(text),
        "level": safety["level"],
        "category": (safety["categories"] or [None])[0],
    }


def _is_asked(text: str) -> bool:
    """Whether the gateway asks Rasa at all: without letters, or in another language, it answers."""
    return any(c.isalnum() for c in text) and detect(text) in ANSWERED
