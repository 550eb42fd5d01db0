"""Short typed words that need no understanding: an answer's phrases, a button's title or number."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from rapidfuzz.distance import OSA

from bot.content.load import ContentInvalid, read_yaml

CONTRACTIONS = {
    "i'm": "i am",
    "don't": "do not",
    "can't": "cannot",
    "didn't": "did not",
    "that's": "that is",
    "haven't": "have not",
    "won't": "will not",
    "wouldn't": "would not",
    "havent": "have not",
    "didnt": "did not",
    "wont": "will not",
    "thats": "that is",
    "i've": "i have",
    "im": "i am",
    "dont": "do not",
    "cant": "cannot",
}
LETTERS = re.compile(r"[^\w' ]+")
ABOUT_SAFETY = "/crisis"  # these must be right to the letter: "i am same" is not "i am safe"
LONGEST = 80  # characters; what is longer is a message
GOES_ON = " ..."
# what people put around an answer without changing it
HESITANT = ("ok", "okay", "um", "uh", "er", "hm", "hmm", "well", "please", "pls")
POLITE = ("please", "pls", "plz", "pleas", "thanks", "thank you", "thx", "ty")
# what they put around the title of a button; of "i am not ok" it would leave "i am not"
BEFORE = (
    *HESITANT,
    *("so", "and", "just", "the", "option", "number", "button", "press", "tap", "choose", "take"),
    *("lets", "let's", "let us", "can i", "could i", "may i", "can you", "could you"),
    *("i want", "i want to", "i would like", "i would like to", "i'd like", "i'd like to"),
)
AFTER = (
    *POLITE,
    *("ok", "okay", "then", "now", "instead", "option", "button"),
    *("would be good", "would be nice", "sounds good"),
)


def load_answers(path: Path) -> dict[str, str]:
    """phrase -> answer, from data/safety/answers.yml. Raises ContentInvalid."""
    table = read_yaml(path)
    if not isinstance(table, dict) or not all(isinstance(v, list) for v in table.values()):
        raise ContentInvalid(f"{path.name} must hold lines like `yes: [yes, yeah]`")
    return {
        _spelled(_word(phrase)): _word(answer)
        for answer, phrases in table.items()
        for phrase in phrases
    }


def _spelled(phrase: str) -> str:
    """A phrase that ends in ... is also the beginning of longer answers, and keeps the mark."""
    return plain(phrase) + (GOES_ON if phrase.endswith(GOES_ON) else "")


def _word(value: object) -> str:
    """YAML reads a bare yes or no as true or false."""
    names = {True: "yes", False: "no"}
    return names[value] if isinstance(value, bool) else str(value)


def plain(text: str) -> str:
    """Lower case, without punctuation, contractions written out; "" for what is a message."""
    words = LETTERS.sub(" ", text[:200].lower().replace("’", "'")).split()
    spelled = " ".join(CONTRACTIONS.get(word, word) for word in words)
    return spelled if len(spelled) <= LONGEST else ""


def pressed_by_words(text: str, offered: Mapping[str, Mapping[str, str]]) -> str | None:
    """The id of the button whose title or number was typed, else None.

    Only of those shown last, which have a number: an old "yes" answers another question.
    """
    shown = {id: button for id, button in offered.items() if "number" in button}
    cores = cores_of(plain(text), BEFORE, AFTER)
    for core in cores:
        for id, button in shown.items():
            if core in (plain(button["title"]), button["number"]):
                return id
    alike = [
        id
        for id, button in shown.items()
        if not button["payload"].startswith(ABOUT_SAFETY)
        and any(_is_misspelled(core, plain(button["title"])) for core in cores)
    ]
    return alike[0] if len(alike) == 1 else None


def is_readable(text: str) -> bool:
    """Whether there is any letter or digit to understand."""
    return any(c.isalnum() for c in text)


def cores_of(typed: str, before: Iterable[str], after: Iterable[str]) -> list[str]:
    """The text, and what remains of it without the words around, the longest first."""
    cores = [typed] if typed else []
    for core in cores:
        cut = [core.removeprefix(f"{words} ") for words in before]
        cut += [core.removesuffix(f" {words}") for words in after]
        cores += [one for one in dict.fromkeys(cut) if one not in cores]
    return cores


def _is_misspelled(typed: str, title: str) -> bool:
    """Word for word the same but for slips of the finger; short words must be right.

    The first letter counts, so that "unsafe" is not a slip of "safe".
    """
    if typed.replace(" ", "") == title.replace(" ", ""):
        return True
    pairs = list(zip(typed.split(), title.split(), strict=False))
    same_count = len(typed.split()) == len(title.split())
    return same_count and all(_is_slip(word, meant) for word, meant in pairs)


def _is_slip(word: str, meant: str) -> bool:
    if word == meant:
        return True
    allowed = 0 if len(meant) < 4 else 1 if len(meant) < 8 else 2
    return word[0] == meant[0] and OSA.distance(word, meant) <= allowed
