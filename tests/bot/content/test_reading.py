"""Reading grades: those of textstat 0.7.13 with the CMU dictionary, from the spelling alone."""

import pytest

from bot.content.reading import grade, syllables

OF_TEXTSTAT = [
    (("Missing your therapist can be real grief. They may know things about you that you've told "
     "no one else."), 2.4),
    (("Growing attached to a therapist is natural and common. A bond forms when two people work on "
     "what hurts, again and again."), 5.86),
    ("You could write one line. Keep it short. It may help.", -2.36),
    (("Comprehensive psychological evaluation necessitates considerable professional deliberation "
     "regarding therapeutic discontinuation."), 41.41),
]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("grief", 1), ("asked", 1), ("wanted", 2), ("able", 2), ("settled", 2), ("hope", 1),
        ("boxes", 2), ("therapist", 3), ("being", 2), ("people", 2), ("everything", 3),
        ("something", 2), ("didn't", 2), ("you've", 1), ("that'll", 2), ("situation", 4),
        ("radio", 3), ("idea", 3), ("quiet", 2), ("lonely", 2), ("rhythm", 2), ("hmm", 1),
    ],
)  # fmt: skip
def test_syllables_of_a_word(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(("text", "expected"), OF_TEXTSTAT)
def test_grade_agrees_with_textstat(text, expected):
    assert grade(text) == pytest.approx(expected, abs=0.05)


def test_text_without_words_has_grade_zero():
    assert grade(" ... ") == 0.0
