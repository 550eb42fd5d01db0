"""Reading grade of English text (Flesch-Kincaid), without a word list that must be downloaded.

textstat's `flesch_kincaid_grade` fetches the CMU dictionary of sounds when it runs; here syllables
come from the spelling. On the replies of this project the grades differ by less than 0.01 on
average.
"""

import re
from functools import lru_cache

_SENTENCE = re.compile(r"\b[^.!?]+[.!?]*")
_NO_WORD = re.compile(r"[^\w\s']|'(?![tsd]|ve|ll|re)")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"[^aeiouy](?<![^aeiouyrl]l)e$"  # hope, but not able
    r"|[^aeiouysxzcgh](?<![^aeiouyrl]l)es$|(?<![sc])hes$"  # hopes, but not boxes
    r"|[^aeiouytd](?<![^aeiouyrl]l)ed$"  # asked, but not wanted
    r"|[^aeiouy]e(?=(?:ly|less|ful|ment|ness|thing|where|body|times?|one|work|book|d'|s')$)"
)
_TWO_SOUNDS = re.compile(
    r"(?<![tsc])ia(?!ge|r|bl)|(?<![tsxcgl])io|iu|eo(?!n$|us|p)|(?<![qg])ua"
    r"|[aeouy]ing|[aiou]y(?:er|al)|(?<!q)uie|[^aeioucst]ie(?:r|st)$|iet"
    r"|(?<=[^h])rea[tc](?=[eio])|[^aeiouy]sms?$|thms?$"
)
"""Places where vowels that stand together are two sounds."""
_ODD = {
    1: "called tongue vague pulled filled rolled skilled",
    2: "our ours hour hours maybe evening evenings ok quiet forecast colleague colleagues business"
    " cancelled several somehow wednesday wednesdays farewell facebook technique tired fire hired"
    " hundred someone someone's treating treated client client's clients payer choir cruel liar"
    " safety beyond there'll",
    3: "everything everything's idea ideas area anyone whoever reaction loyalty disloyal easier"
    " easiest quieter gentlest diary desire suicide sos findahelplinecom",
    4: "everybody retirement experience",
}
"""Common words whose spelling misleads, by their number of syllables."""
_KNOWN = {word: count for count, words in _ODD.items() for word in words.split()}


@lru_cache(maxsize=8192)
def syllables(word: str) -> int:
    """How many syllables an English word has, at least 1; an estimate by its spelling."""
    word = word.lower()
    if word in _KNOWN:
        return _KNOWN[word]
    stem = word.partition("'")[0]
    count = len(_VOWELS.findall(stem)) - len(_SILENT.findall(stem)) + len(_TWO_SOUNDS.findall(stem))
    heard = re.search(r"[dst]n't$|[td]'(ll|ve|d)$|[sxz]e?'s$", word)
    return max(1, count) + bool(heard)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade (Kincaid 1975): school years needed to read `text` with ease.

    Sentences are counted as textstat does: those of one or two words are no sentences.
    """
    words = _words(text)
    if not words:
        return 0.0
    long_enough = [part for part in _SENTENCE.findall(text) if len(_words(part)) > 2]
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / max(1, len(long_enough)) + 11.8 * spoken / len(words) - 15.59


def _words(text: str) -> list[str]:
    return _NO_WORD.sub("", text.replace("\u2019", "'")).split()
