"""What README.md and docs/ name is there: paths, commands, make targets, settings."""

import re
from pathlib import Path

import pytest

from bot.__main__ import VERBS
from bot.settings import ROOT, Settings

PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "benchmarks").glob("*.md"),
        *(ROOT / "training").glob("*.md"),
        *(ROOT / "deploy").glob("*.md"),
    ]
)
CODE = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)")
TOPMOST = {path.name for path in ROOT.iterdir()} | {"bot", "actions", "data", "tests", "docs"}
# made by running the program, or by the clinic
MADE = ("var/", ".venv", "clinic.yml", ".tools")
# a topic that the guide for clinicians adds, as an example
EXAMPLES = ("moving_away",)
# set by the program itself, its command line or its tests
INTERNAL = {"ROOT", "LIVE", "SUPERVISOR", "TELEGRAM_API"}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def words(page: Path) -> list[str]:
    """Everything in code style, and the lines of shell blocks."""
    text = text_of(page)
    shell = [block for kind, block in BLOCK.findall(text) if kind in ("", "sh", "bash", "console")]
    lines = [line.split("#")[0].strip() for block in shell for line in block.splitlines()]
    return [*CODE.findall(BLOCK.sub("", text)), *filter(None, lines)]


def paths(page: Path) -> set[str]:
    """Words that look like a path of this repository."""
    found = {word.rstrip(".,:;") for code in words(page) for word in code.split()}
    inside = {word for word in found if "/" in word and word.split("/")[0] in TOPMOST}
    files = {word for word in found if re.fullmatch(r"[\w-]+\.(py|yml|toml|lock|md|tsv)", word)}
    return {word for word in inside | (files & TOPMOST) if not word.startswith(MADE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_exists(page: Path) -> None:
    missing = []
    for path in paths(page):
        if any(example in path for example in EXAMPLES):
            continue
        pattern = re.sub(r"<\w+>|\{\w+\}", "*", path).rstrip("/")
        if not list(ROOT.glob(pattern)):
            missing.append(path)
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(text_of(page)) if ":" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_is_a_verb(page: Path) -> None:
    known = {verb.__name__ for verb in VERBS} | {"rasa"}
    named = re.findall(r"python -m bot (\w+)", text_of(page))
    assert set(named) - known == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_of_a_command_is_known(page: Path) -> None:
    from bot.__main__ import arguments

    help_of = arguments()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    for verb, rest in re.findall(r"python -m bot (\w+)([^`\n]*)", text_of(page)):
        for option in re.findall(r"(?<!\S)--[\w-]+", rest if verb != "rasa" else ""):
            assert option in help_of[verb].format_help(), f"{verb} {option}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = {m for code in words(page) for m in re.findall(r"\bmake ([a-z][a-z-]*)", code)}
    assert named - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_exists(page: Path) -> None:
    known = {f"AFTERWORD_{name.upper()}" for name in Settings.__dataclass_fields__}
    assert set(re.findall(r"AFTERWORD_[A-Z_]*[A-Z]", text_of(page))) - known == set()


def test_every_setting_has_a_row_in_the_table() -> None:
    rows = re.findall(r"^\| (`AFTERWORD_.*?) \|", text_of(ROOT / "README.md"), re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`AFTERWORD_(\w+)`", row)}
    assert told == {name.upper() for name in Settings.__dataclass_fields__} - INTERNAL


def test_pages_are_there() -> None:
    names = {page.relative_to(ROOT).as_posix() for page in PAGES}
    assert {"README.md", "CHANGELOG.md", "docs/clinicians.md"} <= names


def test_every_make_target_has_a_line_in_its_help() -> None:
    makefile = text_of(ROOT / "Makefile")
    phony = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split())
    explained = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert phony == explained


def test_readme_names_every_make_target() -> None:
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", text_of(ROOT / "README.md")))
    assert {"run", "test", "check", "lint", "help"} <= named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_sh_blocks_use_commands_of_this_project(page: Path) -> None:
    allowed = ("make", "python", ".venv/bin/python", "cp", "git", "cd", "export", "docker", "curl")
    for kind, block in BLOCK.findall(text_of(page)):
        for line in block.splitlines() if kind in ("sh", "bash") else ():
            first = line.split("#")[0].split()
            assert not first or first[0].startswith(("AFTERWORD_", *allowed)), line
