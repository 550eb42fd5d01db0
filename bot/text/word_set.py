"""A set of words written as one readable string."""


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, which stand between spaces or line ends."""
    return frozenset(text.split())
