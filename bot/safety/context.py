"""What stands around a finding: is it denied, about somebody else, or about the past?"""

from collections.abc import Sequence

from bot.safety.patterns import Finding
from bot.safety.phrases import ENDS, Phrase, places_of
from bot.text.word_set import word_set

_LINKS = word_set(
    """
    want wants wanted wanting to going plan planning plans planned think thinking thought thoughts
    of about try trying tried intend intending intention intentions actively would do does did be
    been being am is are was were feel feeling feels like consider considering considered any have
    had has a the desire urge urges wish wished wishing need needing anything stupid dumb
    something as in danger risk at for or planing gonna will ideas idea way into suicidal that
    dream dreaming threatening threatened says said saying keeps kept talking talks talked might
    may could can tell telling told tells
    """
)
_SAYING = word_set(
    """
    say saying said says mean meaning meant think thinking thought suggesting implying claiming
    believe that because like feel joking telling
    """
)
_NEGATORS = word_set("not never neither nor without no nobody")
_NO_NOUNS = word_set(
    """
    desire intention intentions plan plans wish thoughts urge urges way danger risk need ideas
    """
)
# "should not", "why not kill myself", "trying not to hurt myself" deny nothing.
_NOT_DENYING = word_set("should can could why if might must try trying hard fighting struggling")
_THAN_EVER = [("more",), ("worse",)] + [
    (so, much) for so in ("this", "that", "as") for much in ("much", "bad", "badly")
]
FIRST = word_set("i me my myself mine")
_THIRD = word_set(
    """
    he she they who people someone somebody everyone everybody anyone nobody man
    woman guy girl boy kid person therapist therapists counselor counsellor psychologist
    psychiatrist mum mother dad father brother sister friend friends boyfriend girlfriend husband
    wife partner son daughter cousin aunt uncle grandma grandpa roommate flatmate ex teacher
    neighbor neighbour colleague coworker client clients patient patients character characters
    hamster dog cat nan granny grandfather grandmother nephew niece mate teenager teenagers teens
    students veterans men women kids children dude lady bestfriend fiance stepdad stepmum
    housemate classmate student
    """
)
_NEAR = 9
# What may stand between such a person and what they did or have.
_DONE = word_set(
    """
    me you took taken takes swallowed drank ate has had got found bought keeps holding counted made
    and then just
    """
)
_THIRD_SELF = word_set("himself herself themselves itself")
_PAST = word_set(
    """
    wanted tried was thought felt planned attempted used were considered contemplated begged
    prayed hoped overdosed harmed dreamed wished
    """
)
_BUT_I_WILL = [["i", verb] for verb in ("will", "might", "may", "want", "could", "keep", "think")]
_LEADING = _LINKS | _PAST
# "i have wanted to die" goes on; "i have tried" does not.
_PERFECT = word_set("wanted thought felt planned considered wished hoped prayed")
_MAYBE_PAST = word_set("cut hurt took slit burned swallowed hit beat tried did had")


def around(words: Sequence[str], finding: Finding) -> tuple[int, int]:
    """First word and end of what stands next to a finding in its sentence."""
    first, end = sentence(words, finding)
    return max(first, finding.start - _NEAR), min(end, finding.end + _NEAR)


def sentence(words: Sequence[str], finding: Finding) -> tuple[int, int]:
    """First word and end of the sentence a finding starts in."""
    first = finding.start
    while first > 0 and words[first - 1] not in ENDS:
        first -= 1
        if finding.start - first > 80:
            break
    end = finding.end
    while end < len(words) and words[end] not in ENDS and end - finding.end < 80:
        end += 1
    return first, end


def holds(phrases: Sequence[Phrase], words: Sequence[str], first: int, end: int) -> bool:
    """Whether any of the phrases starts between `first` and `end`."""
    if not phrases:
        return False
    places = places_of(words, first, min(end, len(words)))
    return any(phrase.ends(words, start) for phrase in phrases for start in phrase.starts(places))


def denied(words: Sequence[str], finding: Finding) -> bool:
    """Whether a negation reaches the finding: "i do not want to", "never thought of"."""
    place = finding.start - 1
    links = _SAYING if words[finding.start] in ("i", "my") else _LINKS
    steps = 0
    while place >= 0 and words[place] in links and steps < 8:
        if words[place] in ("danger", "risk") and words[place + 1] not in ("of", "to", "for"):
            return False
        place, steps = place - 1, steps + 1
    if place < 0 or words[place] not in _NEGATORS or (links is _SAYING and not steps):
        return False
    word, before = words[place], words[place - 1] if place else ""
    if word == "no":
        return words[place + 1] in _NO_NOUNS
    if (word == "not" and before in _NOT_DENYING) or "if" in words[max(0, place - 4) : place]:
        return False
    return not _more_than_ever(words, finding) and not _but_will(words, finding)


def _but_will(words: Sequence[str], finding: Finding) -> bool:
    """Whether a denial is taken back at once: "i promised not to, but i will"."""
    after = words[finding.end : finding.end + 10]
    if "but" not in after:
        return False
    return after[after.index("but") + 1 :][:2] in _BUT_I_WILL


def _more_than_ever(words: Sequence[str], finding: Finding) -> bool:
    """As in "never wanted to die more", "never felt this bad": the opposite of a denial."""
    after = tuple(words[finding.end : finding.end + 2])
    return any(after[: len(more)] == more for more in _THAN_EVER)


def about_another(words: Sequence[str], finding: Finding) -> bool:
    """Whether the subject before the finding is a third person and nothing in it says "i"."""
    if not FIRST.isdisjoint(words[finding.start : finding.end]):
        return False
    if not _THIRD_SELF.isdisjoint(words[finding.start : finding.end]):
        return True
    place = finding.start - 1
    while place >= 0 and finding.start - place < 9:
        word = words[place]
        if word in ENDS or word in ("i", "we"):
            return False
        if word in _THIRD:
            return True
        if word not in _LINKS and word not in _NEGATORS and word not in _DONE:
            return False
        place -= 1
    return False


def in_past_tense(words: Sequence[str], finding: Finding) -> bool:
    """Whether the finding tells of the past: "i wanted to die", "i used to cut", "tried to"."""
    first = finding.start
    while first > 0 and finding.start - first < 6 and words[first - 1] in _LEADING:
        first -= 1
    told = words[first : finding.end]
    if "wish" in told or "if" in told or _more_than_ever(words, finding):
        return False
    return any(
        word in _PAST and not (word in _PERFECT and place and words[place - 1] in ("have", "has"))
        for place, word in enumerate(words[first : finding.end], start=first)
    )


def maybe_past(words: Sequence[str], finding: Finding) -> bool:
    """Whether the finding holds a verb whose past looks like its present: "i cut myself"."""
    return not _MAYBE_PAST.isdisjoint(words[finding.start : finding.end])
