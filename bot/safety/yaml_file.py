"""Reads a YAML file so that every complaint about it can name file, line and what to do."""

from pathlib import Path
from typing import Any

import yaml


class SafetyDataInvalid(ValueError):
    """A file of data/safety that must not be used; the text says where and what to do."""


class Text(str):
    """A string that remembers its line."""

    line: int = 0


class Table(dict[str, Any]):
    """A mapping that remembers its line."""

    line: int = 0


class _Loader(yaml.CSafeLoader):
    pass


def _table(loader: _Loader, node: yaml.MappingNode) -> Table:
    table = Table()
    table.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in table:
            raise yaml.MarkedYAMLError(
                problem=f"'{key}' stands here twice; keep one", problem_mark=key_node.start_mark
            )
        table[key] = loader.construct_object(value_node, deep=True)
    return table


def _text(loader: _Loader, node: yaml.ScalarNode) -> Text:
    text = Text(node.value)
    text.line = node.start_mark.line + 1
    return text


_Loader.add_constructor("tag:yaml.org,2002:map", _table)
_Loader.add_constructor("tag:yaml.org,2002:str", _text)


def read_yaml(path: Path) -> Table:
    """The mapping in `path`. Raises SafetyDataInvalid."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506
    except FileNotFoundError as error:
        raise SafetyDataInvalid(f"{path.name}: this file is missing; put it back") from error
    except UnicodeDecodeError as error:
        raise SafetyDataInvalid(f"{path.name}: not UTF-8 text; save it as UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "cannot be read as YAML"
        raise SafetyDataInvalid(f"{path.name}{place}: {problem}") from error
    if not isinstance(content, Table):
        raise SafetyDataInvalid(f"{path.name}: must hold 'name: value' lines")
    return content


def refuse(path: Path, where: object, problem: str) -> SafetyDataInvalid:
    """The error to raise about `where`, a Text or Table of the file."""
    line = getattr(where, "line", 0)
    return SafetyDataInvalid(f"{path.name}{f', line {line}' if line else ''}: {problem}")
