"""Who may import whom, and which library lives in which folder."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# package -> packages of ours that it may import
MAY_IMPORT = {
    "bot.settings": set(),
    "bot.database": set(),
    "bot.logs": set(),
    "bot.stamp": set(),
    "bot.supervisor": set(),
    "bot.text": set(),
    "bot.content": set(),
    "bot.safety": {"bot.settings", "bot.stamp", "bot.text"},
    "bot.report": {"bot.settings", "bot.database", "bot.conversations"},
    "bot.conversations": {"bot.settings", "bot.database"},
    "bot.directory": {"bot.settings", "bot.database", "bot.content"},
    "bot.nlu": {"bot.settings", "bot.text", "bot.safety"},
    "bot.runtime": {
        "bot.settings",
        "bot.database",
        "bot.logs",
        "bot.text",
        "bot.content",
        "bot.safety",
        "bot.conversations",
    },
    "bot.gateway": {
        "bot.settings",
        "bot.database",
        "bot.logs",
        "bot.stamp",
        "bot.text",
        "bot.content",
        "bot.safety",
        "bot.conversations",
        "bot.directory",
    },
    "actions": {"bot.settings", "bot.directory"},
}
# what starts or joins the parts may know all of them
MAY_IMPORT_ALL = {"bot.__main__", "bot.serve", "bot.say"}

# library -> where it may be imported
LIBRARY_LIVES_IN = {
    "rasa": {"bot.nlu", "bot.runtime"},
    "sanic": {"bot.runtime"},
    "rasa_sdk": {"actions", "bot.runtime", "bot.serve"},
    "aiohttp": {"bot.gateway", "bot.serve"},
    "sqlalchemy": {"bot.conversations", "bot.directory", "bot.database"},
    "alembic": {"bot.conversations", "bot.directory", "bot.database"},
    "cryptography": {"bot.conversations", "bot.__main__"},
    "onnxruntime": {"bot.text"},
    "tokenizers": {"bot.text"},
    "ruamel": {"bot.content"},
    "yaml": {"bot.safety"},
    "sklearn": {"bot.nlu"},
    "phonenumbers": {"bot.directory"},
    "jinja2": {"bot.gateway"},
}
# a model of one of these costs gigabytes and is never loaded by the program
NOWHERE = {"tensorflow", "torch", "keras", "sentence_transformers", "transformers", "requests"}

Import = tuple[Path, int, str, bool]
"""File, line, module, and whether it is at the top of the file."""


def sources() -> list[Path]:
    return sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")])


def package(module: str) -> str:
    """`bot.gateway` of `bot.gateway.app`; `actions` of all actions."""
    return "actions" if module.startswith("actions") else ".".join(module.split(".")[:2])


def own_module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports() -> Iterator[Import]:
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            top = node in tree.body
            if isinstance(node, ast.Import):
                yield from ((path, node.lineno, alias.name, top) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}:{node.lineno} imports relatively"
                name = node.module or ""
                if name in ("bot", "actions"):
                    yield from (
                        (path, node.lineno, f"{name}.{alias.name}", top) for alias in node.names
                    )
                else:
                    yield path, node.lineno, name, top


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_packages_import_only_whom_they_may() -> None:
    wrong = []
    for path, line, module, _ in imports():
        own, other = package(own_module(path)), package(module)
        if module.split(".")[0] not in ("bot", "actions") or own in MAY_IMPORT_ALL or own == other:
            continue
        if other not in MAY_IMPORT[own]:
            wrong.append(f"{place(path, line)} imports {module}")
    assert wrong == []


def test_every_package_has_its_line_in_the_table() -> None:
    packages = {package(own_module(path)) for path in sources()} - {"bot"}
    assert packages == set(MAY_IMPORT) | MAY_IMPORT_ALL


def test_libraries_stay_in_their_folders() -> None:
    wrong = []
    for path, line, module, _ in imports():
        folders = LIBRARY_LIVES_IN.get(module.split(".")[0])
        if folders is not None and package(own_module(path)) not in folders:
            wrong.append(f"{place(path, line)} imports {module}")
    assert wrong == []


def test_heavy_libraries_are_nowhere() -> None:
    wrong = [place(p, line) for p, line, module, _ in imports() if module.split(".")[0] in NOWHERE]
    assert wrong == []


def test_main_imports_a_verb_when_it_is_called() -> None:
    at_start = {m for path, _, m, top in imports() if path.name == "__main__.py" and top}
    assert {m for m in at_start if m.startswith("bot")} == {"bot.settings", "bot.supervisor"}


def test_supervisor_needs_no_library() -> None:
    import sys

    at_start = {m.split(".")[0] for p, _, m, _ in imports() if p.name == "supervisor.py"}
    assert at_start <= set(sys.stdlib_module_names)


def test_environment_is_read_in_one_place() -> None:
    """Others may set a variable for the processes they start, or for Rasa; they read none."""
    wrong = []
    for path in sources():
        if path.name == "settings.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        written = {
            id(target.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Subscript)
        }
        wrong += [
            place(path, node.lineno)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in ("environ", "getenv")
            and id(node) not in written
        ]
    assert wrong == []


@pytest.mark.parametrize("path", sources(), ids=lambda path: own_module(path))
def test_module_is_small_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    assert path.stem not in ("utils", "helpers", "common", "manager", "base")
    if text.strip():
        first = ast.get_docstring(ast.parse(text))
        assert first, "its first line is one sentence on its duty"
