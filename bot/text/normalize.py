"""Turns whatever a person typed into plain words: the one form that safety and topics read.

`normalize(text)` gives lower-case words with single spaces; "." and "?" stand alone where a
sentence ends, other punctuation is gone. In order:
1. characters: NFKC, accents, zero-width and bidirectional marks, homoglyphs, emoji with meaning;
2. letters set apart: "k m s", "s u i c i d e", "s.u.i.c.i.d.e";
3. each word: stars, leetspeak and hyphens inside a word, contractions to their long form ("dont",
   "don’t", "do n't" -> "do not"), chat slang, stretched letters, typos of danger words;
4. words torn apart ("sui cide") or run together ("killmyself").
Time grows with the length of the text, whatever it holds; no step backtracks.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from bot.text.characters import disguised, latin, plain
from bot.text.disguises import danger_word, spelled, squeezed, undisguised
from bot.text.spellings import BEFORE_TO, DANGER, DISGUISES, FOLLOWERS, WORDS

# A sentence ends at these; a dot inside a word ("s.u.i") does not.
_TOKENS = re.compile(r"[^\s,;:\"“”«»()\[\]{}<>~^=\\]+")
_BREAKS = re.compile(r"[\r\n\u2028\u2029;]+")
_SPLIT_NT = re.compile(
    r"\b(do|does|did|is|are|was|were|would|could|should|have|has|had|ca|wo) n'?t\b"
)
_SHORT_YEAR = re.compile(r"(?<![\w'])'(?=[5-9]\d\b)")
_EDGES = "'*_-/|.!?#@&+$%`"
# Everything but ASCII signs: vowel marks of Hindi and the like belong to their word.
_PARTS = re.compile(r"[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+")
_LONGEST_WORD = 60
_ENDS = (".", "?")


def normalize(text: str) -> str:
    """Plain words of `text`, single-spaced, "." and "?" as words of their own."""
    return " ".join(words_of(text))


def words_of(text: str) -> list[str]:
    """The words of `normalize(text)` as a list."""
    text = _SPLIT_NT.sub(r"\1n't", _BREAKS.sub(" . ", plain(text)))
    text = _SHORT_YEAR.sub("19", text)
    tokens = _TOKENS.findall(text)
    tokens = _without_scripts_of_disguise(tokens)
    words = [word for token in _letters_joined(tokens) for word in _read(token)]
    return list(_sentences_closed(_in_context(words)))


def _without_scripts_of_disguise(tokens: list[str]) -> list[str]:
    """Homoglyphs made Latin, in mixed words and in whole words among Latin ones."""
    tokens = [token if token.isascii() else latin(token) for token in tokens]
    ascii_words = sum(token.isascii() and token.isalpha() for token in tokens)
    if ascii_words * 2 < len(tokens):
        return tokens
    return [token if token.isascii() else disguised(token) or token for token in tokens]


def _letters_joined(tokens: list[str]) -> Iterator[str]:
    """Runs of three or more single letters joined where they spell words of danger."""
    run: list[str] = []
    for token in [*tokens, ""]:
        letter = token.strip(".-_*!?/|,")
        if len(letter) == 1 and (letter.isalpha() or letter in "01345$@"):
            run.append(token)
            continue
        if run:
            yield from _joined_run(run)
            run = []
        if token:
            yield token


def _joined_run(run: list[str]) -> list[str]:
    if len(run) < 3:
        return run
    letters = "".join(token.strip(".-_*!?/|,") for token in run)
    found = danger_word(letters) or undisguised(letters)
    words = found.split() if found else spelled(letters)
    # A one-letter word may stand before what is set apart: "i k m s".
    if words is None and len(run) > 3 and (rest := danger_word(letters[1:])):
        words = [run[0], *rest.split()]
    return words or run


def _read(token: str) -> Iterator[str]:
    """The words one token stands for, and "." or "?" after it where a sentence ends."""
    core = token.strip(_EDGES)
    tail = token[len(token.rstrip(_EDGES)) :] if core else token
    if core:
        starred = undisguised(token.rstrip(".!?,'\"")) if "*" in token else None
        yield from (starred or _word(core)).split()
    if "?" in tail:
        yield "?"
    elif "." in tail or "!" in tail:
        yield "."


def _word(core: str) -> str:
    known = WORDS.get(core)
    if known is not None:
        return known
    if core.isalpha():
        return _letters(core)
    if "'" in core and core.replace("'", "").isalpha():
        return _apostrophe(core)
    return undisguised(core) or _compound(core)


def _letters(word: str) -> str:
    """A word of letters only: stretched letters, words run together."""
    if not word.isascii() or word in DANGER:
        return DANGER.get(word, word)
    if len(word) > _LONGEST_WORD:
        return word[:_LONGEST_WORD]
    short = squeezed(word, WORDS.keys() | DANGER.keys()) if _stretched(word) else word
    return WORDS.get(short) or DANGER.get(short) or _run_together(short)


def _stretched(word: str) -> bool:
    return any(a == b == c for a, b, c in zip(word, word[1:], word[2:], strict=False))


def _run_together(word: str) -> str:
    if not 7 <= len(word) <= _LONGEST_WORD or not any(
        part in word for part in ("die", "kill", "self", "life")
    ):
        return word
    words = spelled(word)
    return " ".join(words) if words and len(words) > 1 else word


def _apostrophe(word: str) -> str:
    if word.endswith("'s"):
        return _letters(word[:-2])
    bare = word.replace("'", "")
    return WORDS.get(bare) or _letters(bare)


def _compound(core: str) -> str:
    """The words of "well-meant", "and/or", "3am", a dotted list, each read on its own."""
    parts = _PARTS.findall(core)
    if parts == [core] or not parts:
        return core if parts else ""
    joined = "".join(parts)
    if joined in DISGUISES or joined in DANGER:
        return DISGUISES.get(joined) or DANGER[joined]
    ends = " . " if "." in core or "!" in core else " ? " if "?" in core else " "
    return ends.join(
        WORDS.get(part) or (_letters(part) if part.isalpha() else part) for part in parts
    )


def _in_context(words: list[str]) -> Iterator[str]:
    """Words read by their neighbors: "ill kill", "want 2 die", "sui cide"."""
    before, skip = "", False
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        if skip:
            skip = False
        elif word in ("ill", "id") and after in FOLLOWERS:
            yield from ("i", "will" if word == "ill" else "would")
        elif word + after in _TORN and len(after) > 1:
            skip = True
            yield from _TORN[word + after].split()
        else:
            yield "to" if word == "2" and before in BEFORE_TO else word
        before = word


def _sentences_closed(words: Iterable[str]) -> Iterator[str]:
    """One break between sentences, and none in "i. want. to. die."."""
    sentences: list[list[str]] = [[]]
    for word in words:
        if word in _ENDS:
            sentences[-1].append(word)
            sentences.append([])
        else:
            sentences[-1].append(word)
    sentences = [sentence for sentence in sentences if sentence not in (["."], ["?"], [])]
    lone = [len(sentence) == 2 and sentence[1] == "." for sentence in sentences]
    for place, sentence in enumerate(sentences):
        run = lone[place] and any(
            all(lone[i : i + 3]) and i + 3 <= len(lone) for i in range(max(0, place - 2), place + 1)
        )
        yield from sentence[:1] if run else sentence


_TORN = {
    word: meaning
    for word, meaning in (DANGER | DISGUISES).items()
    if word in {"suicide", "suicidal", "myself", "overdose", "overdosed", "unalive", "unaliving",
                "killing", "himself", "herself"}
}  # fmt: skip
