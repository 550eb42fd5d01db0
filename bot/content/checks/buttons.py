"""Checks of buttons: titles that fit, payloads that lead somewhere, and ways on."""

import json
import re
from collections.abc import Iterator

from bot.content.problem import Problem, did_you_mean
from bot.content.source import ButtonAt, ReplyAt
from bot.content.topics import REPLIES, WITHOUT_PHRASES
from bot.content.tree import Tree

LONGEST_TITLE = 40
_PAYLOAD = re.compile(r"/(\w+)(\{.*\})?", re.DOTALL)
_CURLY = re.compile("[\u201c\u201d\u2018\u2019]")
_HOW = 'Write it as /ask_human or \'/missing_therapist{"part": "more"}\'.'


def check_buttons(tree: Tree, reply: ReplyAt) -> Iterator[Problem]:
    """What is wrong with the buttons of one reply."""
    checked: set[int] = set()
    for wording in reply.wordings:
        for button in wording.buttons:
            if button.line not in checked:
                checked.add(button.line)
                for line, says in _button(tree, button):
                    yield Problem(reply.file, line, says)
    yield from _ways_on(tree, reply)


def _button(tree: Tree, button: ButtonAt) -> Iterator[tuple[int, str]]:
    for says in (judge_title(button.title), _payload(tree, button.payload)):
        if says:
            yield button.line, says


def judge_title(title: object) -> str:
    """What is wrong with the words on a button; nothing where they are fine."""
    if not isinstance(title, str) or not title.strip():
        return 'This button has no title. Write "title:" and its words, in quotes if they look odd.'
    if _CURLY.match(title) and _CURLY.search(title[-1]):
        return 'Curly quotation marks stand around the title. Use straight ones: "...".'
    if len(title) > LONGEST_TITLE:
        count = len(title)
        return f'The button "{title}" has {count} characters. Keep it to {LONGEST_TITLE} or fewer.'
    return ""


def _payload(tree: Tree, payload: object) -> str:
    if not isinstance(payload, str) or not payload.strip():
        return f"This button leads nowhere: it has no payload. {_HOW}"
    if _CURLY.search(payload):
        return f"The payload has curly quotation marks. Use straight ones. {_HOW}"
    found = _PAYLOAD.fullmatch(payload.strip())
    if not found:
        return f"The payload {payload} is not well formed. {_HOW}"
    intent, values = found.groups()
    if intent not in tree.intents:
        return f'The payload names the intent "{intent}", which does not exist. ' + did_you_mean(
            intent, tree.intents, "Write the name of a topic, as its files have it."
        )
    return _values(tree, intent, values) if values else ""


def _values(tree: Tree, intent: str, values: str) -> str:
    try:
        found = json.loads(values)
    except ValueError:
        return f"The part {values} of the payload cannot be read. {_HOW}"
    entities = set() if intent in WITHOUT_PHRASES else tree.named("entities")
    for name in found:
        if entities and name not in entities:
            return f'The payload names "{name}", which is not known. ' + did_you_mean(
                name, entities, f"It may name {', '.join(sorted(entities))}."
            )
    part = found.get("part")
    if intent in tree.care and part and f"utter_{intent}_{part}" not in tree.reply_names:
        return (
            f"The button asks for utter_{intent}_{part}, which does not exist. "
            f"Write that reply in {REPLIES}/{intent}.yml, or choose another part."
        )
    return ""


def _ways_on(tree: Tree, reply: ReplyAt) -> Iterator[Problem]:
    """A reply that cares leads on, and to a person; wordings may share their buttons."""
    if reply.file.stem not in tree.care or reply.file.parent != REPLIES or reply.is_part:
        return
    told: set[str] = set()
    for wording in reply.wordings:
        payloads = [str(button.payload) for button in wording.buttons]
        human = any(payload.startswith("/ask_human") for payload in payloads)
        on = any(not payload.startswith("/ask_human") for payload in payloads)
        says = ""
        if not human:
            says = f"{reply.name} has no way to a person. Add a button with the payload /ask_human."
        elif not on:
            says = f"{reply.name} has no way on. Add a button that leads to more, or to a topic."
        if says and says not in told:
            told.add(says)
            yield Problem(reply.file, wording.line, says)
