"""Trains one Rasa or asks it; runs under the project's Python and the stock one alike.

`train` writes a model; `answer` takes a JSON list of texts on standard input and writes what
was understood of each, without the texts.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# Read at import
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"

import bot.runtime  # noqa: F401  (before rasa: without telemetry, and quiet)

# isort: split
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME as FALLBACK

CRISIS = "crisis"  # set by our safety gate; stock Rasa has none
WARM_UP = 20  # messages before the clock counts


def train(config: Path, data: Path, model: Path) -> float:
    """Trains understanding alone; seconds it took."""
    with tempfile.TemporaryDirectory() as cache:
        os.environ["RASA_CACHE_DIRECTORY"] = cache  # nothing done earlier shortens the time
        started = time.perf_counter()
        written = train_nlu(
            str(config),
            str(data),
            str(model.parent),
            fixed_model_name=model.name.removesuffix(".tar.gz"),
        )
        seconds = time.perf_counter() - started
    if written is None:
        raise SystemExit(f"Rasa wrote no model for {config}")
    return seconds


async def answer(model: Path, texts: list[str]) -> list[dict[str, Any]]:
    """What is understood of each text, one message at a time, with its milliseconds."""
    agent = Agent.load(str(model))
    for text in texts[:WARM_UP]:
        await agent.parse_message(text)
    answers = []
    for text in texts:
        started = time.perf_counter()
        parsed = await agent.parse_message(text)
        answers.append({**read(parsed), "ms": 1000 * (time.perf_counter() - started)})
    return answers


def read(parsed: dict[str, Any]) -> dict[str, Any]:
    """The two likeliest topics, and whether Rasa asks instead of answering."""
    ranking = [r["name"] for r in parsed.get("intent_ranking", []) if r["name"] != FALLBACK]
    intent = parsed["intent"]["name"]
    return {
        "first": CRISIS if intent == CRISIS else (ranking or [None])[0],
        "second": (*ranking, None, None)[1],
        "asks": intent == FALLBACK,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=("train", "answer"))
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path, help="JSON: seconds of training, or the answers")
    parser.add_argument("--config", type=Path)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    result: Any
    if options.verb == "train":
        result = {"seconds": train(options.config, options.data, options.model)}
    else:
        result = asyncio.run(answer(options.model, json.load(sys.stdin)))
    options.out.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
