"""One pattern as loaded: how grave it is, whom it concerns, and its phrases."""

from dataclasses import dataclass
from typing import Literal

from bot.safety.models import About, Category, Level
from bot.safety.phrases import Phrase

Role = Literal["danger", "harmless", "signal"]
Scope = Literal["phrase", "sentence", "message"]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A pattern. `unless` withdraws it, `with_` names signals it waits for.

    `contains` is for scripts without spaces. `negation`, `past` and `who` say whether a denial, the
    past tense or a third person changes it; `firm` that a context such as "an essay" does not. A
    `hint` has no level of its own. `third`: the words speak of somebody else, no "i" among them.
    """

    id: str
    role: Role
    phrases: tuple[Phrase, ...]
    level: Level = Level.NONE
    category: Category | None = None
    imminent: bool = False
    about: About = About.SELF
    unless: tuple[Phrase, ...] = ()
    contains: tuple[str, ...] = ()
    negation: bool = True
    past: bool = True
    who: bool = True
    firm: bool = False
    hint: bool = False
    third: bool = False
    scope: Scope = "phrase"
    withdraws: frozenset[Category] = frozenset()
    with_: frozenset[str] = frozenset()
