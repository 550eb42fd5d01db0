"""Answers to the question about safety in a few typed words: "no, i would never do that".

They are read after the safety check: what it takes for a crisis never comes here.
"""

import re
from collections.abc import Mapping

from bot.gateway.plain_words import GOES_ON, HESITANT, POLITE, cores_of, plain

BEFORE = (*HESITANT, *POLITE, "fine", "honestly", "actually")
AFTER = (*POLITE, "honestly", "really", "actually", "though", "tbh", "right now")
LONGEST_TAIL = 8  # words after a yes or a no
LEAD = re.compile(
    r"(?:(?P<yes>yes|yeah|yea|yep|yup|ya)|(?P<no>no|nope|nah)"
    r"|(?P<unsure>maybe|perhaps|idk|dunno|(?:i am )?not sure|i do not know)) (?P<tail>.+)"
)
# where other words follow, it is a message: "yes tell me more", "no one listens"
YES_GOES_ON = re.compile(
    r"(?:i|it|soon|maybe|tonight|today|now|but|probably|kind|sort|a|very|sadly|already|sometimes"
    r"|all|every|definitely|unfortunately|of)\b"
)
UNSURE_GOES_ON = re.compile(
    r"(?:i|if|maybe|honestly|really|right|any ?more|soon|later|tonight|a|not|sometimes|it"
    r"|tomorrow|when)\b"
)
TOPIC = re.compile(r"\b(?:miss\w*|loved?|therap\w+|sessions?)\b")
DENIES = re.compile(
    r"(?:(?:i|it|that)(?: \w+){0,2} )?(?:not|never|nothing)\b|of course not\b"
    r"|(?:i am |it is )?just (?:tired|sad|lonely|upset|venting|stressed)$"
)
NEGATION = re.compile(r"\b(?:not|never|nothing|without)\b")
# any of these takes a "no" or a "safe" back, if no "not" stands before it
SIGN = re.compile(
    r"\b(?:already|(?:did|will|would)(?! (?:not|never))|done|tied|took|taken|cut|swallowed|soon"
    r"|jumped|drank|later|next|might|may|maybe|could|going|gonna|want|wanna|plan\w*|need"
    r"|pills?|gun|knife|rope|blood|bleed\w*|hurt\w*|harm\w*|kill\w*|die|dying|dead|death|end"
    r"|suicid\w*|gone|worse|scared|afraid|pretend\w*|lied|lying|tomorrow|tonight)\b"
)
BUT = re.compile(r"\b(?:but|except|unless|until|till|yet|only|if|when|once|cannot|unsafe)\b")
# not this is no denial: "not safe", "not any more", "not tonight"
NOT_WELL = re.compile(
    r"\b(?:not|never|nothing)\b.*\b(?:live|living|alive|here|wake|safe|stop|any ?more|cope|go on"
    r"|ok|okay|fine|well|sure|alone|help|care|matters?|know|promise|left|hope|future|good"
    r"|tonight|today|soon)\b"
)


def answer_in(text: str, answers: Mapping[str, str]) -> str | None:
    """The answer that a short text gives: by its phrase, or by a yes or no and what follows.

    Any sign of danger after a "no" or "safe" makes it none.
    """
    typed = plain(text)
    listed = _listed(typed, answers)
    led = LEAD.fullmatch(typed)
    if listed or led is None or len(led["tail"].split()) > LONGEST_TAIL:
        return listed
    tail = led["tail"]
    meant = _listed(tail, answers)
    if led["no"]:
        return _after_no(tail, meant)
    if led["yes"]:
        return _after_yes(tail, meant)
    goes_on = meant or (UNSURE_GOES_ON.match(tail) and not TOPIC.search(tail))
    return "unsure" if goes_on else None


def _listed(typed: str, answers: Mapping[str, str]) -> str | None:
    """By a phrase of the file, whole or, where it ends in ..., as the beginning."""
    cores = cores_of(typed, BEFORE, AFTER)
    for core in cores:
        if found := answers.get(core) or answers.get(core + GOES_ON):
            return found
    for core in cores:
        words = core.split()
        for count in range(len(words) - 1, max(0, len(words) - LONGEST_TAIL - 1), -1):
            found = answers.get(" ".join(words[:count]) + GOES_ON)
            if found and _may_follow(" ".join(words[count:]), found):
                return found
    return None


def _may_follow(tail: str, answer: str) -> bool:
    safe_with_her = answer == "safe" and TOPIC.search(tail)
    return answer == "barriers" or not (safe_with_her or _is_danger(tail))


def _after_no(tail: str, meant: str | None) -> str | None:
    if meant in ("barriers", "unsure", "danger"):
        return meant
    if meant in ("no", "safe", "misunderstood"):
        return "no"
    return "no" if meant is None and DENIES.match(tail) and not _is_danger(tail) else None


def _after_yes(tail: str, meant: str | None) -> str | None:
    if meant == "safe":
        return "safe" if "safe" in tail.split() else None  # "yes, i am fine" can mean either
    if meant in ("no", "misunderstood"):
        return None
    goes_on = meant or (YES_GOES_ON.match(tail) and not TOPIC.search(tail))
    return "yes" if goes_on else None


def _is_danger(tail: str) -> bool:
    """Whether there is a sign in the words that no "not" before it takes away."""
    negated = NEGATION.search(tail)
    end = negated.start() if negated else len(tail)
    plain_sign = any(sign.start() < end for sign in SIGN.finditer(tail))
    return plain_sign or any(found.search(tail) for found in (BUT, NOT_WELL))
