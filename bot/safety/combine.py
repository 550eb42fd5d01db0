"""The one rule that makes an assessment of what the layers found.

1. A finding inside an idiom ("my phone died") is withdrawn; a context ("an essay about suicide")
   withdraws what its entry does not call `firm`.
2. A finding that is denied ("i do not want to die") is withdrawn.
3. A finding whose entry counts only `with` a signal ("goodbye" with a disclosure, "i have them in
   front of me" with talk of means) waits for that signal, here or in an earlier turn.
4. A finding about a third person counts as `concern`, about `other`.
5. A finding told in the past tense counts as `concern`, or as nothing where the message also says
   that it is long ago or over.
6. The highest level that remains stands; three different signs of concern are a crisis. Hints
   (`hints.yml`) say nothing alone: two are a concern, three, or two with a concern, a crisis.
7. A classifier may raise the level and never lower it.
8. The history rules (`history.py`) may raise it too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.safety.classifier import Opinion
from bot.safety.context import (
    about_another,
    around,
    denied,
    holds,
    in_past_tense,
    maybe_past,
    sentence,
)
from bot.safety.models import NOTHING, About, Assessment, Category, Level
from bot.safety.patterns import Finding, Found

PATTERNS = "layer/patterns"
CLASSIFIER = "layer/classifier"
# What a message that discloses something gives to the rest of it.
_DISCLOSED = frozenset({"disclosure", "distress"})


@dataclass(frozen=True, slots=True)
class Sign:
    """A finding after its context has been read."""

    id: str
    level: Level
    category: Category
    imminent: bool
    about: About
    hint: bool = False


def signals_of(found: Found) -> frozenset[str]:
    """Names of the signals in a message that nothing around them denies."""
    return frozenset(
        finding.entry.id
        for finding in found.of_role("signal")
        if not _withdrawn(found.words, finding, ())
    )


def signs(found: Found, signals: frozenset[str]) -> list[Sign]:
    """Rules 1 to 5: what remains of the findings, each with the level its context leaves it."""
    harmless = [calm for calm in found.of_role("harmless") if not _withdrawn(found.words, calm, ())]
    remaining = [
        finding
        for finding in found.of_role("danger")
        if not _withdrawn(found.words, finding, harmless)
    ]
    read = [
        (finding, _in_context(found.words, finding, signals))
        for finding in remaining
        if not finding.entry.with_ or finding.entry.with_ & signals
    ]
    disclosed = [finding for finding, sign in read if _discloses(sign)]
    read += [
        (finding, _in_context(found.words, finding, signals))
        for finding in remaining
        if finding.entry.with_ & _DISCLOSED - signals and _apart(finding, disclosed)
    ]
    return [sign for _, sign in read if sign.level is not Level.NONE or sign.hint]


def _discloses(sign: Sign) -> bool:
    return sign.about is not About.OTHER and sign.level is not Level.NONE


def _apart(finding: Finding, others: Sequence[Finding]) -> bool:
    """Whether one of the others is said in other words than the finding."""
    return any(other.end <= finding.start or finding.end <= other.start for other in others)


def _withdrawn(words: Sequence[str], finding: Finding, harmless: Iterable[Finding]) -> bool:
    entry = finding.entry
    if entry.contains and finding.start == finding.end:
        return False
    if entry.negation and entry.role != "harmless" and denied(words, finding):
        return True
    if holds(entry.unless, words, *around(words, finding)):
        return True
    first, end = sentence(words, finding)
    return any(_reaches(calm, finding, first, end) for calm in harmless)


def _reaches(calm: Finding, finding: Finding, first: int, end: int) -> bool:
    if finding.entry.category not in calm.entry.withdraws:
        return False
    if calm.entry.scope == "phrase":
        return calm.start < finding.end and finding.start < calm.end
    if finding.entry.firm:
        return False
    return calm.entry.scope == "message" or first <= calm.start < end


def _in_context(words: Sequence[str], finding: Finding, signals: frozenset[str]) -> Sign:
    entry = finding.entry
    assert entry.category is not None
    sign = Sign(entry.id, entry.level, entry.category, entry.imminent, entry.about, entry.hint)
    if entry.contains and finding.start == finding.end:
        return sign
    if sign.hint:
        return replace(sign, about=About.OTHER) if about_another(words, finding) else sign
    if entry.who and entry.about is not About.OTHER and about_another(words, finding):
        sign = replace(sign, level=Level.CONCERN, imminent=False, about=About.OTHER)
    over = "over_now" in signals and "still_now" not in signals
    if entry.past and (in_past_tense(words, finding) or (over and maybe_past(words, finding))):
        level = Level.NONE if over or sign.about is About.OTHER else Level.CONCERN
        sign = replace(sign, level=level, imminent=False)
    return sign


def combined(found: Found, signals: frozenset[str]) -> Assessment:
    """Rules 1 to 6 on one message; `signals` are its own and those of earlier turns."""
    remaining = signs(found, signals)
    level, raised = _summed(remaining)
    if level is Level.NONE:
        return NOTHING
    decisive = [sign for sign in remaining if sign.level is level] or remaining
    return Assessment(
        level=level,
        categories=_by_urgency(remaining),
        imminent=any(sign.imminent for sign in remaining),
        about=_about(decisive),
        evidence=(*dict.fromkeys(sign.id for sign in remaining), *raised, PATTERNS),
    )


def _summed(remaining: Sequence[Sign]) -> tuple[Level, tuple[str, ...]]:
    """Rule 6: the level of all signs together, and the evidence where they add up to more."""
    levels = (sign.level for sign in remaining)
    level = max(levels, key=lambda level: level.rank, default=Level.NONE)
    own = {sign.id for sign in remaining if sign.about is not About.OTHER and not sign.hint}
    hints = len({sign.id for sign in remaining if sign.hint and sign.about is not About.OTHER})
    if level is not Level.CRISIS and (len(own) >= 3 or hints >= 3 or (own and hints >= 2)):
        return Level.CRISIS, ("combine/signs_add_up",)
    if level is Level.NONE and hints == 2:
        return Level.CONCERN, ("combine/signs_add_up",)
    return level, ()


def raised(now: Assessment, opinion: Opinion | None) -> Assessment:
    """Rule 7: the classifier's opinion counts where it is graver than what the patterns found.

    Another person's danger stays a concern, whatever the classifier makes of the words.
    """
    if opinion is None or opinion.level.rank <= now.level.rank:
        return now
    if now.level is Level.CONCERN and now.about is About.OTHER:
        return now
    return replace(
        now,
        level=opinion.level,
        categories=now.categories or (opinion.category,),
        about=About.SELF if now.about is About.UNCLEAR else now.about,
        evidence=(*now.evidence, CLASSIFIER),
    )


def _by_urgency(remaining: Sequence[Sign]) -> tuple[Category, ...]:
    """Imminent ones first, then by level, then in the order of `Category`."""
    order = list(Category)
    ranked = sorted(
        remaining,
        key=lambda sign: (not sign.imminent, -sign.level.rank, order.index(sign.category)),
    )
    return tuple(dict.fromkeys(sign.category for sign in ranked))


def _about(decisive: Sequence[Sign]) -> About:
    told = {sign.about for sign in decisive}
    return next(about for about in (About.SELF, About.UNCLEAR, About.OTHER) if about in told)
