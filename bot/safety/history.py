"""What earlier turns make of the present one (the labels of the safety document, binding).

- What was said before can complete what is said now: the signals of earlier turns (means talked
  of, somebody's death, distress, a disclosure) count for patterns that need one (rule 3 of
  `combine.py`).
- A disclosure taken back ("jk, forget it") stays what the disclosure was.
- Three turns of concern within ten, none answered "no", become a crisis.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.safety.classifier import Opinion
from bot.safety.combine import PATTERNS, combined, raised, settled
from bot.safety.models import About, Answer, Assessment, Category, Level, Turn
from bot.safety.patterns import Found, PatternLayer
from bot.safety.signs import OWN_LIFE, signals_of

WINDOW = 10
# After "no" to the question, a disclosure further back than this is not what "forget it" is about.
_NEAR = 3


def assessed(
    found: Found,
    history: Sequence[Turn],
    patterns: PatternLayer,
    opinion: Opinion | None = None,
) -> Assessment:
    """The present message by all layers, in the light of the turns in `history`, oldest first."""
    turns = list(history)[-WINDOW:]
    signals = signals_of(found)
    missing = {
        name
        for finding in found.of_role("danger")
        for name in finding.entry.with_
        if not finding.entry.with_ & signals
    }
    remembered = _remembered(turns, patterns) if missing and turns else frozenset()
    now = combined(found, signals | remembered)
    if remembered and now.level.rank > combined(found, signals).level.rank:
        now = replace(now, evidence=(*now.evidence, "history/earlier_turn"))
    now = raised(now, opinion, settled(found, now))
    if "retraction" in signals:
        now = _taken_back(now, turns)
    return _three_concerns(now, turns, patterns)


def _remembered(turns: Sequence[Turn], patterns: PatternLayer) -> frozenset[str]:
    """The signals of earlier turns; one of concern or crisis counts as disclosure and distress."""
    names: set[str] = set()
    for turn in turns:
        if turn.text:
            names |= signals_of(patterns.find(turn.text))
        if turn.level is not Level.NONE:
            names.add("distress")
            if not turn.categories or OWN_LIFE & set(turn.categories):
                names.add("disclosure")
        if Category.OVERDOSE in turn.categories:
            names.add("means")
    return frozenset(names | {f"earlier_{name}" for name in names})


def _taken_back(now: Assessment, turns: Sequence[Turn]) -> Assessment:
    """The level of the latest disclosure, which taking it back does not lower."""
    for age, turn in enumerate(reversed(turns), start=1):
        if turn.level is Level.NONE or (turn.answer is Answer.NO and age > _NEAR):
            continue
        if turn.level.rank < now.level.rank:
            return now
        return Assessment(
            level=turn.level,
            categories=turn.categories or now.categories,
            imminent=now.imminent,
            about=About.SELF if now.level is Level.NONE else now.about,
            evidence=(*(name for name in now.evidence if name != PATTERNS), "history/taken_back"),
        )
    return now


def _three_concerns(now: Assessment, turns: Sequence[Turn], patterns: PatternLayer) -> Assessment:
    """The third turn of concern about oneself within ten is a crisis, unless answered "no"."""
    if now.level is not Level.CONCERN or now.about is About.OTHER:
        return now
    earlier = [turn for turn in turns[-(WINDOW - 1) :] if _counts(turn, patterns)]
    if len(earlier) < 2:
        return now
    return replace(now, level=Level.CRISIS, evidence=(*now.evidence, "history/three_concerns"))


def _counts(turn: Turn, patterns: PatternLayer) -> bool:
    if turn.level is not Level.CONCERN or turn.answer is Answer.NO:
        return False
    if not turn.text:
        return True
    found = patterns.find(turn.text)
    return combined(found, signals_of(found)).about is not About.OTHER
