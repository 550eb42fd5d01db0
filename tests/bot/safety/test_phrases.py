"""The phrase language: what each sign of it finds."""

import pytest

from bot.safety.inflect import forms
from bot.safety.phrase_reader import PhraseInvalid, read_group, read_phrase
from bot.safety.phrases import places_of
from bot.safety.stream import FILLERS, stream

GROUPS = {"self": read_group(["(myself|my self)"], {}, FILLERS)}


def finds(phrase: str, message: str) -> bool:
    read, words = read_phrase(phrase, GROUPS, FILLERS), stream(message)
    return any(read.ends(words, start) for start in read.starts(places_of(words, 0, len(words))))


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("want to die", "I just want to fucking die"),
        ("can't go on", "i cannot go on"),
        ("~kill <self>", "killing my self"),
        ("(die|be dead)", "to be dead"),
        ("own? life", "own life"),
        ("own? life", "life"),
        ("wish .. dead", "wish i was dead"),
        ("wish ... dead", "wish that one day i were dead"),
        ("^ goodbye $", "ok. goodbye."),
        ("lost $?", "are you lost?"),
        ("took 9 pills", "took 3 pills"),
        ("took 20 pills", "took 16x pills"),
        ("9mg", "500mg"),
        ("dr *", "dr evans"),
        ("(a|an|) end", "the end"),
    ],
)
def test_phrase_is_found(phrase: str, message: str) -> None:
    assert finds(phrase, message)


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("want to die", "want them to die"),
        ("wish .. dead", "wish that one day i were dead"),
        ("want .. die", "want. die"),
        ("i .. want", "i do not want"),
        ("^ goodbye $", "i said goodbye to him"),
        ("lost $?", "i am lost."),
        ("took 20 pills", "took 2 pills"),
        ("took 2 pills", "took 30 pills"),
    ],
)
def test_phrase_is_not_found(phrase: str, message: str) -> None:
    assert not finds(phrase, message)


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        ("(want", r"without its '\)'"),
        ("want)", r"without its '\('"),
        ("<nobody> dies", "not a list in words.yml"),
        (".. die", "needs a word at its start"),
        ("? die", "stands alone"),
        ("really die", "carries only tone"),
    ],
)
def test_phrase_that_cannot_be_read_is_refused(phrase: str, problem: str) -> None:
    with pytest.raises(PhraseInvalid, match=problem):
        read_phrase(phrase, GROUPS, FILLERS)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("kill", {"kill", "kills", "killed", "killing"}),
        ("die", {"die", "dies", "died", "dying"}),
        ("stop", {"stop", "stops", "stopped", "stopping"}),
        ("carry", {"carry", "carries", "carried", "carrying"}),
        ("cut", {"cut", "cuts", "cutting"}),
    ],
)
def test_forms_of_a_word(word: str, expected: set[str]) -> None:
    assert forms(word) == expected
