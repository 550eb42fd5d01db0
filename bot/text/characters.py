"""One plain character for every look-alike: width, accents, homoglyphs, hidden marks, emoji."""

import re
import unicodedata

# Zero-width and bidirectional controls, soft hyphen, variation selectors, tags: they only hide.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
# Marks put on top of letters. Those that carry the word (Devanagari, Japanese) are not here.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0670\u0640\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe20-\ufe2f]"
)
# Two Arabic ligatures grow eighteenfold under NFKC; no message needs them.
_GROWING = str.maketrans({"\ufdfa": " ", "\ufdfb": " "})

_FOLDED = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʟ": "l", "ᴋ": "k",
        "ɪ": "i", "ᴅ": "d", "ᴇ": "e", "ꜱ": "s", "ᴜ": "u", "ᴄ": "c", "ɴ": "n", "ᴀ": "a",
        "ᴍ": "m", "ʏ": "y", "ᴛ": "t", "ʜ": "h", "ʀ": "r", "ᴏ": "o", "ᴘ": "p", "ᴠ": "v",
        "ᴡ": "w", "ʙ": "b", "ꜰ": "f", "ɢ": "g", "ᴊ": "j", "ᴢ": "z",
        "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'", "ʻ": "'", "＇": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": " - ", "―": " - ", "−": "-",
        "…": " . ", "&": " and ", "。": " . ", "！": " . ", "？": " ? ", "؟": " ? ", "।": " . ",
        "¿": " ", "¡": " ", "，": " ", "、": " ", "،": " ", "∗": "*", "＊": "*", "•": "*", "·": ".",
    }
)  # fmt: skip

# Letters of other scripts that pass for a Latin one inside a Latin word.
_LOOKALIKE = str.maketrans(
    dict(
        zip(
            "авеѕіїјкмнорстухԁһѵѡԛԝьзпгαβεηικνορτυχωγσ" + "ɛɔʌəոսօցհкℓ",
            "abesiijkmhopctyxdhvwqwb3nraben" + "iknoptuxwys" + "eoaenuoghkl",
            strict=False,
        )
    )
)

_EMOJI = {
    "🔪": "knife", "🗡": "knife", "🔫": "gun", "💊": "pills", "🩸": "blood", "⚰": "coffin",
    "🪦": "grave", "🪢": "rope", "💉": "needle", "🌉": "bridge", "🪒": "razor", "🆘": "sos",
    "☠": "dead", "👋": "bye",
}  # fmt: skip
_PICTURE = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2190-\u21ff\u2300-\u23ff\u2b00-\u2bff\u3297\u3299\ufffd]"
)


def plain(text: str) -> str:
    """Lower-case text with one form for each look-alike; at most a few times as long."""
    text = _INVISIBLE.sub("", text.translate(_GROWING))
    # The emphasis quote of typographic apostrophes must go before NFKC splits it into a space.
    text = unicodedata.normalize("NFKC", text.translate(_FOLDED)).casefold()
    text = _MARKS.sub("", unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", text).translate(_FOLDED)
    return _PICTURE.sub(_word_of, _INVISIBLE.sub("", text))


def latin(word: str) -> str:
    """The word with homoglyphs made Latin, where Latin letters stand among them."""
    if word.isascii():
        return word
    return word.translate(_LOOKALIKE) if any("a" <= c <= "z" for c in word) else word


def disguised(word: str) -> str | None:
    """A word made of nothing but homoglyphs as the Latin word it imitates, else None."""
    imitated = word.translate(_LOOKALIKE)
    return imitated if imitated.isascii() and not word.isascii() else None


def _word_of(found: re.Match[str]) -> str:
    return f" {_EMOJI.get(found.group(), '')} "
