"""The words patterns look at: normalized, without fillers, taken piece by piece."""

import re
from collections.abc import Iterator

from bot.text.normalize import words_of
from bot.text.word_set import word_set

# Words that carry tone, not meaning: "i just really want to fucking die". Patterns do without them.
FILLERS = word_set(
    """
    really just actually honestly literally fucking fuckin fking fkn effing freaking frickin
    bloody so very seriously legit legitimately lowkey highkey tbh ngl lol lmao lmfao haha hahaha
    xd simply truly basically genuinely absolutely totally completely even ever still sometimes
    often always constantly maybe probably definitely prolly oh uh erm omg omfg damn please pls
    quite already fully somehow desperately obviously certainly sincerely surely currently usually
    perhaps goddamn damned rlly hella deadass ong fr icl istg
    """
)
# "like" is a filler except after or before these.
_LIKE_AFTER = word_set(
    """
    feel feels felt feeling look looks looked would seem seems something anything nothing not
    sound sounds do does did you they people more be it what is things hands
    """
)
_LIKE_BEFORE = word_set("to it him her that this me them you a the my we our dying being")
_NUMBER = re.compile(r"^\d[\d.,:]*x?(?=\D|$)")
# A year that is long ago.
_YEAR = re.compile(r"19\d\d|200\d|201[0-5]")
_PIECE, _BEYOND = 60, 40


def stream(text: str) -> list[str]:
    """The words of a message that patterns look at; a word repeated stands three times at most."""
    words = [numbered(word) for word in words_of(text)]
    kept = [
        word
        for place, word in enumerate(words)
        if word not in FILLERS and not (word == "like" and _filler_like(words, place))
    ]
    return [word for place, word in enumerate(kept) if kept[place - 3 : place] != [word] * 3]


def numbered(word: str) -> str:
    """The word with its number as "2" (up to four) or "20": "16" -> "20", "500mg" -> "20mg".

    A year that is long ago is "20y".
    """
    if _YEAR.fullmatch(word):
        return "20y"
    found = _NUMBER.match(word) if word[0].isdigit() else None
    if not found:
        return word
    size = "2" if len(found[0].strip("x")) == 1 and found[0][0] in "01234" else "20"
    return size + word[found.end() :]


def pieces(size: int) -> Iterator[tuple[int, int, int]]:
    """Cuts `size` words in pieces: first word, end, and how far a phrase begun there may look."""
    for start in range(0, size, _PIECE):
        yield start, min(start + _PIECE, size), min(start + _PIECE + _BEYOND, size)


def _filler_like(words: list[str], place: int) -> bool:
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else ""
    return before not in _LIKE_AFTER and after not in _LIKE_BEFORE
