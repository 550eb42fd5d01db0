"""No connection leaves this machine, from any entry point, and Rasa's telemetry is off."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.program import ROOT, Json, Program, Visitor, environment
from tests.system.tiny import make_tiny_root

OUTSIDE = """
import socket
for call in (
    lambda: socket.socket().connect(("192.0.2.1", 80)),
    lambda: socket.getaddrinfo("telemetry.example", 443),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
):
    try:
        call()
    except OSError:
        pass
socket.getaddrinfo("127.0.0.1", 80)
"""


def notes(folder: Path, kind: str) -> list[Json]:
    log = folder / "guard.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines()
    return [note for note in map(_load, lines) if note["kind"] == kind]


def _load(line: str) -> Json:
    import json

    return dict(json.loads(line))


def run(folder: Path, *words: str, **changes: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment(folder, **changes),
        capture_output=True,
        text=True,
        timeout=120,
        input="i miss her\ni want to die\n",
    )


def test_guard_notes_what_leaves(tmp_path: Path) -> None:
    run(tmp_path, "-c", OUTSIDE)
    assert [note["event"] for note in notes(tmp_path, "outside")] == [
        "socket.connect",
        "socket.getaddrinfo",
        "socket.sendto",
    ]


def test_guard_is_in_every_part(program: Program) -> None:
    Visitor(program).says("i miss my therapist so much it hurts")
    imports = {(n["verb"][0], n["name"]): n["telemetry"] for n in notes(program.folder, "import")}
    assert imports[("worker", "rasa")] == "false"
    assert imports[("actions", "rasa_sdk")] == "false"
    assert set(imports.values()) == {"false"}


def test_nothing_leaves_the_running_program(program: Program) -> None:
    visitor = Visitor(program)
    for text in ("i miss my therapist so much it hurts", "i want to die", "Portland", "/restart"):
        visitor.says(text)
    assert notes(program.folder, "outside") == []


VERBS = {
    "train": ["train"],
    "parse": ["parse"],
    "key": ["key"],
    "check": ["check"],
    "directory": ["directory", "bot/directory/sample.yml"],
    "help": ["--help"],
    "rasa": ["rasa", "--version"],
    "rasa train": ["rasa", "train", "nlu", "--config", "{root}/config.yml",
                   "--nlu", "{root}/data/nlu", "--out", "{out}", "--domain", "{root}/bot/domain"],
}  # fmt: skip


@pytest.mark.parametrize("words", VERBS.values(), ids=VERBS)
def test_nothing_leaves_a_command(tmp_path: Path, words: list[str]) -> None:
    root = make_tiny_root(tmp_path / "root")
    filled = [word.format(root=root, out=tmp_path / "out") for word in words]
    done = run(tmp_path, "-m", "bot", *filled, AFTERWORD_ROOT=root)
    assert done.returncode == 0 or words == ["check"], done.stderr
    assert notes(tmp_path, "outside") == []
    assert {note["telemetry"] for note in notes(tmp_path, "import")} <= {"false"}
    if words != ["--help"]:
        assert notes(tmp_path, "end")[-1]["telemetry"] == "false"


def test_nothing_leaves_a_turn_in_the_terminal(tmp_path: Path, trained_model: Path) -> None:
    import shutil

    (tmp_path / "data" / "models").mkdir(parents=True)
    shutil.copy(trained_model, tmp_path / "data" / "models")
    done = run(tmp_path, "-m", "bot", "say", "i miss my therapist so much", "i want to die")
    assert done.returncode == 0, done.stderr
    assert "988" in done.stdout
    assert notes(tmp_path, "outside") == []
    assert {note["telemetry"] for note in notes(tmp_path, "import")} == {"false"}
