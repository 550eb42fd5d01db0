"""The danger model is missing or broken, the patterns are broken, while fifty people write."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.chaos.quake import Quake
from tests.system.program import Visitor, environment, until

TAKEN_UP = 12  # seconds
HALF = """
  - id: half
    says: a pattern that somebody is still writing
    match: ["(a"]
"""
NEW = """
  - id: violet_door
    says: the violet door calls
    match: [the violet door calls me]
"""


@pytest.mark.parametrize("content", [None, b"no model at all"], ids=["missing", "corrupt"])
def test_danger_model_is_broken(quake: Quake, content: bytes | None) -> None:
    """The patterns stand; put back, it is taken up without a restart."""
    model = quake.program.root / "bot" / "safety" / "weights" / "model.onnx"
    good = model.read_bytes()
    model.unlink()
    if content is not None:
        model.write_bytes(content)
    with quake.gateway_down(f"danger model {'corrupt' if content else 'missing'}", signal.SIGKILL):
        until(quake.part("classifier", "degraded"), 10, "health says so")
        quake.people_write(3)
        model.write_bytes(good)


def test_patterns_are_broken_by_an_editor(quake: Quake, tmp_path: Path) -> None:
    """The last good ones stay, a start is refused, and what is mended is taken up."""
    path = quake.program.root / "data" / "safety" / "patterns" / "self_harm.yml"
    good = path.read_text(encoding="utf-8")
    line = good.count("\n") + HALF.count("\n")
    with quake.breaking("patterns broken"):
        path.write_text(good + HALF, encoding="utf-8")
        until(quake.part("patterns", "degraded"), TAKEN_UP, "health says so")
        quake.people_write(3)
        for verb in ("serve", "gateway"):
            assert f"self_harm.yml, line {line}:" in refused(quake, tmp_path, verb)
        path.write_text(good + NEW, encoding="utf-8")
        until(quake.part("patterns", "ok"), TAKEN_UP, "the mended file is taken up")
        visitor = Visitor(quake.program)
        visitor.says("the violet door calls me")
        assert visitor.care["pinned"] is True


def refused(quake: Quake, folder: Path, verb: str) -> str:
    """The one line that a program says which does not start."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", verb],
        cwd=quake.program.root,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    return done.stderr
