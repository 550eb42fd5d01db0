"""Every wording of the crisis replies passes the rubric, whichever comes first, in any country."""

from collections import defaultdict
from itertools import product

import pytest

from bot.gateway.rasa_client import NamedReply
from bot.safety import About, Assessment, Category, Level
from tests.conversations.conftest import Begin
from tests.conversations.replay import Replay
from tests.conversations.rubric import Check
from tests.conversations.transcript import Turn

ROUNDS = 17  # two replies of eight wordings take turns; one more shows what comes after all of them
COUNTRIES = ("US", "GB", "DE", "CH", "IN", "other")  # with all kinds of lines, some, one, none
DANGERS = {
    "hinted": Assessment(Level.CRISIS, (Category.SUICIDAL_IDEATION,)),
    "named": Assessment(
        Level.CRISIS,
        (Category.SUICIDAL_IDEATION,),
        evidence=("suicidal_ideation/want_to_die",),
    ),
    "imminent": Assessment(Level.CRISIS, (Category.SUICIDAL_IDEATION,), imminent=True),
    "other": Assessment(Level.CRISIS, (Category.SUICIDAL_IDEATION,), about=About.OTHER),
    **{
        str(category): Assessment(Level.CRISIS, (category,))
        for category in Category
        if category != Category.SUICIDAL_IDEATION
    },
}
ANSWERS = {
    "yes": ["Yes"],
    "no, and again": ["No", "No"],
    "not sure": ["Not sure"],
    "safe": ["Yes", "I am safe for now"],
    "misunderstood": ["You misunderstood me"],
}


class NoRasa:
    """A crisis needs none."""

    async def turn(self, conversation: str, said: dict[str, str], level: str) -> list[NamedReply]:
        raise AssertionError("a crisis message went to Rasa")


def course(replay: Replay, found: Assessment, presses: list[str]) -> None:
    """One course from its beginning: the danger, told twice, and the answers to the question."""
    replay.conversation.crisis_step = "none"
    replay.conversation.state.kinds = []
    replay.is_found(found)
    replay.is_found(found)
    replay.presses(next(t for t in replay.titles if "call" in t))
    replay.is_found(found)
    for title in presses:
        if title in replay.titles or title in ("Yes", "No", "Not sure"):
            replay.presses(title)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("danger", DANGERS)
def test_every_wording_passes_the_rubric(
    begin: Begin, checks: dict[str, Check], danger: str, answer: str
) -> None:
    broken = set()
    for country in COUNTRIES:
        replay = begin(f"{danger} {answer} {country}", NoRasa())
        replay.chooses_country(country)
        for _ in range(ROUNDS):
            course(replay, DANGERS[danger], ANSWERS[answer])
        for name, check in checks.items():
            broken |= {f"{name}: {_names(replay.turns[n])}, {country}" for n in check(replay.turns)}
    assert broken == set()


def test_every_wording_was_said(begin: Begin, wordings: dict[str, int]) -> None:
    """Of each stage of each danger, in a country with lines or in one without."""
    heard: dict[str, set[int]] = defaultdict(set)
    for danger, answer, country in product(DANGERS, ANSWERS, ("US", "DE", "other")):
        replay = begin(f"{danger} {answer} {country}", NoRasa())
        replay.chooses_country(country)
        for _ in range(ROUNDS):
            course(replay, DANGERS[danger], ANSWERS[answer])
        for said in (said for turn in replay.turns for said in turn.said):
            heard[said.reply].add(said.wording)
    ours = {n: count for n, count in wordings.items() if n.startswith("utter_crisis_")}
    without_course = {"utter_crisis_plain", "utter_crisis_closed"}
    unheard = {n for n, count in ours.items() if len(heard[n]) < count}
    assert unheard == without_course


def _names(turn: Turn) -> str:
    return " and ".join(f"{said.reply} {said.wording}" for said in turn.said)
