"""The lock pins everything by hash, names no host, and is in step with pyproject.toml."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+?)(?: *;.*)?(?: \\)?$", re.MULTILINE)
LOCKS = [
    path
    for path in (
        ROOT / "requirements.lock",
        ROOT / "benchmarks" / "requirements-stock.lock",
    )
    if path.exists()
]


def blocks(lock: Path) -> list[str]:
    """One pinned requirement each, with its hashes and comments."""
    text = lock.read_text(encoding="utf-8")
    return [block for block in re.split(r"\n(?=\S)", text) if not block.startswith("#")]


@pytest.fixture(scope="module")
def pinned() -> dict[str, str]:
    found = PINNED.findall((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    return {canonicalize_name(name): version for name, version in found}


@pytest.fixture(scope="module")
def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def asked_for(project: dict[str, object]) -> list[Requirement]:
    """What pyproject.toml names itself; an override replaces what it overrides."""
    table: dict[str, object] = project["project"]  # type: ignore[assignment]
    direct = [*table["dependencies"], *table["optional-dependencies"]["dev"]]  # type: ignore
    overrides = project["tool"]["uv"]["override-dependencies"]  # type: ignore[index]
    named = {Requirement(text).name: Requirement(text) for text in direct}
    return [*(named | {Requirement(text).name: Requirement(text) for text in overrides}).values()]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_everything_is_pinned_by_hash(lock: Path) -> None:
    found = blocks(lock)
    assert len(found) > 50
    assert [block.splitlines()[0] for block in found if not PINNED.match(block)] == []
    assert [block.splitlines()[0] for block in found if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_names_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|--(?:extra-)?index|--find-links| @ ", text) == []


def test_lock_is_in_step_with_the_project(
    project: dict[str, object], pinned: dict[str, str]
) -> None:
    wrong = []
    for requirement in asked_for(project):
        version = pinned.get(canonicalize_name(requirement.name))
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement} is locked as {version}")
    assert wrong == []


def test_no_tensorflow_and_no_torch(pinned: dict[str, str]) -> None:
    heavy = {"tensorflow", "keras", "torch", "transformers", "sentence-transformers", "nvidia"}
    assert {name for name in pinned if name.split("-")[0] in heavy or name in heavy} == set()


def test_environment_is_the_lock(pinned: dict[str, str]) -> None:
    installed = {
        canonicalize_name(found.metadata["Name"]): found.version
        for found in importlib.metadata.distributions()
    }
    assert {name: installed.get(name) for name in pinned} == pinned
