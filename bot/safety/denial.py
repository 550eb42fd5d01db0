"""Whether a finding is denied: "i do not want to die", "suicidal, no", "do i want to? no"."""

from collections.abc import Sequence
from typing import Protocol

from bot.safety.phrases import ENDS
from bot.text.word_set import word_set

LINKS = word_set(
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
NEGATORS = word_set("not never neither nor without no nobody zero")
_NO_NOUNS = word_set(
    """
    desire intention intentions plan plans wish wishes thought thoughts urge urges way danger risk
    need ideas feelings ideation impulse impulses
    """
)
_EMPHASIS = word_set("all remotely bit one once in slightest way")
# "should not", "why not kill myself", "trying not to hurt myself" deny nothing.
_NOT_DENYING = word_set("should can could why if might must try trying hard fighting struggling")
_THAN_EVER = [("more",), ("worse",)] + [
    (so, much) for so in ("this", "that", "as") for much in ("much", "bad", "badly")
]
_BUT_I_WILL = [["i", verb] for verb in ("will", "might", "may", "want", "could", "keep", "think")]
_ANSWERS = [
    ("no",),
    ("nope",),
    ("nah",),
    ("never",),
    ("none",),
    ("not", "at"),
    ("not", "me"),
    ("not", "once"),
    ("not", "one"),
]
_ASKING = word_set("ask asks asked asking")
_SAID_NO = [
    tuple(said.split())
    for said in ("no", "i said no", "i told you no", "i keep saying no", "the answer is no")
]
_CROSSED = word_set("crossed cross entered enter")
_AUXILIARY = word_set("am do did was have would will")
# After an answer of one word: what goes on without turning it around ("no one", "no point" do).
_GOES_ON = word_set("i it that of just only but and me never not at my she he they what")


class Place(Protocol):
    """What stands from word `start` up to (not with) `end`."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def denied(words: Sequence[str], finding: Place) -> bool:
    """Whether a negation reaches the finding, before it or after it."""
    return denied_before(words, finding) or denied_after(words, finding)


def denied_before(words: Sequence[str], finding: Place) -> bool:
    """Whether a negation reaches the finding: "i do not want to", "never thought of"."""
    place = finding.start - 1
    links = _SAYING if words[finding.start] in ("i", "my") else LINKS
    steps = 0
    while place >= 0 and words[place] in links and steps < 8:
        if words[place] in ("danger", "risk") and words[place + 1] not in ("of", "to", "for"):
            return False
        place, steps = place - 1, steps + 1
    if place > 0 and tuple(words[place - 1 : place + 1]) == ("no", "one"):
        return not more_than_ever(words, finding)
    place = _before_emphasis(words, place)
    if place < 0 or words[place] not in NEGATORS or (links is _SAYING and not steps):
        return False
    word, before = words[place], words[place - 1] if place else ""
    if word in ("no", "zero"):
        return not _NO_NOUNS.isdisjoint(words[place + 1 : place + 3])
    if (word == "not" and before in _NOT_DENYING) or "if" in words[max(0, place - 4) : place]:
        return False
    return not more_than_ever(words, finding) and not _but_will(words, finding)


def denied_after(words: Sequence[str], finding: Place) -> bool:
    """Whether "no" answers what the finding says: "suicidal, no", "do i want to? never"."""
    if finding.end <= finding.start:
        return False
    place = finding.end
    if words[place - 1] in ENDS:
        return False
    asked = _asked(words, place)
    if asked is not None:
        return _answers_no(words, asked)
    if _never_crossed_my_mind(words, place):
        return True
    if _asked_if_and_said_no(words, finding):
        return True
    rest = words[place : place + 2]
    if rest[:1] in (["no"], ["none"], ["never"]):
        return len(rest) == 1 or rest[1] in ENDS
    return _and_i_am_not(words, place)


def _asked(words: Sequence[str], place: int) -> int | None:
    """Where the answer starts to the question that holds the finding, or None."""
    for step in range(place, min(place + 12, len(words))):
        if words[step] in ENDS:
            return step + 1 if words[step] == "?" else None
    return None


def _answers_no(words: Sequence[str], place: int) -> bool:
    if words[place : place + 2] == ["i", "said"]:
        place += 2
    answer = tuple(words[place : place + 2])
    if not any(answer[: len(no)] == no for no in _ANSWERS):
        return False
    following = answer[1] if len(answer) > 1 else "."
    return following in ENDS or following in _GOES_ON


def _asked_if_and_said_no(words: Sequence[str], finding: Place) -> bool:
    """As in "stop asking if i am suicidal . i said no three times"."""
    before = words[max(0, finding.start - 6) : finding.end]
    asking = next((step for step, word in enumerate(before) if word in _ASKING), None)
    if asking is None or not {"if", "whether"}.intersection(before[asking:]):
        return False
    if words[finding.end : finding.end + 1] != ["."]:
        return False
    answer = (*words[finding.end + 1 : finding.end + 5], ".")
    said = next((no for no in _SAID_NO if answer[: len(no)] == no), None)
    if said is None:
        return False
    following = answer[len(said) : len(said) + 1]
    return said != ("no",) or following[0] in ENDS or following[0] in _GOES_ON


def _never_crossed_my_mind(words: Sequence[str], place: int) -> bool:
    """As in "the thought of dying has not crossed my mind"."""
    for step in range(place, min(place + 4, len(words) - 3)):
        if words[step] in ("not", "never"):
            came, mine = words[step + 1], tuple(words[step + 2 : step + 4])
            occurred = came in ("occurred", "occur") and mine == ("to", "me")
            return occurred or (came in _CROSSED and mine == ("my", "mind"))
        if words[step] in ENDS:
            break
    return False


def _and_i_am_not(words: Sequence[str], place: int) -> bool:
    """As in "she thinks i am suicidal, i am not": the finding taken up again and denied."""
    for step in range(place, min(place + 4, len(words) - 2)):
        if words[step] in ENDS and step > place:
            break
        if words[step] == "i" and words[step + 1] in _AUXILIARY and words[step + 2] == "not":
            following = words[step + 3] if step + 3 < len(words) else "."
            return following in ENDS or following in ("i", "and", "just", "but")
    return False


def _before_emphasis(words: Sequence[str], place: int) -> int:
    """Goes back over "at all" in "not at all suicidal"."""
    start = place
    while place >= 0 and start - place < 4 and words[place] in _EMPHASIS | {"at", "the"}:
        place -= 1
    return place if place >= 0 and words[place] in NEGATORS else start


def _but_will(words: Sequence[str], finding: Place) -> bool:
    """Whether a denial is taken back at once: "i promised not to, but i will"."""
    after = words[finding.end : finding.end + 10]
    if "but" not in after:
        return False
    return list(after[after.index("but") + 1 :][:2]) in _BUT_I_WILL


def more_than_ever(words: Sequence[str], finding: Place) -> bool:
    """As in "never wanted to die more", "never felt this bad": the opposite of a denial."""
    after = tuple(words[finding.end : finding.end + 2])
    return any(after[: len(more)] == more for more in _THAN_EVER)
