"""The rubric over two hundred random walks. Failures name no phrase."""

from collections import Counter

import pytest

from tests.conversations import rubric
from tests.conversations.conftest import NewReplay
from tests.conversations.transcript import DANGERS, Transcript
from tests.conversations.walks import walk

SEEDS = range(200)
NAMES = list(rubric.checks({}, ""))


@pytest.fixture(scope="module")
def walks(new_replay: NewReplay) -> dict[int, Transcript]:
    return {seed: walk(new_replay(f"walk {seed}"), seed) for seed in SEEDS}


@pytest.mark.parametrize("name", NAMES)
def test_every_walk_passes_the_rubric(
    walks: dict[int, Transcript], checks: dict[str, rubric.Check], name: str
) -> None:
    broken = [
        f"seed {seed}, turn {number}: {[said.reply for said in turns[number].said]}"
        for seed, turns in walks.items()
        for number in checks[name](turns)
    ]
    if broken:
        pytest.fail("\n".join([name, *broken]), pytrace=False)


def test_walks_come_through_every_kind_of_danger(walks: dict[int, Transcript]) -> None:
    turns = [turn for transcript in walks.values() for turn in transcript]
    stages = Counter(stage for turn in turns for stage in turn.stages)
    assert sum(turn.is_opening for turn in turns) >= 100
    # another person's danger is a concern first, and becomes a crisis by an answer alone
    assert {turn.danger for turn in turns if turn.stages} >= {"", *DANGERS} - {"other"}
    assert min(stages[stage] for stage in ("yes", "no", "unsure", "recheck", "safe", "stay")) >= 5
    assert sum(turn.level == "concern" for turn in turns) > 20


def test_walks_are_of_many_replies(walks: dict[int, Transcript]) -> None:
    said = {said.reply for turns in walks.values() for turn in turns for said in turn.said}
    assert len(said) > 100
