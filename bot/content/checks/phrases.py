"""Checks of the training phrases: enough, varied, each in one topic only."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ruamel.yaml.comments import CommentedMap

from bot.content.problem import Problem, did_you_mean
from bot.content.source import Phrase, Source, entries, key_line
from bot.content.topics import WITHOUT_PHRASES, Topic
from bot.content.tree import Tree

ENOUGH = 60
LONGEST = 80
"""Words; the sentence encoder reads about 128 tokens."""
SAME = 0.7
"""Share of common words from which two phrases count once."""
FEW_WORDS = 3
"""Up to so many words, phrases count once only where all words are the same."""

_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ENTITY = re.compile(r"\[[^\[\]]+\](?:\(\w+\)|\{[^{}]*\})")


def check_phrases(tree: Tree) -> Iterator[Problem]:
    """What is wrong with the phrases of data/nlu."""
    topics = {topic.phrases: topic for topic in tree.topics}
    for source in tree.phrase_files:
        topic = topics.get(source.file)
        if topic:
            yield from _blocks(source, topic)
            yield from _counts(tree, source, topic)
    for phrase in tree.phrases:
        yield from _single(phrase)
    yield from _twice(tree.phrases)


def count_different(texts: Iterable[str]) -> int:
    """How many phrases there are when those that are nearly the same count once."""
    kept: list[frozenset[str]] = []
    places: dict[str, list[int]] = defaultdict(list)
    for text in texts:
        words = frozenset(_WORDS.findall(_plain(text))) or frozenset({text})
        shared: dict[int, int] = defaultdict(int)
        for word in words:
            for place in places[word]:
                shared[place] += 1
        limit = SAME if len(words) > FEW_WORDS else 0.99
        if any(n / len(words | kept[place]) > limit for place, n in shared.items()):
            continue
        for word in words:
            places[word].append(len(kept))
        kept.append(words)
    return len(kept)


def _blocks(source: Source, topic: Topic) -> Iterator[Problem]:
    for line, block in entries(source.data, "nlu"):
        if not isinstance(block, CommentedMap) or "intent" not in block:
            yield source.problem(line, "This entry has no intent. Write `- intent: NAME`.")
        elif not isinstance(block.get("examples"), str):
            yield source.problem(
                line,
                'The phrases cannot be found. Write "examples: |" and '
                'each phrase in a line of its own with "- " before it.',
            )
        else:
            yield from _intent(source, topic, key_line(block, "intent"), str(block["intent"]))
            yield from _dashes(source, block)


def _intent(source: Source, topic: Topic, line: int, name: str) -> Iterator[Problem]:
    if name in WITHOUT_PHRASES:
        yield source.problem(
            line,
            f'"{name}" may never have training phrases: danger is recognized by the safety '
            "layers. Delete them here.",
        )
    elif name not in topic.intents:
        cure = f"Name it {topic.name}, or move the phrases to data/nlu/{name}.yml."
        yield source.problem(
            line,
            f'The intent "{name}" stands in the file of "{topic.name}". '
            + did_you_mean(name, topic.intents, cure),
        )


def _dashes(source: Source, block: CommentedMap) -> Iterator[Problem]:
    first = key_line(block, "examples") + 1
    for offset, line in enumerate(block["examples"].split("\n")):
        if line.strip() and not re.match(r"-\s|-$", line.strip()):
            yield source.problem(
                first + offset, 'A phrase has no dash. Write "- " before each phrase.'
            )


def _counts(tree: Tree, source: Source, topic: Topic) -> Iterator[Problem]:
    if not topic.is_care:
        return
    texts = [phrase.text for phrase in tree.phrases if phrase.file == source.file]
    different = count_different(texts)
    if different < ENOUGH:
        yield source.problem(
            1,
            f"There are {different} different phrases (those nearly the same count once). "
            f"Add {ENOUGH - different} more, in other words and other voices.",
        )


def _single(phrase: Phrase) -> Iterator[Problem]:
    words = len(phrase.text.split())
    says = ""
    if not words:
        says = "A dash has no phrase after it. Write one, or delete the line."
    elif words > LONGEST:
        says = f"This phrase has {words} words. Keep it under {LONGEST}, or divide it in two."
    elif set("[]") & set(_ENTITY.sub("", phrase.text)):
        says = "Square brackets mean something special in phrases. Use round ones, or none."
    if says:
        yield Problem(phrase.file, phrase.line, says)


def _twice(phrases: list[Phrase]) -> Iterator[Problem]:
    first: dict[str, Phrase] = {}
    for phrase in phrases:
        key = " ".join(_WORDS.findall(_plain(phrase.text))) or phrase.text.strip()
        if not key:
            continue
        other = first.setdefault(key, phrase)
        if other is phrase:
            continue
        place = f"{other.file.as_posix()}:{other.line}"
        if other.intent == phrase.intent:
            says = f"This phrase stands in {place} already. Delete one of the two."
        else:
            says = (
                f'"{phrase.text}" is taught as {phrase.intent} here and as {other.intent} in '
                f"{place}. Keep it where it belongs and delete the other."
            )
        yield Problem(phrase.file, phrase.line, says, serious=other.intent != phrase.intent)


def _plain(text: str) -> str:
    return text.casefold().replace("\u2019", "'")
