"""The contract of `python -m bot parse`: lines in, one JSON object a line out."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.system.program import ROOT, environment

Record = dict[str, Any]
Parse = Callable[[bytes], list[Record]]
FIELDS = ["text", "intent", "confidence", "alternatives", "asks", "level", "category"]
ODD = [
    b"",
    b" ",
    b"\t",
    b"\r",
    b"ends with a carriage return\r",
    b"bad \xff\xfe bytes \xc3",
    b"\xed\xa0\x80 half a surrogate",
    b"\x00",
    b"nul \x00 in the middle",
    b"\x1b[31mred\x1b[0m",
    "\u2028line\u2029separators\x85here\x0b\x0c".encode(),
    "\U0001f62d\U0001f62d\U0001f62d".encode(),
    "\u202eright to left".encode(),
    "me extraña mi terapeuta".encode(),
    "我想念我的治疗师".encode(),
    b"/restart",
    b'/greet{"part": "more"}',
    b"//restart",
    b"\xc2\xa0/restart",
    b"EXTERNAL: greet",
    b'{"text": "x"}',
    b"null",
    b"a" * 20_000,
    "\U0001f62d".encode() * 5_000,
    b"i miss her " * 1_800,
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, trained_model: Path) -> Path:
    folder = tmp_path_factory.mktemp("parse")
    (folder / "data" / "models").mkdir(parents=True)
    shutil.copy(trained_model, folder / "data" / "models")
    return folder


@pytest.fixture(scope="module")
def parse(folder: Path) -> Parse:
    def run(said: bytes) -> list[Record]:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "parse"],
            cwd=ROOT,
            env=environment(folder),
            input=said,
            capture_output=True,
            timeout=280,
        )
        assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
        assert done.stdout.isascii()
        assert done.stdout.endswith(b"\n") or not said
        return [json.loads(line) for line in done.stdout.split(b"\n")[:-1]]

    return run


def text_of(line: bytes) -> str:
    return line.decode("utf-8", "replace")


def is_record(record: Record, intents: set[str]) -> bool:
    """Fields, kinds and ranges of section 8."""
    assert list(record) == FIELDS
    assert record["intent"] in intents | {"crisis"}
    others = [record["confidence"]]
    assert len(record["alternatives"]) == 2
    for other in record["alternatives"]:
        assert list(other) == ["intent", "confidence"]
        assert other["intent"] in intents - {record["intent"]}
        others.append(other["confidence"])
    assert others == sorted(others, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in others)
    assert type(record["asks"]) is bool
    assert record["level"] in ("none", "concern", "crisis")
    assert (record["intent"] == "crisis") == (record["level"] == "crisis")
    assert (record["category"] is None) == (record["level"] == "none")
    return True


@pytest.fixture(scope="module")
def intents() -> set[str]:
    small_talk = {"greet", "goodbye", "thank", "affirm", "deny", "help"}
    return {p.stem for p in (ROOT / "data" / "nlu").glob("*.yml")} - {"small_talk"} | small_talk


PLAIN = b"i miss my therapist so much it hurts"
DANGER = [b"i want to kill myself", b"i miss her so much that i want to die"]
WORDLESS = [b"", b"   ", b"?!", "\U0001f62d".encode(), b"ich vermisse meine Therapeutin so sehr"]


@pytest.fixture(scope="module")
def records(parse: Parse) -> dict[str, Record]:
    """By their text; in one run, and without a newline at the end."""
    lines = [*ODD, *DANGER, *WORDLESS, PLAIN]
    found = parse(b"\n".join(lines))
    assert [record["text"] for record in found] == [text_of(line) for line in lines]
    return {record["text"]: record for record in found}


def test_odd_lines_have_whole_records(records: dict[str, Record], intents: set[str]) -> None:
    assert all(is_record(record, intents) for record in records.values())


def test_plain_message_is_understood(records: dict[str, Record]) -> None:
    record = records[PLAIN.decode()]
    assert record["intent"] == "missing_therapist"
    assert (record["asks"], record["level"], record["category"]) == (False, "none", None)


@pytest.mark.parametrize("line", DANGER)
def test_danger_is_crisis_and_keeps_the_topics(records: dict[str, Record], line: bytes) -> None:
    record = records[line.decode()]
    assert (record["intent"], record["level"]) == ("crisis", "crisis")
    assert record["category"] == "suicidal_ideation"
    assert record["asks"] is False
    assert record["confidence"] < 1


def test_unreadable_and_foreign_lines_are_not_asked_about(records: dict[str, Record]) -> None:
    assert not any(records[line.decode()]["asks"] for line in WORDLESS)


def test_nothing_in_gives_nothing_out(parse: Parse) -> None:
    assert parse(b"") == []


def anything(rng: random.Random, words: list[str]) -> bytes:
    """A line of any bytes but the newline, of any signs, or of words."""
    kind = rng.randrange(6)
    if kind == 0:
        return rng.randbytes(rng.randrange(200)).replace(b"\n", b" ")
    if kind == 1:
        signs = (chr(rng.choice([rng.randrange(32, 0xD800), rng.randrange(0xE000, 0x110000)]))
                 for _ in range(rng.randrange(120)))  # fmt: skip
        return "".join(signs).encode().replace(b"\n", b" ")
    if kind == 2:
        return rng.choice(ODD)[:3_000]
    return " ".join(rng.choices(words, k=rng.randrange(30))).encode()


def test_five_thousand_lines_of_anything(
    parse: Parse, intents: set[str], pytestconfig: pytest.Config
) -> None:
    rng = random.Random(20)
    words = "i miss her therapist she left me email why can't cope / restart { } \" ' , und et"
    lines = [anything(rng, words.split(" ")) for _ in range(5_000)]
    started = time.monotonic()
    records = parse(b"\n".join(lines) + b"\n")
    took = time.monotonic() - started
    assert [record["text"] for record in records] == [text_of(line) for line in lines]
    assert all(is_record(record, intents) for record in records)
    with pytestconfig.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\nparse: {len(lines) / took:.0f} lines a second, start included")


def test_line_is_answered_before_the_next_one_comes(folder: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "bot", "parse"],
        cwd=ROOT,
        env=environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdin and child.stdout
    for text in ("i miss her", "thank you"):
        child.stdin.write(f"{text}\n".encode())
        child.stdin.flush()
        assert json.loads(child.stdout.readline())["text"] == text
    child.stdin.close()
    assert child.wait(20) == 0


def test_reader_that_has_enough_is_no_error(folder: Path) -> None:
    said = b"i miss her\n" * 3_000
    child = subprocess.Popen(
        [sys.executable, "-m", "bot", "parse"],
        cwd=ROOT,
        env=environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdin and child.stdout and child.stderr
    os.set_blocking(child.stdin.fileno(), True)
    child.stdin.write(said[:50_000])
    child.stdin.flush()
    assert json.loads(child.stdout.readline())["text"] == "i miss her"
    child.stdout.close()
    child.stdin.close()
    assert child.wait(60) == 0
    assert child.stderr.read() == b""
