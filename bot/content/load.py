"""Reads the replies of a language from its ordinary Rasa domain files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError


class ContentInvalid(ValueError):
    """A content file that cannot be read; the text says which, where and what to do."""


@dataclass(frozen=True)
class Button:
    title: str
    payload: str


@dataclass(frozen=True)
class Wording:
    """One way to say a reply. A blank line in `text` divides it into bubbles."""

    text: str
    buttons: tuple[Button, ...] = ()
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply:
    name: str
    wordings: tuple[Wording, ...]


def load_replies(folder: Path) -> dict[str, Reply]:
    """Every reply of the domain files in `folder`, by name.

    Raises ContentInvalid for a file that is no YAML, or a reply defined twice.
    """
    replies: dict[str, Reply] = {}
    for path in sorted(folder.glob("*.yml")):
        for reply in _replies(path, read_yaml(path)):
            if reply.name in replies:
                raise ContentInvalid(f"{path.name}: {reply.name} is already in another file")
            replies[reply.name] = reply
    if not replies:
        raise ContentInvalid(f"no replies found in {folder}")
    return replies


def read_yaml(path: Path) -> Any:
    """The parsed file. Raises ContentInvalid, naming the line, where it is no YAML."""
    try:
        return YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ContentInvalid(f"{path.name}: not UTF-8 text; save it as UTF-8") from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "cannot be read"
        raise ContentInvalid(f"{path.name}{place}: {problem}") from error


def _replies(path: Path, domain: Any) -> Iterator[Reply]:
    responses = (domain or {}).get("responses") or {}
    for name, wordings in responses.items():
        if not isinstance(wordings, list) or not wordings:
            raise ContentInvalid(f"{path.name}: {name} needs at least one '- text:'")
        first = _buttons(wordings[0])
        yield Reply(name, tuple(_wording(path, name, item, first) for item in wordings))


def _wording(path: Path, name: str, item: Any, first: tuple[Button, ...]) -> Wording:
    """Buttons of the first wording serve every wording that has none of its own."""
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise ContentInvalid(f"{path.name}: every wording of {name} needs a 'text:'")
    covers = (item.get("metadata") or {}).get("covers") or ()
    return Wording(item["text"].strip(), _buttons(item) or first, tuple(covers))


def _buttons(item: Any) -> tuple[Button, ...]:
    found = item.get("buttons") if isinstance(item, dict) else None
    return tuple(Button(str(b["title"]), str(b["payload"])) for b in found or ())
