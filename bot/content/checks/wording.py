"""Checks of the English wordings: length, reading grade, words, and the source text S1-S9."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bot.content.problem import Problem
from bot.content.reading import grade
from bot.content.source import ButtonAt, ReplyAt, WordingAt
from bot.content.topics import REPLIES
from bot.content.tree import Tree
from bot.content.words import load_rules, load_statements

LONGEST = 90
LONGEST_IN_CRISIS = 60
BUBBLES = 2
HARDEST = 8.0
"""School years (Flesch-Kincaid)."""
TOO_SHORT_TO_GRADE = 10
"""Words; the formula says nothing about a line shorter than this."""
STATEMENTS = tuple(f"S{number}" for number in range(1, 10))
VOICED_BY = 2
TOGETHER = 2

_HOLE = re.compile(r"\{\w+\}")


def check_wording(tree: Tree) -> Iterator[Problem]:
    """What is wrong with how the replies are said."""
    for reply in tree.replies:
        topic = reply.file.stem
        is_care = topic in tree.care
        for wording in reply.wordings:
            yield from _kept(wording, [*_said(reply, wording, topic, is_care)])
            yield from _covers(wording, topic, is_care)
        yield from _button_words(reply, topic, is_care)
    yield from _voiced(tree)


def _kept(wording: WordingAt, problems: list[Problem]) -> Iterator[Problem]:
    """The problems, unless a `# wording-ok:` with a reason keeps the wording."""
    if wording.kept is None:
        yield from problems
    elif not wording.kept and problems:
        yield Problem(
            wording.file,
            wording.line,
            "`# wording-ok` gives no reason. Write it as `# wording-ok: why it stays`.",
        )


def _said(reply: ReplyAt, wording: WordingAt, topic: str, is_care: bool) -> Iterator[Problem]:
    for rule in load_rules():
        if rule.place.has(topic, is_care) and (rule.even_quoted or not reply.is_part):
            for offset, words in islice(rule.find(wording.text), 1):
                says = f'"{words}" {rule.because}. {rule.instead}'
                yield Problem(wording.file, wording.line_at(offset), says, serious=not rule.note)
    if not reply.is_part:
        yield from _easy(wording, LONGEST_IN_CRISIS if topic == "crisis" else LONGEST)


def _easy(wording: WordingAt, longest: int) -> Iterator[Problem]:
    text = _HOLE.sub("it", wording.text)
    words, bubbles, level = len(text.split()), len(re.split(r"\n\s*\n", text.strip())), grade(text)
    if words > longest:
        yield Problem(
            wording.file,
            wording.line,
            f"This wording has {words} words. Keep it to {longest} or fewer.",
        )
    if bubbles > BUBBLES:
        yield Problem(
            wording.file,
            wording.line,
            f"Blank lines divide this wording into {bubbles} bubbles. "
            f"Keep it to {BUBBLES}: take a blank line out.",
        )
    if words >= TOO_SHORT_TO_GRADE and level > HARDEST:
        yield Problem(
            wording.file,
            wording.line,
            f"This wording needs {level:.1f} years of school to read with ease, and "
            f"{HARDEST:.0f} is the most. Make sentences shorter and choose shorter words.",
        )


def _button_words(reply: ReplyAt, topic: str, is_care: bool) -> Iterator[Problem]:
    """Buttons are the person's own words: only what nobody should read is looked for."""
    buttons: dict[int, ButtonAt] = {b.line: b for w in reply.wordings for b in w.buttons}
    for button in buttons.values():
        for rule in load_rules():
            if rule.even_quoted and rule.place.has(topic, is_care):
                for _, words in rule.find(str(button.title)):
                    says = f'"{words}" {rule.because}. {rule.instead}'
                    yield Problem(reply.file, button.line, says)


def _covers(wording: WordingAt, topic: str, is_care: bool) -> Iterator[Problem]:
    if len(wording.covers) > TOGETHER:
        names = ", ".join(map(str, wording.covers))
        yield Problem(
            wording.file,
            wording.line,
            f"This wording voices {names}, and {TOGETHER} are the most. "
            "Leave one to another wording.",
        )
    for name in wording.covers:
        if name not in STATEMENTS:
            yield Problem(
                wording.file,
                wording.line,
                f"{name} is no statement of the source text. Use S1 to S9.",
            )
        place, because = load_statements().get(name, (None, ""))
        if place and place.has(topic, is_care):
            yield Problem(
                wording.file,
                wording.line,
                f"{name} may not be voiced in {topic}: it {because}. "
                "Say something else, and take it out of `covers:`.",
            )


def _voiced(tree: Tree) -> Iterator[Problem]:
    """Every statement is voiced by at least two topics."""
    topics: dict[str, set[str]] = defaultdict(set)
    place: dict[str, tuple[Path, int]] = {}
    for reply in tree.replies:
        for wording in reply.wordings:
            for name in wording.covers:
                topics[name].add(reply.file.stem)
                place.setdefault(name, (wording.file, wording.line))
    for name in STATEMENTS if tree.care else ():
        if len(topics[name]) < VOICED_BY:
            file, line = place.get(name, (REPLIES, 1))
            where = f"only in {next(iter(topics[name]))}" if topics[name] else "nowhere"
            yield Problem(
                file,
                line,
                f"{name} of the source text is voiced {where}, and needs {VOICED_BY} topics. "
                f"Write a wording that says it, with `metadata: {{covers: [{name}]}}`.",
            )
