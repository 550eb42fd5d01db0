"""The content files with their line numbers, read leniently: what is malformed is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.content.mistakes import decode, explain, read_over
from bot.content.problem import Problem

_PART = re.compile(r"_(?:card|title)s?(?:_|$)")
_KEPT = re.compile(r"#\s*wording-ok\b:?\s*(.*)$")


@dataclass(frozen=True)
class Source:
    """One file: its path under the project folder, its lines and its data with marks."""

    file: Path
    lines: list[str]
    data: Any

    def problem(self, line: int, says: str, serious: bool = True) -> Problem:
        return Problem(self.file, line, says, serious)


@dataclass(frozen=True)
class Phrase:
    text: str
    intent: str
    file: Path
    line: int


@dataclass(frozen=True)
class ButtonAt:
    title: Any
    payload: Any
    line: int


@dataclass(frozen=True)
class WordingAt:
    """One wording of a reply. `kept` is the reason after `# wording-ok:`, None without one."""

    reply: str
    file: Path
    line: int
    text: str
    text_line: int
    buttons: tuple[ButtonAt, ...]
    covers: tuple[Any, ...]
    kept: str | None

    def line_at(self, offset: int) -> int:
        """The line of the file in which the character `offset` of the text stands."""
        return self.text_line + self.text.count("\n", 0, offset)


@dataclass(frozen=True)
class ReplyAt:
    name: str
    file: Path
    line: int
    wordings: tuple[WordingAt, ...]

    @property
    def is_part(self) -> bool:
        """True for titles and cards, which stand inside another reply."""
        return bool(_PART.search(self.name))


def read_source(root: Path, file: Path) -> tuple[Source | None, list[Problem]]:
    """The file, or None and what hinders reading it."""
    text, wrong = decode((root / file).read_bytes())
    if wrong:
        return None, [Problem(file, *wrong)]
    lines = text.splitlines()
    seen = [Problem(file, *found) for found in read_over(lines)]
    try:
        return Source(file, lines, YAML().load(text)), seen
    except YAMLError as error:
        return None, seen or [Problem(file, *explain(lines, error))]


def key_line(data: Any, key: str) -> int:
    """The line of a key in a mapping that was read with its marks."""
    return int(data.lc.key(key)[0]) + 1


def item_line(data: Any, index: int) -> int:
    """The line of an entry in a list that was read with its marks."""
    return int(data.lc.item(index)[0]) + 1


def entries(data: Any, key: str) -> Iterator[tuple[int, Any]]:
    """Line and value of each entry in the list `data[key]`; nothing where there is no list."""
    found = data.get(key) if isinstance(data, CommentedMap) else None
    if isinstance(found, CommentedSeq):
        for index, value in enumerate(found):
            yield item_line(found, index), value


def text_line(data: CommentedMap, key: str) -> int:
    """The line in which the text of `data[key]` begins; a block begins under its key."""
    line = int(data.lc.value(key)[0]) + 1
    return line + 1 if isinstance(data[key], LiteralScalarString) else line


def phrases(source: Source) -> Iterator[Phrase]:
    """Every training phrase of a file, also empty ones."""
    for _, block in entries(source.data, "nlu"):
        if not isinstance(block, CommentedMap) or not isinstance(block.get("examples"), str):
            continue
        first = text_line(block, "examples")
        for offset, line in enumerate(block["examples"].split("\n")):
            if line.strip():
                text = line.strip().removeprefix("-").strip()
                yield Phrase(text, str(block.get("intent")), source.file, first + offset)


def replies(source: Source) -> Iterator[ReplyAt]:
    """Every reply of a domain file that can be read."""
    responses = source.data.get("responses") if isinstance(source.data, CommentedMap) else None
    if not isinstance(responses, CommentedMap):
        return
    for name in responses:
        line = key_line(responses, name)
        yield ReplyAt(name, source.file, line, tuple(_wordings(source, responses, name, line)))


def _wordings(source: Source, responses: Any, name: str, reply_line: int) -> Iterator[WordingAt]:
    first: tuple[ButtonAt, ...] | None = None
    whole = _kept(source.lines, reply_line)
    for line, item in entries(responses, name):
        if not isinstance(item, CommentedMap) or not isinstance(item.get("text"), str):
            continue
        buttons = tuple(_buttons(item))
        first = buttons if first is None else first
        kept = _kept(source.lines, line)
        yield WordingAt(
            reply=name,
            file=source.file,
            line=line,
            text=item["text"],
            text_line=text_line(item, "text"),
            buttons=buttons or first,
            covers=_covers(item),
            kept=whole if kept is None else kept,
        )


def _buttons(item: CommentedMap) -> Iterator[ButtonAt]:
    for line, button in entries(item, "buttons"):
        if isinstance(button, CommentedMap):
            yield ButtonAt(button.get("title"), button.get("payload"), line)


def _covers(item: CommentedMap) -> tuple[Any, ...]:
    metadata = item.get("metadata")
    found = metadata.get("covers") if isinstance(metadata, CommentedMap) else None
    return tuple(found) if isinstance(found, list) else ()


def _kept(lines: list[str], line: int) -> str | None:
    """The reason of a `# wording-ok:` on this line or in the comments right above it."""
    at = line - 1
    while at >= 0:
        found = _KEPT.search(lines[at])
        if found:
            return found.group(1).strip()
        at -= 1
        if at < 0 or not lines[at].lstrip().startswith("#"):
            return None
    return None
