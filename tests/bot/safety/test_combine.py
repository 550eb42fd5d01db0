"""How the classifier's opinion counts beside the patterns."""

import pytest

from bot.safety.assess import PATTERNS
from bot.safety.classifier import Opinion
from bot.safety.combine import readable
from bot.safety.history import assessed
from bot.safety.models import Assessment, Category, Level
from bot.safety.patterns import PatternLayer

LAYER = PatternLayer.load(PATTERNS)


def after(message: str, opinion: Level) -> Assessment:
    """The assessment where the classifier takes the message for `opinion`."""
    return assessed(LAYER.find(message), (), LAYER, Opinion(opinion, Category.SUICIDAL_IDEATION))


@pytest.mark.parametrize("opinion", Level)
def test_classifier_never_lowers_an_explicit_statement(opinion: Level) -> None:
    assert after("i want to kill myself", opinion).level == Level.CRISIS


@pytest.mark.parametrize("opinion", Level)
def test_classifier_raises_what_no_pattern_has_words_for(opinion: Level) -> None:
    assessment = after("the birds are already packing", opinion)
    assert assessment.level == opinion
    assert ("layer/classifier" in assessment.evidence) == (opinion is not Level.NONE)


@pytest.mark.parametrize(
    "message",
    [
        "i'd rather die than see a new one",
        "i am not suicidal, i'm just sad",
        "i tried to kill myself when i was 19, a long time ago, i'm ok now",
    ],
)
def test_classifier_raises_less_where_patterns_settled_the_words(message: str) -> None:
    assert after(message, Level.CONCERN).level == Level.NONE
    assert after(message, Level.CRISIS).level == Level.CONCERN


def test_somebody_elses_danger_stays_a_concern() -> None:
    assert after("my friend wants to kill herself", Level.CRISIS).level == Level.CONCERN


@pytest.mark.parametrize(
    "text", ["", "sadness", "\N{BROKEN HEART} sadness 12", "Je veux parler avec toi"]
)
def test_classifier_is_not_asked_about_one_word_or_another_language(text: str) -> None:
    assert not readable(text)


@pytest.mark.parametrize("text", ["so tired", "i cant do this anymore", "im so dun with evrything"])
def test_classifier_is_asked_about_english_however_typed(text: str) -> None:
    assert readable(text)
