"""Whatever was typed becomes plain words, in time that grows with its length only."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.normalize import normalize, words_of


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("I don’t want to be here anymore!!!", "i do not want to be here any more ."),
        ("dont", "do not"),
        ("do n't", "do not"),
        ("I can't, cannot, cant", "i can not can not can not"),
        ("k m s", "kill myself"),
        ("k.m.s.", "kill myself ."),
        ("i want to k m s rn", "i want to kill myself right now"),
        ("s u i c i d e", "suicide"),
        ("s.u.i.c.i.d.e", "suicide"),
        ("i w a n t t o d i e", "i want to die"),
        ("su*cide", "suicide"),
        ("k*ll m*self", "kill myself"),
        ("s-uicide", "suicide"),
        ("sui cide", "suicide"),
        ("su1c1de", "suicide"),
        ("k1ll mys3lf", "kill myself"),
        ("i wanna d!e", "i want to die"),
        ("dieeeeee", "die"),
        ("un-alive", "unalive"),
        ("un-aliving", "unaliving"),
        ("s/h", "self harm"),
        ("od'd", "overdosed"),
        ("sucide", "suicide"),
        ("myslef", "myself"),
        ("killmyself", "kill myself"),
        ("#wanttodie", "want to die"),
        ("want 2 die", "want to die"),
        ("ill kill him", "i will kill him"),
        ("i am ill", "i am ill"),
        ("kіll mуself", "kill myself"),  # Cyrillic і and у
        ("ｋｉｌｌ", "kill"),
        ("𝓴𝓲𝓵𝓵", "kill"),
        ("k\u200bi\u200bl\u200bl", "kill"),
        ("\u202ekill\u202c", "kill"),
        ("d̷i̷e̷", "die"),
        ("🔪 myself", "knife myself"),
        ("i. want. to. die.", "i want to die"),
        ("i.want.to.die", "i want to die"),
        ("my mum's dog; it died", "my mum dog . it died"),
        ("naïve señor łódź groß", "naive senor lodz gross"),
        ("मरना चाहता", "मरना चाहता"),
        ("", ""),
        ("!!! ... ???", ""),
    ],
)
def test_typed_text_becomes_plain_words(typed: str, plain: str) -> None:
    assert normalize(typed) == plain


@pytest.mark.parametrize(
    "untouched", ["i ran 9kms today", "it is 3am", "win10", "4th street", "500mg", "f ck"]
)
def test_numbers_and_harmless_signs_are_no_disguise(untouched: str) -> None:
    assert normalize(untouched) == untouched


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_becomes_single_spaced_words(text: str) -> None:
    words = words_of(text)
    assert normalize(text) == " ".join(words)
    assert all(word and not word.isspace() for word in words)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=200))
def test_plain_words_stay_plain_when_read_twice(text: str) -> None:
    once = normalize(text)
    assert normalize(once).count(" ") <= 2 * once.count(" ") + 8


def steps(text: str) -> int:
    """Lines of this package's code run to normalize `text`: work, free of the clock."""
    count = 0

    def trace(frame: object, event: str, arg: object) -> object:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        normalize(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "k m s ",
        "*a",
        "' ",
        "i . ",
        "1!",
        "d*e ",
        "iwanttodie",
        "é",
        "🔪",
        "\ufdfa",
        "a.b-",
        "-",
    ],
)
def test_work_grows_with_length_only(unit: str) -> None:
    size = max(1, 400 // len(unit))
    assert steps(unit * size * 8) <= 12 * steps(unit * size) + 500
