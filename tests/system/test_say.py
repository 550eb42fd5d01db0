"""`python -m bot say` holds a conversation in the terminal."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.system.program import ROOT, environment
from tests.system.test_chat import is_worded

Done = subprocess.CompletedProcess[bytes]
Say = Callable[..., Done]


@pytest.fixture(scope="module")
def say(tmp_path_factory: pytest.TempPathFactory, trained_model: Path) -> Say:
    folder = tmp_path_factory.mktemp("say")
    (folder / "data" / "models").mkdir(parents=True)
    shutil.copy(trained_model, folder / "data" / "models")

    def run(*texts: str | bytes, **changes: object) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "bot", "say", *texts],
            cwd=ROOT,
            env=environment(folder, **changes),
            capture_output=True,
            timeout=60,
        )

    return run


def test_conversation_of_several_turns(say: Say) -> None:
    done = say("i miss my therapist so much it hurts", "yes", "can i talk to a real person")
    assert (done.returncode, done.stderr) == (0, b"")
    _, first, second, third = done.stdout.decode().split("\n> ")
    assert is_worded("utter_missing_therapist", first)
    assert is_worded("utter_missing_therapist_more", second)
    assert is_worded("utter_ask_human", third)
    assert "[Talk to a person]" in first
    assert "[Find someone to talk to]" in third


def test_danger_shows_the_lines_and_the_search_works(say: Say) -> None:
    done = say("i want to kill myself", "i am safe now", "find someone to talk to", "Portland")
    assert done.returncode == 0, done.stderr
    said = done.stdout.decode()
    assert "| 988" in said
    assert "Call 988" in said


@pytest.mark.parametrize("text", ["", " ", "/restart", b"\xff\xfe", "\U0001f62d", "a" * 20_000])
def test_anything_gets_an_answer(say: Say, text: str | bytes) -> None:
    done = say(text)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "[" in done.stdout.decode()


def test_broken_profile_is_named(say: Say, tmp_path: Path) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text("name: [")
    done = say("hi", AFTERWORD_PROFILE=profile)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"error: clinic.yml")
    assert done.stderr.count(b"\n") == 1
