"""Short typed answers that need no understanding: yes, no, a button's title or number."""

import re
from collections.abc import Mapping
from pathlib import Path

from bot.content.load import ContentInvalid, read_yaml

CONTRACTIONS = {
    "i'm": "i am",
    "don't": "do not",
    "can't": "cannot",
    "didn't": "did not",
    "that's": "that is",
    "haven't": "have not",
    "im": "i am",
    "dont": "do not",
    "cant": "cannot",
}
LETTERS = re.compile(r"[^\w' ]+")


def load_answers(path: Path) -> dict[str, str]:
    """phrase -> answer, from data/safety/answers.yml. Raises ContentInvalid."""
    table = read_yaml(path)
    if not isinstance(table, dict) or not all(isinstance(v, list) for v in table.values()):
        raise ContentInvalid(f"{path.name} must hold lines like `yes: [yes, yeah]`")
    # YAML reads a bare yes or no as true or false
    names = {True: "yes", False: "no"}
    return {
        plain(
            names.get(phrase, str(phrase)) if isinstance(phrase, bool) else str(phrase)
        ): names.get(answer, answer) if isinstance(answer, bool) else str(answer)
        for answer, phrases in table.items()
        for phrase in phrases
    }


def plain(text: str) -> str:
    """Lower case, without punctuation, contractions written out; at most 80 characters."""
    words = LETTERS.sub(" ", text[:200].lower().replace("’", "'")).split()
    return " ".join(CONTRACTIONS.get(word, word) for word in words)[:80]


def pressed_by_words(text: str, offered: Mapping[str, Mapping[str, str]]) -> str | None:
    """The id of the button whose title or number was typed, else None.

    `offered` is in the order shown, latest buttons last.
    """
    typed = plain(text)
    for id, button in reversed(list(offered.items())):
        if typed and typed in (plain(button["title"]), button.get("number")):
            return id
    return None


def is_readable(text: str) -> bool:
    """Whether there is any letter or digit to understand."""
    return any(c.isalnum() for c in text)
