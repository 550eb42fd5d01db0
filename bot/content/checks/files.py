"""Checks that each topic has its files, and that they open and are built as they should."""

import re
from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap

from bot.content.problem import Problem, did_you_mean
from bot.content.signatures import UNREVIEWED, is_signed
from bot.content.source import Source, key_line
from bot.content.topics import PHRASES, REPLIES, STORIES, WITHOUT_PHRASES
from bot.content.tree import Tree, names

_SECTIONS = {
    PHRASES: ("nlu",),
    STORIES: ("rules", "stories"),
    REPLIES: ("intents", "entities", "slots", "forms", "actions", "responses", "session_config"),
}
_REVIEWED = re.compile(r"^#\s*reviewed:\s*(.*?)\s*$")


def check_files(tree: Tree) -> Iterator[Problem]:
    """Missing files, opening lines, section names and the topic's own intent."""
    yield from _missing(tree)
    topics = {file for topic in tree.topics for file in topic.files}
    for source in (*tree.phrase_files, *tree.story_files, *tree.reply_files):
        if source.file in topics:
            yield from _opening(source)
        elif _has_replies(source):
            yield from _signature(source, _find_signature(source))
        yield from _sections(source)
    yield from _intents(tree)


def _missing(tree: Tree) -> Iterator[Problem]:
    for topic in tree.topics:
        for file in topic.files:
            if not (tree.root / file).is_file():
                others = " and ".join(str(f) for f in topic.files if f != file)
                yield Problem(
                    file,
                    1,
                    f'This file of the topic "{topic.name}" is missing. '
                    f"Make it, or give all files of the topic one name ({others}).",
                )
        if topic.name in WITHOUT_PHRASES and (tree.root / topic.phrases).is_file():
            yield Problem(
                topic.phrases,
                1,
                "Danger is recognized by the safety layers, never by training phrases. "
                "Delete this file.",
            )


def _opening(source: Source) -> Iterator[Problem]:
    lines = [*source.lines[:3], "", "", ""]
    if not re.match(r"^#\s*\S", lines[0]) or re.match(r"^#\s*(example|reviewed):", lines[0]):
        yield source.problem(
            1, "The first line does not say what the topic is about. Write `# ` and one sentence."
        )
    if not re.match(r"^#\s*example:\s*\S", lines[1]):
        yield source.problem(
            2,
            "The second line gives no example. "
            "Write `# example: ` and one thing a person might say.",
        )
    yield from _signature(source, 3 if _REVIEWED.match(lines[2]) else 0)


def _signature(source: Source, line: int) -> Iterator[Problem]:
    signer = _signer(source, line) if line else ""
    if not line or not signer:
        yield source.problem(
            line or 3,
            "Nothing says who has reviewed this file. Write `# reviewed: none yet` in line 3.",
        )
    elif signer != UNREVIEWED and not is_signed(signer):
        yield source.problem(
            line,
            "The signature has no name or no date. "
            "Write it as `# reviewed: Name, profession, 2027-01-31`, or `# reviewed: none yet`.",
        )


def _find_signature(source: Source) -> int:
    """The line of `# reviewed:` among the first five, or 0."""
    found = (n for n, line in enumerate(source.lines[:5], start=1) if _REVIEWED.match(line))
    return next(found, 0)


def _signer(source: Source, line: int) -> str:
    found = _REVIEWED.match(source.lines[line - 1])
    return found.group(1) if found else ""


def _has_replies(source: Source) -> bool:
    return isinstance(source.data, CommentedMap) and "responses" in source.data


def _sections(source: Source) -> Iterator[Problem]:
    """Rasa reads past a section whose name is misspelled, and past a file without version."""
    folder = REPLIES if source.file.is_relative_to(REPLIES.parent) else source.file.parent
    allowed = _SECTIONS[folder]
    if not isinstance(source.data, CommentedMap):
        yield source.problem(
            1, f'The file is empty or no list of names. It needs the line "{allowed[0]}:".'
        )
        return
    for key in source.data:
        if key not in (*allowed, "version"):
            yield source.problem(
                key_line(source.data, key),
                f'"{key}:" is no section of such a file. '
                + did_you_mean(str(key), allowed, f"It may have: {', '.join(allowed)}."),
            )
    if source.data.get("version") != "3.1":
        line = key_line(source.data, "version") if "version" in source.data else 4
        yield source.problem(line, 'The version is missing or odd. Write `version: "3.1"`.')


def _intents(tree: Tree) -> Iterator[Problem]:
    sources = {source.file: source for source in tree.reply_files}
    for topic in tree.topics:
        source = sources.get(topic.replies)
        if source is None:
            continue
        listed = {name: line for line, name in names(source, "intents")}
        for missing in sorted(set(topic.intents) - set(listed)):
            yield source.problem(
                1,
                f'The intent "{missing}" is not listed. Write `  - {missing}` under `intents:`.',
            )
        if topic.is_care:
            for name in sorted(set(listed) - set(topic.intents)):
                yield source.problem(
                    listed[name],
                    f'The intent "{name}" stands in the file of "{topic.name}". '
                    f"Name it {topic.name}, or make files of its own for it.",
                )
