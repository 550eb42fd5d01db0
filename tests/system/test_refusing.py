"""What cannot work is refused with one clear line and a non-zero exit, before anything starts."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.signatures import safety_texts
from tests.system.program import ROOT, Program, environment

EXAMPLE = ROOT / "deploy" / "clinic.example.yml"
FILLED = """
name: Riverside Practice
country: GB
phone: "+44 161 496 0000"
hours: Monday to Friday, 9:00 to 17:00
emergency: If life is in danger, call 999 now.
who_reads: Nobody reads along while you write.
retention_days: 10
privacy_contact: privacy@riverside.example
minimum_age: 18
"""
SIGNED = "Ada Berg, psychologist, 2027-01-31"
NewProgram = Callable[..., Program]
Done = subprocess.CompletedProcess[str]


def bot(folder: Path, *words: str, **changes: object) -> Done:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env=environment(folder, **changes),
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


def refuses(done: Done, *words: str, code: int = 1) -> bool:
    """One line that says what is wrong; no traceback."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode == code, (done.returncode, done.stderr)
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("error: ")
    assert all(word in lines[0] for word in words), lines[0]
    return True


def signed_copy(root: Path) -> Path:
    """Our own content with a name on every safety text; phrases and rules stay as trained."""
    for folder in ("data", "bot/domain", "bot/nlu"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "config.yml", root)
    for text in safety_texts(root):
        path = root / text.file
        words = path.read_text(encoding="utf-8")
        path.write_text(words.replace("reviewed: none yet", f"reviewed: {SIGNED}", 1))
    return root


@pytest.mark.parametrize(
    "name", ["AFTERWORD_PORT", "AFTERWORD_RASA_PORT", "AFTERWORD_ACTIONS_PORT"]
)
def test_taken_port(tmp_path: Path, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert refuses(bot(tmp_path, "serve", **{name: port}), str(port), name)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", ["0", "70000", "-1"])
def test_port_that_is_none(tmp_path: Path, port: str) -> None:
    assert refuses(bot(tmp_path, "serve", AFTERWORD_PORT=port), "AFTERWORD_PORT", port)


def test_same_port_twice(tmp_path: Path) -> None:
    done = bot(tmp_path, "serve", AFTERWORD_PORT=18765, AFTERWORD_RASA_PORT=18765)
    assert refuses(done, "18765", "twice")


def test_live_without_a_profile(tmp_path: Path) -> None:
    missing = tmp_path / "clinic.yml"
    done = bot(tmp_path, "serve", "--live", AFTERWORD_PROFILE=missing)
    assert refuses(done, "clinic.yml is missing", "deploy/clinic.example.yml")
    assert refuses(bot(tmp_path, "gateway", "--live", AFTERWORD_PROFILE=missing), "clinic.yml")


def test_live_with_the_values_of_the_example(tmp_path: Path) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text(EXAMPLE.read_text(encoding="utf-8"))
    assert refuses(bot(tmp_path, "serve", "--live", AFTERWORD_PROFILE=profile), "still the example")


def test_live_with_a_profile_that_lacks_something(tmp_path: Path) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text(FILLED.replace("minimum_age: 18\n", ""))
    assert refuses(bot(tmp_path, "serve", "--live", AFTERWORD_PROFILE=profile), "minimum_age")


@pytest.mark.parametrize("verb", ["serve", "gateway"])
def test_live_with_texts_that_no_clinician_signed(tmp_path: Path, verb: str) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text(FILLED)
    root = signed_copy(tmp_path / "root")
    crisis = root / "bot" / "domain" / "en" / "crisis.yml"
    crisis.write_text(crisis.read_text(encoding="utf-8").replace(SIGNED, "none yet", 1))
    done = bot(tmp_path, verb, "--live", AFTERWORD_PROFILE=profile, AFTERWORD_ROOT=root)
    assert refuses(done, "1 safety text ", "bot/domain/en/crisis.yml", "bot check --release")
    assert not (tmp_path / "data" / "conversations.db").exists()


def test_live_with_our_own_texts_waits_for_a_clinician(tmp_path: Path) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text(FILLED)
    done = bot(tmp_path, "serve", "--live", AFTERWORD_PROFILE=profile)
    assert refuses(done, "safety texts", "data/safety/patterns/overdose.yml", "docs/clinicians.md")


def test_live_with_a_filled_profile_has_no_examples(
    new_program: NewProgram, tmp_path: Path
) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text(FILLED)
    signed = signed_copy(tmp_path / "root")
    program = new_program(AFTERWORD_PROFILE=profile, AFTERWORD_ROOT=signed)
    program.start().wait_for("The page is open")
    program.stop()
    examples = program.data / "example-directory.db"
    assert examples.stat().st_size > 0  # the demonstration before it had them
    program.start("--live").wait_for("The page is open")
    assert "DEMONSTRATION" not in program.output
    assert "Live for Riverside Practice" in program.output
    status, health = program.ask("GET", "/healthz")
    assert (status, health["live"]) == (200, True)
    assert program.ask("GET", "/api/lines")[1]["clinic"]["name"] == "Riverside Practice"
    assert b"Example, not a real service" not in (program.data / "directory.db").read_bytes()


def test_key_that_is_none(tmp_path: Path) -> None:
    assert refuses(bot(tmp_path, "serve", AFTERWORD_KEY="secret"), "bot key")


def test_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = bot(tmp_path, "serve", AFTERWORD_DATA_DIR=tmp_path / "file" / "data")
    assert refuses(done, str(tmp_path / "file"))


def test_database_that_cannot_be_read(tmp_path: Path) -> None:
    done = bot(tmp_path, "serve", AFTERWORD_CONVERSATIONS_URL="mysql://localhost/x")
    assert refuses(done, "mysql")


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "eight"), ("LIVE", "perhaps"), ("RASA_TIMEOUT", "soon")]
)
def test_setting_of_the_wrong_type(tmp_path: Path, name: str, value: str) -> None:
    done = bot(tmp_path, "serve", **{f"AFTERWORD_{name}": value})
    assert refuses(done, f"AFTERWORD_{name}", value, code=2)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["surf"],
        ["serve", "--prot", "1"],
        ["serve", "--port", "eight"],
        ["gateway", "extra"],
        ["worker", "--live"],
        ["actions", "--fast"],
        ["train", "--forced"],
        ["check", "--quick"],
        ["parse", "--json"],
        ["say"],
        ["directory"],
        ["report", "--xml"],
        ["key", "--long"],
    ],
    ids=lambda words: " ".join(words) or "nothing",
)
def test_wrong_options(tmp_path: Path, words: list[str]) -> None:
    done = bot(tmp_path, *words)
    assert done.returncode == 2
    assert "usage: python -m bot" in done.stderr
    assert "error: " in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "data").exists()


def test_wrong_options_of_rasa(tmp_path: Path) -> None:
    done = bot(tmp_path, "rasa", "surf")
    assert done.returncode != 0
    assert "invalid choice: 'surf'" in done.stderr


def test_directory_file_that_is_missing(tmp_path: Path) -> None:
    assert refuses(bot(tmp_path, "directory", "nowhere.yml"), "nowhere.yml")


def test_directory_goes_into_the_clinics_own(tmp_path: Path) -> None:
    done = bot(tmp_path, "directory", str(ROOT / "bot" / "directory" / "sample.yml"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "directory.db").exists()


def test_worker_without_a_model(tmp_path: Path) -> None:
    done = bot(tmp_path, "worker", AFTERWORD_RASA_PORT=_free())
    assert done.returncode != 0
    assert "train" in done.stderr
    assert "Traceback" not in done.stderr


def test_key_is_a_key(tmp_path: Path) -> None:
    done = bot(tmp_path, "key")
    assert done.returncode == 0
    assert len(done.stdout.strip()) == 44


def test_reader_that_has_enough(tmp_path: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m bot --help | head -c 1",
        shell=True,
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert "Traceback" not in done.stderr


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
