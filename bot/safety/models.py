"""What the safety detection says about a message: its level, categories, and whom it concerns."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """No sign of danger, a possible sign (or another person's danger), danger to life or safety."""

    NONE = "none"
    CONCERN = "concern"
    CRISIS = "crisis"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


class Category(StrEnum):
    """Kinds of danger; where two are equally near, the earlier one is the more urgent."""

    OVERDOSE = "overdose"
    SUICIDAL_IDEATION = "suicidal_ideation"
    ABUSE_DANGER = "abuse_danger"
    SELF_HARM = "self_harm"
    HARM_TO_OTHERS = "harm_to_others"


class About(StrEnum):
    SELF = "self"
    OTHER = "other"
    UNCLEAR = "unclear"


class Answer(StrEnum):
    """What the person answered to the question about their safety."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Turn:
    """One earlier turn of the person, as the gateway remembers it."""

    level: Level
    categories: tuple[Category, ...] = ()
    answer: Answer | None = None
    text: str = ""


@dataclass(frozen=True)
class Assessment:
    """`evidence` holds ids of patterns and names of layers, never words of the person."""

    level: Level
    categories: tuple[Category, ...] = ()
    imminent: bool = False
    about: About = About.UNCLEAR
    evidence: tuple[str, ...] = ()


NOTHING = Assessment(Level.NONE)
