"""The words patterns look at: normalized, without fillers, taken piece by piece."""

import re
from collections.abc import Iterator

from bot.text.normalize import words_of

# Words that carry tone, not meaning: "i just really want to fucking die". Patterns do without them.
FILLERS = frozenset(
    [
        "really",
        "just",
        "actually",
        "honestly",
        "literally",
        "fucking",
        "fuckin",
        "fking",
        "fkn",
        "effing",
        "freaking",
        "frickin",
        "bloody",
        "so",
        "very",
        "seriously",
        "legit",
        "legitimately",
        "lowkey",
        "highkey",
        "tbh",
        "ngl",
        "lol",
        "lmao",
        "lmfao",
        "haha",
        "hahaha",
        "xd",
        "simply",
        "truly",
        "basically",
        "genuinely",
        "absolutely",
        "totally",
        "completely",
        "even",
        "ever",
        "still",
        "sometimes",
        "often",
        "always",
        "constantly",
        "maybe",
        "probably",
        "definitely",
        "prolly",
        "oh",
        "um",
        "uh",
        "erm",
        "omg",
        "omfg",
        "damn",
        "please",
        "pls",
        "quite",
        "already",
        "fully",
        "somehow",
        "desperately",
        "obviously",
        "certainly",
        "sincerely",
        "surely",
        "currently",
        "usually",
        "perhaps",
        "goddamn",
        "damned",
        "rlly",
        "hella",
        "deadass",
        "ong",
        "fr",
        "icl",
        "istg",
    ]
)
# "like" is a filler except after or before these.
_LIKE_AFTER = frozenset(
    [
        "feel",
        "feels",
        "felt",
        "feeling",
        "look",
        "looks",
        "looked",
        "would",
        "seem",
        "seems",
        "something",
        "anything",
        "nothing",
        "not",
        "sound",
        "sounds",
        "do",
        "does",
        "did",
        "you",
        "they",
        "people",
        "more",
        "be",
        "it",
        "what",
        "is",
        "things",
        "hands",
    ]
)
_LIKE_BEFORE = frozenset(
    [
        "to",
        "it",
        "him",
        "her",
        "that",
        "this",
        "me",
        "them",
        "you",
        "a",
        "the",
        "my",
        "we",
        "our",
        "dying",
        "being",
    ]
)
_NUMBER = re.compile(r"^\d[\d.,:]*x?(?=\D|$)")
_PIECE, _BEYOND = 60, 40


def stream(text: str) -> list[str]:
    """The words of a message that patterns look at."""
    words = [numbered(word) for word in words_of(text)]
    return [
        word
        for place, word in enumerate(words)
        if word not in FILLERS and not (word == "like" and _filler_like(words, place))
    ]


def numbered(word: str) -> str:
    """The word with the number it starts with as "9": "20" -> "9", "500mg" -> "9mg"."""
    return _NUMBER.sub("9", word) if word[0].isdigit() else word


def pieces(size: int) -> Iterator[tuple[int, int, int]]:
    """Cuts `size` words in pieces: first word, end, and how far a phrase begun there may look."""
    for start in range(0, size, _PIECE):
        yield start, min(start + _PIECE, size), min(start + _PIECE + _BEYOND, size)


def _filler_like(words: list[str], place: int) -> bool:
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else ""
    return before not in _LIKE_AFTER and after not in _LIKE_BEFORE
