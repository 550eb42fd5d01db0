"""Notices that a message is not English: by its script, or by the small words of a language.

Made for one use: to say which languages the program has. Taking English with typos, slang or names
for another language is the worse mistake, so a doubtful message has no language.
"""

import re
from collections import Counter

from bot.text.profiles import ENGLISH, MARKS, PROFILES, SHARED

_FEWEST_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LONGEST = 2000
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("uk", re.compile(r"[іїєґ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("fa", re.compile(r"[پچژگ]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text` ("en" too), or None where it is not clear.

    Latin letters need at least four words; other scripts are known by their letters.
    """
    text = text[:_LONGEST].casefold()
    return _by_script(text) or _by_words(_WORD.findall(text))


def _by_script(text: str) -> str | None:
    letters = sum(letter.isalpha() for letter in text)
    foreign = sum(letter.isalpha() and ord(letter) > 0x036F for letter in text)
    # Foreign by script is what is so for the most part; a few homoglyphs are a disguise.
    if foreign < 2 or foreign * 2 <= letters:
        return None
    return next((code for code, script in _SCRIPTS if script.search(text)), None)


def _by_words(words: list[str]) -> str | None:
    if len(words) < _FEWEST_WORDS:
        return None
    english = sum(word.replace("’", "'") in ENGLISH for word in words)
    only_english = english - sum(word in SHARED for word in words)
    hits: Counter[str] = Counter()
    for word in words:
        for code, profile in PROFILES.items():
            if word in profile or any(mark in word for mark in MARKS[code]):
                hits[code] += 1
    code, most = max(hits.items(), key=lambda item: item[1], default=("", 0))
    if most >= 2 and most * 5 >= len(words) and most > 2 * only_english:
        return code
    return "en" if english * 4 >= len(words) else None
