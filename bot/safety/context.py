"""What stands around a finding: is it about somebody else, or about the past?"""

from collections.abc import Sequence

from bot.safety.denial import LINKS, NEGATORS, more_than_ever
from bot.safety.patterns import Finding
from bot.safety.phrases import ENDS, Phrase, places_of
from bot.text.word_set import word_set

FIRST = word_set("i me my myself mine")
_THIRD = word_set(
    """
    he she they who people someone somebody everyone everybody anyone nobody man
    woman guy girl boy kid person therapist therapists counselor counsellor psychologist
    psychiatrist mum mother dad father brother sister friend friends boyfriend girlfriend husband
    wife partner son daughter cousin aunt uncle grandma grandpa roommate flatmate ex teacher
    neighbor neighbour colleague coworker client clients patient patients character characters
    hamster dog cat hero heroine villain cleric protagonist soldier soldiers
    nan granny grandfather grandmother nephew niece mate teenager teenagers teens
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
# Somebody's words: "my cousin said i wanna be dead" (therapists speak of their clients so).
_SAYS = word_set("said says say wrote writes texted texts screamed screams yelled yells shouted")
_QUOTED = word_set("want wanted wish wished hope hoped")
# "part of me wants", "my brain wants": that is the person too.
_MY_PARTS = word_set("me brain mind body head heart voice voices soul everything it which myself")
_THIRD_SELF = word_set("himself herself themselves itself")
_PAST = word_set(
    """
    wanted tried was thought felt planned attempted used were considered contemplated begged
    prayed hoped overdosed harmed dreamed wished
    """
)
_LEADING = LINKS | _PAST
# "i have wanted to die" goes on; "i have tried" does not.
_PERFECT = word_set("wanted thought felt planned considered wished hoped prayed")
_PRESENT = word_set(
    """
    am is are want wants need needs will going now tonight today have has keep keeps hits beats
    hurts kicks slaps punches chokes rapes threatens touches locks do does can might may should
    wish hope
    """
)
_DID = word_set("did was were had could used")
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


def about_another(words: Sequence[str], finding: Finding) -> bool:
    """Whether the subject before the finding is a third person and nothing in it says "i"."""
    if _quotes_another(words, finding):
        return True
    if not FIRST.isdisjoint(words[finding.start : finding.end]):
        return False
    if not _THIRD_SELF.isdisjoint(words[finding.start : finding.end]):
        return True
    place = finding.start - 1
    if words[finding.start] == "wants":
        return place < 0 or words[place] not in _MY_PARTS
    while place >= 0 and finding.start - place < 9:
        word = words[place]
        if word in ENDS or word in ("i", "we"):
            return False
        if word in _THIRD:
            return True
        if word not in LINKS and word not in NEGATORS and word not in _DONE:
            return False
        place -= 1
    return False


def _quotes_another(words: Sequence[str], finding: Finding) -> bool:
    """Whether somebody else says the finding: "my little cousin said i wanna be dead"."""
    place = finding.start
    if words[place] in _QUOTED and place and words[place - 1] == "i":
        place -= 1
    if words[place] != "i" or words[place + 1] not in _QUOTED:
        return False
    place -= 1
    while place > 0 and words[place] in ("me", "to", "us", "that"):
        place -= 1
    return place > 0 and words[place] in _SAYS and words[place - 1] in _THIRD


def in_past_tense(words: Sequence[str], finding: Finding) -> bool:
    """Whether the finding tells of the past: "i wanted to die", "i used to cut", "tried to"."""
    first = finding.start
    while first > 0 and finding.start - first < 6 and words[first - 1] in _LEADING:
        first -= 1
    told = words[first : finding.end]
    if "wish" in told or "if" in told or more_than_ever(words, finding):
        return False
    return any(
        word in _PAST and not (word in _PERFECT and place and words[place - 1] in ("have", "has"))
        for place, word in enumerate(words[first : finding.end], start=first)
    )


def in_present_tense(words: Sequence[str], finding: Finding) -> bool:
    """Whether the finding, or what leads to it, tells of now: "am", "want", "hits", "tonight"."""
    told = words[max(0, finding.start - 3) : finding.end]
    return _PRESENT.intersection(told) != set() and _DID.isdisjoint(told)


def maybe_past(words: Sequence[str], finding: Finding) -> bool:
    """Whether the finding holds a verb whose past looks like its present: "i cut myself"."""
    return not _MAYBE_PAST.isdisjoint(words[finding.start : finding.end])
