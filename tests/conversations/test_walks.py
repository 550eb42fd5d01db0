"""The rubric over two hundred random walks. Failures name seed, turn and check, never a phrase."""

from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from tests.conversations.conftest import NewReplay
from tests.conversations.rubric import Check
from tests.conversations.transcript import DANGERS, Transcript
from tests.conversations.walks import walk

WALKS, TOGETHER = 200, 10
Walked = Callable[[int], Transcript]


@pytest.fixture(scope="module")
def walked(new_replay: NewReplay) -> Walked:
    return cache(lambda seed: walk(new_replay(f"walk {seed}"), seed))


@pytest.mark.parametrize("first", range(0, WALKS, TOGETHER))
def test_walks_pass_the_rubric(walked: Walked, checks: dict[str, Check], first: int) -> None:
    broken = [
        f"seed {seed}, turn {number}: {name} {[said.reply for said in walked(seed)[number].said]}"
        for seed in range(first, first + TOGETHER)
        for name, check in checks.items()
        for number in check(walked(seed))
    ]
    if broken:
        pytest.fail("\n".join(broken), pytrace=False)


def test_walks_come_through_every_danger_and_many_replies(walked: Walked) -> None:
    turns = [turn for seed in range(WALKS) for turn in walked(seed)]
    stages = Counter(stage for turn in turns for stage in turn.stages)
    assert sum(turn.is_opening for turn in turns) >= 100
    # another person's danger is a concern first, and becomes a crisis by an answer alone
    assert {turn.danger for turn in turns if turn.stages} >= {"", *DANGERS} - {"other"}
    assert min(stages[stage] for stage in ("yes", "no", "unsure", "recheck", "safe", "stay")) >= 5
    assert sum(turn.level == "concern" for turn in turns) > 20
    assert len({said.reply for turn in turns for said in turn.said}) > 100
