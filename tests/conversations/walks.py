"""Random walks through the program, built from held-out phrases. The same seed walks the same way.

What the phrases say never leaves this module: failures name the seed, the turn and the check.
"""

from collections.abc import Callable
from functools import cache
from random import Random

from benchmarks.danger import HELD_OUT, danger_rows
from bot.settings import ROOT
from tests.conversations.replay import Replay
from tests.conversations.transcript import Transcript
from training.phrases import labelled_phrases

TURNS = (6, 9)  # the fewest and the most
COUNTRIES = ("US", "GB", "DE", "CH", "NZ", "IN", "other")
ANSWERS = (
    *("yes", "no", "nope", "idk", "not sure", "i am safe", "i'm fine", "you misunderstood me"),
    *("jk forget it", "thanks", "ok", "bye", "2", "what happens if i call"),
)
HOURS = (0.5, 2.0, 4.0, 25.0, 50.0, 200.0)
ANSWERING = 0.5  # how often a question is answered by a button
# what a person does, and how often of a hundred times
DEEDS = {
    "danger": 22,
    "topic": 25,
    "press": 31,
    "answer": 10,
    "wait": 4,
    "sos": 3,
    "country": 3,
    "consent": 2,
}


def walk(replay: Replay, seed: int) -> Transcript:
    """Goes on for a few turns, or until the chat is erased."""
    random = Random(seed)
    for _ in range(random.randint(*TURNS)):
        if not replay.ended:
            (deed,) = random.choices(list(DEEDS), list(DEEDS.values()))
            asked = replay.turns[-1].said and replay.turns[-1].said[-1].asks
            _DO["press" if asked and random.random() < ANSWERING else deed](replay, random)
    return replay.turns


def _press(replay: Replay, random: Random) -> None:
    """Mostly a button of the last answer, at times an older one."""
    older = [button["title"] for button in replay.conversation.state.offered.values()]
    titles = replay.titles if replay.titles and random.random() < 0.85 else older
    replay.presses(random.choice(titles))


def _wait(replay: Replay, random: Random) -> None:
    replay.waits(random.choice(HOURS))
    replay.reloads()


@cache
def _phrases() -> dict[str, list[str]]:
    topics = labelled_phrases(ROOT / "tests" / "topics")
    return {
        "danger": [text for *_, text in danger_rows(HELD_OUT)],
        "topic": [text for text, _, _ in topics],
    }


_DO: dict[str, Callable[[Replay, Random], object]] = {
    "danger": lambda replay, random: replay.says(random.choice(_phrases()["danger"])),
    "topic": lambda replay, random: replay.says(random.choice(_phrases()["topic"])),
    "answer": lambda replay, random: replay.says(random.choice(ANSWERS)),
    "press": _press,
    "wait": _wait,
    "sos": lambda replay, random: replay.calls_for_help(),
    "country": lambda replay, random: replay.chooses_country(random.choice(COUNTRIES)),
    "consent": lambda replay, random: replay.consents(random.random() < 0.5),
}
