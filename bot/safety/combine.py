"""The one rule that makes an assessment of what the layers found.

1. A finding inside an idiom ("my phone died") is withdrawn; a context ("an essay about suicide")
   withdraws what its entry does not call `firm`.
2. A finding that is denied ("i do not want to die", "do i want to die? no") is withdrawn.
3. A finding whose entry counts only `with` a signal ("goodbye" with a disclosure, "i have them in
   front of me" with talk of means) waits for that signal, here or in an earlier turn.
4. A finding about a third person counts as `concern`, about `other`, and a context withdraws it;
   where the friend asked for is the person ("my friend, ok me"), it counts as their own.
5. A finding told in the past tense counts as `concern`, or as nothing where the message also says
   that it is long ago or over, or its own sentence that it is long ago.
6. The highest level that remains stands; three different signs of concern are a crisis. Hints
   (`hints.yml`) say nothing alone: two are a concern, three, or two with a concern, a crisis.
7. A classifier may raise the level and never lower it. Where the patterns met words of danger and
   rules 1 to 5 settled all of them as harmless, or met nothing but an idiom, it raises by one step
   less. It was trained on sentences in English: for a text of one word, or one in another
   language, it raises nothing (`readable`), and the patterns stand.
8. The history rules (`history.py`) may raise it too.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.safety.classifier import Opinion
from bot.safety.models import NOTHING, About, Assessment, Category, Level
from bot.safety.patterns import Found
from bot.safety.signs import Sign, signs
from bot.text.language import detect

PATTERNS = "layer/patterns"
CLASSIFIER = "layer/classifier"
_LESS = {Level.CRISIS: Level.CONCERN, Level.CONCERN: Level.NONE, Level.NONE: Level.NONE}


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


def settled(found: Found, now: Assessment) -> bool:
    """Whether all that was found reads as harmless: denied, an idiom, long over."""
    met = (finding.entry for finding in found.findings if finding.entry.role != "signal")
    return now.level is Level.NONE and any(not (e.hint or e.with_) for e in met)


def readable(text: str) -> bool:
    """Whether the classifier can judge `text`: two words at least, not known as another language.

    A token without a letter ("12", an emoji) is no word.
    """
    words = sum(any(map(str.isalpha, token)) for token in text.split())
    return words > 1 and detect(text) in (None, "en")


def raised(now: Assessment, opinion: Opinion | None, settled: bool = False) -> Assessment:
    """Rule 7: the classifier's opinion counts where it is graver than what the patterns found.

    Another person's danger stays a concern, whatever the classifier makes of the words.
    """
    if opinion is None:
        return now
    level = _LESS[opinion.level] if settled else opinion.level
    if level.rank <= now.level.rank:
        return now
    if now.level is Level.CONCERN and now.about is About.OTHER:
        return now
    return replace(
        now,
        level=level,
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
