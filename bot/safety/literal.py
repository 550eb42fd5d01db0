"""The literal layer alone, for where a law lets nothing else read what a person types.

What counts: danger patterns that stand by themselves and have the level `crisis`, or speak of
somebody else's danger. What does not: hints, other patterns of the level `concern`, patterns that
wait for another sign or an earlier turn (`with`), the classifier, and the history. Idioms,
denials, the past tense and a third person change a finding here as anywhere.
"""

from bot.safety.assess import detector
from bot.safety.combine import combined
from bot.safety.entry import Entry
from bot.safety.models import About, Assessment, Level
from bot.safety.patterns import Found
from bot.safety.signs import signals_of


def is_explicit(entry: Entry) -> bool:
    """Whether a pattern says danger in so many words, and on its own."""
    grave = entry.level is Level.CRISIS or entry.about is About.OTHER
    return entry.role == "danger" and grave and not entry.hint and not entry.with_


def find_explicit(text: str) -> Assessment:
    """Explicit danger in the words of one message. No I/O after loading."""
    found = detector().patterns.find(text)
    kept = [f for f in found.findings if f.entry.role != "danger" or is_explicit(f.entry)]
    return combined(Found(found.words, tuple(kept)), signals_of(found))
