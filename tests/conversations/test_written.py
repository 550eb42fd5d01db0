"""Written conversations: what each turn is taken for, what answers it, and the whole rubric.

`written/<theme>.yml` lists turns: `say` (with the `level` expected), `press` (the title of the
latest button), `sos`, `consent`, `country`, `wait` (hours) or `reload`; `reply` is how the names of
the replies begin, in their order, and `lines` whether any are shown.
"""

from pathlib import Path
from typing import Any

import pytest

from bot.content.load import read_yaml
from tests.conversations.conftest import NewReplay
from tests.conversations.replay import Replay
from tests.conversations.rubric import Check
from tests.conversations.transcript import Turn

WRITTEN = sorted((Path(__file__).parent / "written").glob("*.yml"))
DEEDS = {"say", "press", "sos", "consent", "country", "wait", "reload"}
EXPECTED = {"level", "reply", "lines"}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_written_conversation(new_replay: NewReplay, checks: dict[str, Check], path: Path) -> None:
    replay = new_replay(path.stem)
    for number, step in enumerate(read_yaml(path), start=1):
        turn = do(replay, step)
        if turn is not None:
            got = {"level": turn.level, "reply": [said.reply for said in turn.said]}
            assert meets(step, turn), f"turn {number} of {path.name} got {got}"
    broken = {
        f"{name}: {[said.reply for said in replay.turns[number].said]}, entry {number}"
        for name, check in checks.items()
        for number in check(replay.turns)
    }
    assert broken == set()


def do(replay: Replay, step: dict[str, Any]) -> Turn | None:
    (deed,) = DEEDS & step.keys()
    match deed:
        case "say":
            return replay.says(step["say"])
        case "press":
            return replay.presses(step["press"])
        case "sos":
            return replay.calls_for_help()
        case "consent":
            return replay.consents(step["consent"])
        case "country":
            return replay.chooses_country(step["country"])
        case "reload":
            return replay.reloads()
        case _:
            replay.waits(step["wait"])
            return None


def meets(step: dict[str, Any], turn: Turn) -> bool:
    """Whether the turn is what the written one expects."""
    expected = step.get("reply", [])
    names = [said.reply for said in turn.said]
    first = [expected] if isinstance(expected, str) else expected
    found = names[: len(first)] if len(first) > 1 else names
    replies = all(any(name.startswith(start) for name in found) for start in first)
    lines = step.get("lines", bool(turn.care["lines"])) == bool(turn.care["lines"])
    return replies and lines and turn.level == step.get("level", turn.level)


def test_there_are_at_least_thirty() -> None:
    assert len(WRITTEN) >= 30


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_every_message_states_its_level(path: Path) -> None:
    for step in read_yaml(path):
        assert len(DEEDS & step.keys()) == 1
        assert step.keys() - DEEDS - EXPECTED == set()
        assert ("say" in step) == ("level" in step)
