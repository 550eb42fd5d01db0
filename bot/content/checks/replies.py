"""Checks of how replies are built: wordings, buttons, ways on, and the values put into them."""

import re
from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot.content.checks.buttons import check_buttons, judge_title
from bot.content.checks.usage import Uses
from bot.content.problem import Problem, did_you_mean
from bot.content.source import ReplyAt, Source, WordingAt, entries, key_line
from bot.content.tree import Tree

WORDINGS = 3
WORDINGS_IN_CRISIS = 8
VALUES = {
    "clinic_emergency",
    "clinic_hours",
    "clinic_name",
    "clinic_phone",
    "emergency",
    "line_call",
    "line_name",
    "line_text",
    "minimum_age",
    "privacy_contact",
    "retention",
    "who_reads",
}
"""What the gateway can put into any reply, as `{clinic_name}`."""

VALUES_OF_PARTS = {
    "utter_find_referral_where_near": {"place"},
    "utter_find_referral_online": {"area"},
    "utter_find_referral_hours_": {"day", "text", "time", "zone"},
}
"""What stands in the parts of a directory card, by the beginning of their names."""
_NEEDED = {
    "utter_{}": "The first reply of the topic",
    "utter_{}_title": "What a button that leads to the topic says",
}
_KEYS = ("text", "buttons", "metadata", "condition", "channel", "image", "custom", "id")
_CURLY = re.compile("[\u201c\u2018].*[\u201d\u2019]")
_HOLE = re.compile(r"\{([^{}]*)\}")


def check_replies(tree: Tree, uses: Uses) -> Iterator[Problem]:
    """What is wrong with how the replies of bot/domain are built."""
    for source in tree.reply_files:
        yield from _shape(source)
    yield from _names(tree)
    for reply in tree.replies:
        yield from _wordings(reply)
        yield from check_buttons(tree, reply)
        for wording in reply.wordings:
            yield from _text(wording)
            yield from _holes(wording, VALUES | _values(reply, uses))


def _values(reply: ReplyAt, uses: Uses) -> set[str]:
    parts = (v for start, v in VALUES_OF_PARTS.items() if reply.name.startswith(start))
    return uses.values_of(reply.name).union(*parts)


def _shape(source: Source) -> Iterator[Problem]:
    responses = source.data.get("responses") if isinstance(source.data, CommentedMap) else None
    if not isinstance(responses, CommentedMap):
        return
    for name in responses:
        line = key_line(responses, name)
        if not str(name).startswith("utter_"):
            yield source.problem(line, f'"{name}" is no name for a reply. Begin it with "utter_".')
        if not isinstance(responses[name], CommentedSeq) or not responses[name]:
            yield source.problem(
                line, f'{name} has no wordings. Write "- text: |" and the text under it.'
            )
        for at, item in entries(responses, name):
            yield from _item(source, name, at, item)


def _item(source: Source, name: str, line: int, item: object) -> Iterator[Problem]:
    if not isinstance(item, CommentedMap):
        yield source.problem(line, f'This wording of {name} is not built right. Write "- text: |".')
        return
    for key in item:
        if key not in _KEYS:
            yield source.problem(
                key_line(item, key),
                f'"{key}:" is not known in a wording. '
                + did_you_mean(str(key), _KEYS, "It may have text, buttons and metadata."),
            )
    if not isinstance(item.get("text"), str):
        yield source.problem(line, f'This wording of {name} has no text. Write "- text: |".')


def _names(tree: Tree) -> Iterator[Problem]:
    first: dict[str, ReplyAt] = {}
    for reply in tree.replies:
        other = first.setdefault(reply.name, reply)
        if other is not reply:
            place = f"{other.file.as_posix()}:{other.line}"
            yield Problem(
                reply.file,
                reply.line,
                f"{reply.name} is already in {place}. Rename one, or put all wordings there.",
            )
    for topic in tree.topics:
        if topic.is_care and (tree.root / topic.replies).is_file():
            for name, what in _NEEDED.items():
                if name.format(topic.name) not in first:
                    yield Problem(
                        topic.replies,
                        1,
                        f"{what} is missing. Write {name.format(topic.name)} in this file.",
                    )


def _wordings(reply: ReplyAt) -> Iterator[Problem]:
    count = len(reply.wordings)
    needed = _needed(reply)
    if 0 < count < needed:
        yield Problem(
            reply.file,
            reply.line,
            f"{reply.name} has {count} of {needed} wordings. "
            "Write the others, so that nobody hears the same words again.",
        )
    if reply.name.endswith("_title"):
        for wording in reply.wordings:
            says = judge_title(wording.text.strip())
            if says:
                yield Problem(wording.file, wording.line, says)
    seen: dict[str, WordingAt] = {}
    for wording in reply.wordings:
        key = " ".join(wording.text.casefold().split())
        other = seen.setdefault(key, wording)
        if other is not wording:
            yield Problem(
                wording.file,
                wording.line,
                f"{reply.name} says the same in line {other.line}. "
                "Write it in other words, or delete one.",
            )


def _needed(reply: ReplyAt) -> int:
    """How many wordings a reply needs at least."""
    if reply.file.stem == "crisis" and not reply.is_part:
        return WORDINGS_IN_CRISIS
    return WORDINGS if reply.name == f"utter_{reply.file.stem}" else 1


def _text(wording: WordingAt) -> Iterator[Problem]:
    text = wording.text.strip()
    if not text:
        yield Problem(
            wording.file, wording.line, f"A wording of {wording.reply} is empty. Write its text."
        )
    if _CURLY.fullmatch(text):
        yield Problem(
            wording.file,
            wording.line,
            "Curly quotation marks stand around the text and would be shown. "
            'Use straight ones: "...".',
        )
    for found in re.finditer(r"^\s*#.*$", wording.text, re.MULTILINE):
        yield Problem(
            wording.file,
            wording.line_at(found.start()),
            "This note stands inside the text, and people would read it. "
            "Move it to a line above the `- text:`.",
        )


def _holes(wording: WordingAt, known: set[str]) -> Iterator[Problem]:
    for found in _HOLE.finditer(wording.text):
        name = found.group(1)
        if name not in known:
            otherwise = f"You can use {', '.join(sorted(known))}."
            yield Problem(
                wording.file,
                wording.line_at(found.start()),
                f"Nothing fills in {{{name}}} here. {did_you_mean(name, known, otherwise)}",
            )
    left = re.search(r"[{}]", _HOLE.sub(lambda found: " " * len(found.group()), wording.text))
    if left:
        yield Problem(
            wording.file,
            wording.line_at(left.start()),
            "A curly bracket stands alone. Write it as {clinic_phone}, or delete it.",
        )
