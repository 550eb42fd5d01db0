"""Reads danger words out of leetspeak, stars, dots, stretched letters and letters set apart."""

import re
from collections.abc import Iterable

from bot.text.spellings import DANGER, DISGUISES
from bot.text.word_set import word_set

_LEET = str.maketrans("013457@$!|+€£", "oleastasiiteL".lower())
_LEET_I = str.maketrans("013457@$!|+€£", "oieastasiiteL".lower())
_RUN = re.compile(r"(.)\1{2,}")
_PAIRS = re.compile(r"(.)\1+")
_SEPARATORS = re.compile(r"[.\-_*'|/·~]")
_LONGEST = 24
# What may stand beside danger words when letters were set apart or run together.
_SMALL = word_set(
    """
    i a want to my me it all end life be not do the of go going will have need self wanna gonna
    just hurt im am help off no more live is tonight now love you bye
    """
)
_STARRED = word_set(
    """
    suicide suicidal kill killing killed die dying dead death myself cut cutting overdose
    overdosed rape raped murder unalive harm himself herself killmyself
    """
)
_SPELLABLE = _SMALL | DANGER.keys()


def undisguised(token: str) -> str | None:
    """The danger word that a token with symbols or digits inside hides, or None."""
    if len(token) > _LONGEST or not any(c.isalpha() or c == "*" for c in token):
        return None
    for table in (_LEET_I, _LEET):
        decoded = token.translate(table)
        for word in (decoded, _SEPARATORS.sub("", decoded)):
            if found := danger_word(word):
                return found
    return _starred(token)


def danger_word(word: str) -> str | None:
    """What a danger word or a word of disguise stands for, stretched letters allowed, or None."""
    for form in (word, _RUN.sub(r"\1\1", word), _RUN.sub(r"\1", word), _PAIRS.sub(r"\1", word)):
        if found := DANGER.get(form) or DISGUISES.get(form):
            return found
    return None


def squeezed(word: str, known: Iterable[str]) -> str:
    """A word with stretched letters ("soooo", "killll") in the form that is known."""
    double, single = _RUN.sub(r"\1\1", word), _RUN.sub(r"\1", word)
    return next((form for form in (double, single) if form in known), single)


def _starred(token: str) -> str | None:
    """ "su*cide", "k*ll": stars stand for about as many letters of a danger word."""
    if "*" not in token or sum(c.isalpha() for c in token) < 2:
        return None
    pattern = re.compile(re.sub(r"[^a-z]+", _some_letters, token))
    return next((DANGER[word] for word in _STARRED if pattern.fullmatch(word)), None)


def _some_letters(stars: re.Match[str]) -> str:
    count = len(stars.group())
    return f"[a-z]{{{max(1, count - 1)},{count + 1}}}"


def spelled(letters: str) -> list[str] | None:
    """Letters set apart or run together, as words that hold a danger word, or None.

    Splits "iwanttodie" into its words; linear in the letters (a bounded look back from each).
    """
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 14), end):
            head, word = best[start], letters[start:end]
            shorter = head is not None and len(head) + 1 < len(best[end] or letters) + 1
            if head is not None and shorter and word in _SPELLABLE:
                best[end] = [*head, word]
    words = best[-1]
    if words is None or not any(word in DANGER for word in words):
        return None
    return [part for word in words for part in DANGER.get(word, word).split()]
