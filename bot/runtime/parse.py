"""What is understood of each line of a text, many lines at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Protocol

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


class Stream(Protocol):
    """A file or a pipe of bytes, such as the standard input."""

    def read1(self, size: int = -1, /) -> bytes: ...


def parse_lines(settings: Settings, lines: Iterable[bytes]) -> Iterator[Record]:
    """A record a line: text, intent, confidence, alternatives, asks, level and category.

    Trains if needed. Raises TrainingFailed.
    """
    agent = Agent.load(str(train(settings)))
    waiting = iter(lines)
    while batch := list(islice(waiting, BATCH)):
        yield from _records(agent, batch)


def parse_stream(settings: Settings, stream: Stream) -> Iterator[list[Record]]:
    """As `parse_lines`, in batches: nothing that was read waits for what is still to come."""
    agent = Agent.load(str(train(settings)))
    for batch in batches(stream):
        yield _records(agent, batch)


def batches(stream: Stream) -> Iterator[list[bytes]]:
    """The lines that are there, without their newline, at most BATCH at once."""
    begun = bytearray()
    while chunk := stream.read1(CHUNK):
        begun += chunk
        if b"\n" not in chunk:
            continue
        *lines, rest = bytes(begun).split(b"\n")
        begun = bytearray(rest)
        for start in range(0, len(lines), BATCH):
            yield lines[start : start + BATCH]
    if begun:
        yield [bytes(begun)]


def _records(agent: Agent, lines: list[bytes]) -> list[Record]:
    texts = [line.removesuffix(b"\n").decode("utf-8", "replace") for line in lines]
    return [_record(t, m) for t, m in zip(texts, _understand(agent, texts), strict=True)]


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
