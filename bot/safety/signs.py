"""What remains of the findings in a message once their context has been read (rules 1 to 5).

`combine.py` holds the rules in words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.safety.context import (
    FIRST,
    about_another,
    around,
    holds,
    in_past_tense,
    in_present_tense,
    maybe_past,
    sentence,
)
from bot.safety.denial import denied
from bot.safety.models import About, Category, Level
from bot.safety.patterns import Finding, Found

OWN_LIFE = {Category.SUICIDAL_IDEATION, Category.OVERDOSE, Category.SELF_HARM}
# What a message that discloses something gives to the rest of it.
_DISCLOSED = frozenset({"disclosure", "distress"})
# A next sentence that starts so still speaks of it: "i took an overdose. that was in 1994".
_BACK_TO_IT = {("that",), ("it",), ("this",), ("long",)}


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
        and not _long_past(found, finding, signals)
    ]
    read = [
        (finding, _in_context(found, finding, signals))
        for finding in remaining
        if not finding.entry.with_ or finding.entry.with_ & signals
    ]
    disclosed = [finding for finding, sign in read if _discloses(sign)]
    read += [
        (finding, _in_context(found, finding, signals))
        for finding in remaining
        if finding.entry.with_ & _DISCLOSED - signals and _apart(finding, disclosed)
    ]
    return [sign for _, sign in read if sign.level is not Level.NONE or sign.hint]


def _discloses(sign: Sign) -> bool:
    """Whether the sign says that the person's own life is in question."""
    own_life = sign.category in OWN_LIFE and sign.about is not About.OTHER
    return own_life and sign.level is not Level.NONE


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
    return any(_reaches(words, calm, finding, first, end) for calm in harmless)


def _long_past(found: Found, finding: Finding, signals: frozenset[str]) -> bool:
    """Whether its own sentence says that it was long ago, and nothing that it is back."""
    if "still_now" in signals or finding.start == finding.end:
        return False
    first, end = sentence(found.words, finding)
    if tuple(found.words[end + 1 : end + 2]) in _BACK_TO_IT:
        end = sentence(found.words, replace(finding, start=end + 1, end=end + 1))[1]
    told = any(
        first <= signal.start < end and not _withdrawn(found.words, signal, ())
        for signal in found.of_role("signal")
        if signal.entry.id == "long_past"
    )
    return told and not in_present_tense(found.words, finding)


def _reaches(words: Sequence[str], calm: Finding, finding: Finding, first: int, end: int) -> bool:
    if finding.entry.category not in calm.entry.withdraws:
        return False
    if calm.entry.scope == "phrase":
        return calm.start < finding.end and finding.start < calm.end
    if finding.entry.firm and not (finding.entry.who and about_another(words, finding)):
        return False
    return calm.entry.scope == "message" or first <= calm.start < end


def _tells_of_another(found: Found, finding: Finding) -> bool:
    """Whether a third person is its subject: named before it, or by the words it is part of.

    "my sister took an overdose and will not wake up" is one finding about somebody else, and
    "not wake up" is inside it.
    """
    return about_another(found.words, finding) or any(
        other.entry.third
        and other.entry.imminent
        and other.start <= finding.start
        and finding.end <= other.end + 1
        and FIRST.isdisjoint(found.words[other.start : finding.end])
        for other in found.of_role("danger")
    )


def _in_context(found: Found, finding: Finding, signals: frozenset[str]) -> Sign:
    words, entry = found.words, finding.entry
    assert entry.category is not None
    sign = Sign(entry.id, entry.level, entry.category, entry.imminent, entry.about, entry.hint)
    if entry.contains and finding.start == finding.end:
        return sign
    if sign.hint:
        return replace(sign, about=About.OTHER) if _tells_of_another(found, finding) else sign
    if "really_me" in signals:  # the friend they ask for is themselves
        about = About.SELF if sign.about is About.OTHER else sign.about
        level = Level.CRISIS if sign.about is About.OTHER else sign.level
        sign = replace(sign, about=about, level=level)
    elif entry.who and entry.about is not About.OTHER and _tells_of_another(found, finding):
        sign = replace(sign, level=Level.CONCERN, imminent=False, about=About.OTHER)
    over = "over_now" in signals and "still_now" not in signals
    if entry.past and (in_past_tense(words, finding) or (over and maybe_past(words, finding))):
        level = Level.NONE if over or sign.about is About.OTHER else Level.CONCERN
        sign = replace(sign, level=level, imminent=False)
    return sign
