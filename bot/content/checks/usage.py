"""Checks that the replies named in stories and in the program exist, and that each is used."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.checks.stories import mentions
from bot.content.problem import Problem, did_you_mean
from bot.content.tree import Tree

_NAME = re.compile(r"utter_[a-z0-9_]*[a-z0-9]")
_EVENT_KEY = "utter_action"
"""Rasa keeps the name of a reply under this key; it is none itself."""
_START = re.compile(r"utter_(?:[a-z0-9]+_)*")
_IN_TEXT = re.compile(r"\butter_[a-z0-9_]+\b")
_SETTINGS = ("config.yml", "endpoints.yml", "data/safety/*.yml")


@dataclass
class Uses:
    """Replies the program names: in full with the place, or by patterns that it fills in.

    `values` are what it passes along, to be used as `{name}` in the text, by patterns of names.
    """

    names: dict[str, tuple[Path, int]] = field(default_factory=dict)
    patterns: set[str] = field(default_factory=set)
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def values_of(self, reply: str) -> set[str]:
        """What the program passes along with a reply."""
        found = (names for pattern, names in self.values.items() if re.fullmatch(pattern, reply))
        return set().union(*found)


def check_usage(tree: Tree, uses: Uses) -> Iterator[Problem]:
    """Replies the program misses, and (as notes) replies that nothing uses."""
    for name, (file, line) in sorted(uses.names.items()):
        if name not in tree.reply_names:
            yield Problem(
                file,
                line,
                f"The program uses the reply {name}, which does not exist. "
                + did_you_mean(name, tree.reply_names, "Write it in bot/domain/en."),
            )
    used = set(uses.names) | _named_in_files(tree)
    filled = re.compile("|".join(uses.patterns) or "$^")
    for reply in tree.replies:
        if reply.name not in used and not filled.fullmatch(reply.name):
            yield Problem(
                reply.file,
                reply.line,
                f"Nothing uses {reply.name}. Name it in a rule, or delete it.",
                serious=False,
            )


def read_uses(tree: Tree) -> Uses:
    """What actions/ and bot/ name."""
    uses = Uses()
    for folder in ("actions", "bot"):
        for path in sorted((tree.root / folder).rglob("*.py")):
            file = path.relative_to(tree.root)
            if file.is_relative_to("bot/content"):
                continue
            with suppress(SyntaxError):  # the business of `make lint`
                _read(ast.parse(path.read_text(encoding="utf-8")), file, tree.intents, uses)
    return uses


def _read(node: ast.AST, file: Path, intents: set[str], uses: Uses) -> None:
    if isinstance(node, ast.JoinedStr):
        uses.patterns.update(_pattern(node, intents))
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if _NAME.fullmatch(node.value) and node.value != _EVENT_KEY:
            uses.names.setdefault(node.value, (file, node.lineno))
        elif _START.fullmatch(node.value):
            uses.patterns.add(node.value + _hole(node.value, intents))
    elif isinstance(node, ast.Call):
        _read_values(node, intents, uses)
    for child in ast.iter_child_nodes(node):
        _read(child, file, intents, uses)


def _pattern(text: ast.JoinedStr, intents: set[str]) -> Iterator[str]:
    pattern = ""
    for part in text.values:
        if isinstance(part, ast.Constant):
            pattern += re.escape(str(part.value))
        else:
            pattern += _hole(pattern, intents)
    if pattern.startswith("utter_"):
        yield pattern


def _hole(before: str, intents: set[str]) -> str:
    """What may be filled in: right after "utter_" a topic, else anything."""
    return f"(?:{'|'.join(sorted(intents))})" if before == "utter_" else "[a-z0-9_]*"


def _read_values(call: ast.Call, intents: set[str], uses: Uses) -> None:
    """Names given beside a reply's name: `f(response="utter_x", a=1)`, `F("utter_x", {"a": 1})`."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    names = {keyword.arg for keyword in call.keywords if keyword.arg not in (None, "response")}
    for value in given:
        if isinstance(value, ast.Dict):
            names |= {str(key.value) for key in value.keys if isinstance(key, ast.Constant)}
    for value in given:
        if isinstance(value, ast.Constant) and _NAME.fullmatch(str(value.value)):
            uses.values[str(value.value)] |= names
        elif isinstance(value, ast.JoinedStr):
            for pattern in _pattern(value, intents):
                uses.values[pattern] |= names


def _named_in_files(tree: Tree) -> set[str]:
    """Replies named by rules, by forms (which ask for each of their slots) and in settings."""
    found = {name for source in tree.story_files for _, name, _ in mentions(source)}
    for form in tree.named("forms"):
        found |= {f"utter_ask_{form}_{slot}" for slot in tree.named("slots")}
    found |= {f"utter_ask_{slot}" for slot in tree.named("slots")}
    for pattern in _SETTINGS:
        for path in tree.root.glob(pattern):
            found.update(_IN_TEXT.findall(path.read_text(encoding="utf-8")))
    return found
