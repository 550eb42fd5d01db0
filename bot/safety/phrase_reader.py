"""Reads a phrase as written (`bot/safety/phrases.py` says how) into nodes ready to be found."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain

from bot.safety.inflect import forms
from bot.safety.phrases import ANY, Choice, Edge, Gap, Node, Nodes, Phrase, Word
from bot.safety.stream import numbered
from bot.text.normalize import words_of

_ITEM = re.compile(r"\.\.\.\.|\.\.\.|\.\.|\$\?|[()|^$]|<[a-z_]+>|[^\s()|^$?<>]+|\?")
_GAPS = {"..": Gap(2), "...": Gap(5), "....": Gap(9), "*": Gap(1, least=1)}
_EDGES = {"^": Edge(start=True), "$": Edge(start=False), "$?": Edge(start=False, question=True)}
_YEARS = ("20y",)  # a year is a bigger number too
Groups = Mapping[str, Choice]


class PhraseInvalid(ValueError):
    """A phrase that cannot be read; the text says what is wrong in it."""


def read_phrase(text: str, groups: Groups, fillers: frozenset[str] = frozenset()) -> Phrase:
    """The phrase `text`; `groups` are the named lists, `fillers` words that are never looked at.

    Raises PhraseInvalid.
    """
    items = _ITEM.findall(text)
    nodes, rest = _sequence(items, groups, fillers)
    if rest:
        raise PhraseInvalid(f"a ')' without its '(' in: {text}")
    nodes = _without_loose_end(nodes)
    firsts = _firsts(nodes)
    if firsts is None and nodes[:1] == (_EDGES["^"],):
        firsts = frozenset()
    needs = tuple(_needs(nodes))
    if firsts is None or not needs:
        raise PhraseInvalid(f"needs a word at its start that is not optional or a gap: {text}")
    return Phrase(nodes, firsts, needs)


def read_group(texts: list[str], groups: Groups, fillers: frozenset[str]) -> Choice:
    """A named list: one of several phrases. Raises PhraseInvalid."""
    return _choice([_whole(text, groups, fillers) for text in texts], optional=False)


def _without_loose_end(nodes: Nodes) -> Nodes:
    """A phrase that ends in ".. (x|y)?" ends before the gap where neither x nor y follows."""
    *head, gap, last = (None, None, *nodes)
    if not isinstance(gap, Gap) or not isinstance(last, Choice) or not last.optional:
        return nodes
    tail = (gap, Choice(last.by_first, optional=False))
    return (*(node for node in head if node), Choice({ANY: (tail,)}, optional=True))


def _whole(text: str, groups: Groups, fillers: frozenset[str]) -> Nodes:
    nodes, rest = _sequence(_ITEM.findall(text), groups, fillers)
    if rest:
        raise PhraseInvalid(f"a ')' without its '(' in: {text}")
    return nodes


def _sequence(items: list[str], groups: Groups, fillers: frozenset[str]) -> tuple[Nodes, list[str]]:
    """Nodes up to the end or to the "|" or ")" that closes them, and the items left."""
    nodes: list[Node] = []
    while items and items[0] not in ("|", ")"):
        item, items = items[0], items[1:]
        if item == "?":
            raise PhraseInvalid("a '?' stands alone; write it right after a word or a ')'")
        if item == "(":
            read, items = _alternatives(items, groups, fillers)
            found: list[Node] = [read]
        else:
            found = _nodes_of(item, groups, fillers)
        if items[:1] == ["?"]:
            items = items[1:]
            found = [_choice([tuple(found)], optional=True)] if found else []
        nodes += found
    return tuple(nodes), items


def _alternatives(
    items: list[str], groups: Groups, fillers: frozenset[str]
) -> tuple[Node, list[str]]:
    read: list[Nodes] = []
    optional = False
    while True:
        optional = optional or items[:1] in (["|"], [")"])
        nodes, items = _sequence(items, groups, fillers)
        read.append(nodes)
        if not items:
            raise PhraseInvalid("a '(' without its ')'")
        closing, items = items[0], items[1:]
        if closing == ")":
            return _choice([nodes for nodes in read if nodes], optional or not any(read)), items


def _nodes_of(item: str, groups: Groups, fillers: frozenset[str]) -> list[Node]:
    if item in _GAPS:
        return [_GAPS[item]]
    if item in _EDGES:
        return [_EDGES[item]]
    if item.startswith("<"):
        if item[1:-1] not in groups:
            raise PhraseInvalid(f"{item} is not a list in words.yml")
        return [groups[item[1:-1]]]
    if item.startswith("~"):
        return [Word(forms(item[1:]))]
    if item in fillers:
        raise PhraseInvalid(f"'{item}' carries only tone and is never looked at; leave it out")
    return [Word(_readings(word)) for word in _words(item)]


@cache
def _words(item: str) -> tuple[str, ...]:
    """The words one item of a phrase stands for ("can't" is two); the same items come often."""
    return tuple(words_of(item))


def _readings(word: str) -> frozenset[str]:
    """Where "9" stands for any number, "2" for a small and "20" for a bigger one; `numbered`."""
    if word.startswith("9"):
        return frozenset((f"2{word[1:]}", f"20{word[1:]}", *_YEARS[: word == "9"]))
    read = numbered(word)
    return frozenset((read, *_YEARS[: read == "20"]))


def _choice(sequences: list[Nodes], optional: bool) -> Choice:
    by_first: dict[str, list[Nodes]] = {}
    for nodes in sequences:
        for first in _firsts(nodes) or (ANY,):
            by_first.setdefault(first, []).append(nodes)
    return Choice({first: tuple(found) for first, found in by_first.items()}, optional)


def _firsts(nodes: Nodes) -> frozenset[str] | None:
    """Every word a sequence can start with; None where it can start with any."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Word):
            return frozenset(found | node.words)
        if isinstance(node, Gap):
            return None
        if isinstance(node, Choice):
            if ANY in node.by_first:
                return None
            found |= node.by_first.keys()
            if not node.optional:
                return frozenset(found)
    return None


def _needs(nodes: Nodes) -> list[frozenset[str]]:
    """Sets of words; a sequence cannot be found where one of them is wholly absent."""
    return [need for node in nodes if (need := _need(node)) is not None]


def _need(node: Node) -> frozenset[str] | None:
    if isinstance(node, Word):
        return node.words
    if not isinstance(node, Choice) or node.optional:
        return None
    rarest = []
    for nodes in set(chain.from_iterable(node.by_first.values())):
        needs = _needs(nodes)
        if not needs:
            return None
        rarest.append(min(needs, key=len))
    return frozenset().union(*rarest)
