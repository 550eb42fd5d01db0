"""Sets and tables of words written as one readable string."""


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, which stand between spaces or line ends."""
    return frozenset(text.split())


def word_map(text: str) -> dict[str, str]:
    """The table of "u=you rn=right_now": what each word stands for, "_" being a space."""
    pairs = (entry.split("=") for entry in text.split())
    return {word: meaning.replace("_", " ") for word, meaning in pairs}
