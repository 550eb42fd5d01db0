"""All content of a project folder, read once for every check."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ruamel.yaml.comments import CommentedMap

from bot.content.problem import Problem
from bot.content.source import Phrase, ReplyAt, Source, entries, phrases, read_source, replies
from bot.content.topics import PHRASES, REPLIES, STORIES, Topic, list_topics


@dataclass
class Tree:
    """The files by kind, in order of their names, and what could not be read."""

    root: Path
    topics: list[Topic]
    phrase_files: list[Source]
    story_files: list[Source]
    reply_files: list[Source]
    unreadable: list[Problem] = field(default_factory=list)

    @cached_property
    def phrases(self) -> list[Phrase]:
        return [found for source in self.phrase_files for found in phrases(source)]

    @cached_property
    def replies(self) -> list[ReplyAt]:
        return [found for source in self.reply_files for found in replies(source)]

    @cached_property
    def reply_names(self) -> set[str]:
        return {reply.name for reply in self.replies}

    @cached_property
    def intents(self) -> set[str]:
        """Those of the domain, and of every topic that has any file: a missing one is told once."""
        return self.named("intents") | {name for topic in self.topics for name in topic.intents}

    @cached_property
    def care(self) -> set[str]:
        return {topic.name for topic in self.topics if topic.is_care}

    def named(self, section: str) -> set[str]:
        """The names in a section of the domain, such as "actions", "slots" or "forms"."""
        return {name for source in self.reply_files for _, name in names(source, section)}


def names(source: Source, section: str) -> Iterator[tuple[int, str]]:
    """Line and name of each entry in a section, be it a list or a mapping."""
    found = source.data.get(section) if isinstance(source.data, CommentedMap) else None
    if isinstance(found, CommentedMap):
        yield from ((int(found.lc.key(name)[0]) + 1, str(name)) for name in found)
    for line, entry in entries(source.data, section):
        yield line, str(next(iter(entry), "")) if isinstance(entry, CommentedMap) else str(entry)


def read_tree(root: Path) -> Tree:
    """The content under `root`."""
    tree = Tree(root, list_topics(root), [], [], [])
    for kind, folder in (
        (tree.phrase_files, PHRASES),
        (tree.story_files, STORIES),
        (tree.reply_files, REPLIES.parent),
        (tree.reply_files, REPLIES),
    ):
        for path in sorted((root / folder).glob("*.yml")):
            source, problems = read_source(root, path.relative_to(root))
            tree.unreadable.extend(problems)
            if source:
                kind.append(source)
    return tree
