"""Order of all tests, fast ones first, and what many of them share."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# A first call may import Rasa; a busy machine is no failure
hypothesis.settings.register_profile("afterword", deadline=None, database=None)
hypothesis.settings.load_profile("afterword")

ROOT = Path(__file__).resolve().parents[1]
WITH_RASA = ("conversations/", "bot/runtime/", "bot/nlu/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_stage)


def _stage(item: pytest.Item) -> int:
    """0 plain, 1 with Rasa in this process, 2 the whole system, 3 a browser."""
    if "browser" in getattr(item, "fixturenames", ()):
        return 3
    path = item.path.relative_to(ROOT / "tests").as_posix()
    if path.startswith("system/"):
        return 2
    return 1 if path.startswith(WITH_RASA) else 0


@pytest.fixture(scope="session", autouse=True)
def _telemetry_off() -> Iterator[None]:
    """For tests that import Rasa's parts before our own way into Rasa."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASA_TELEMETRY_ENABLED", "false")
        for name in [name for name in os.environ if name.startswith("AFTERWORD_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def trained_model(_telemetry_off: None) -> Path:
    """The model of the present content, trained in var/ if it is not there yet."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "train"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())
