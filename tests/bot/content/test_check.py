"""The whole check: a good tree passes, ours passes, and it takes seconds without Rasa."""

import subprocess
import sys
import time
from pathlib import Path

from bot.content.check import check, run
from bot.content.problem import Problem

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("rasa", "spacy", "torch", "tensorflow", "nltk", "textstat", "aiohttp", "onnxruntime")


def test_a_faultless_tree_has_no_problems(content):
    assert content.problems() == []


def test_problem_names_file_line_and_cure():
    problem = Problem(Path("bot/domain/en/privacy.yml"), 14, "This is wrong. Do that.")
    assert str(problem) == "bot/domain/en/privacy.yml:14: This is wrong. Do that."


def test_note_is_marked_as_one():
    problem = Problem(Path("a.yml"), 1, "Nothing uses it. Delete it.", serious=False)
    assert str(problem) == "a.yml:1: note: Nothing uses it. Delete it."


def test_our_own_content_passes():
    assert [str(problem) for problem in check(ROOT) if problem.serious] == []


def test_check_takes_seconds():
    start = time.process_time()
    check(ROOT)
    assert time.process_time() - start < 5


def test_check_imports_nothing_heavy_and_reaches_no_network():
    code = (
        "import socket, sys, pathlib\n"
        "def refuse(*a, **k): raise OSError('network')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "from bot.content.check import check\n"
        f"check(pathlib.Path({str(ROOT)!r}))\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (run.stdout, run.returncode) == ("[]\n", 0), run.stderr


def test_a_file_that_cannot_be_read_is_told_alone(content):
    content.edit("bot/domain/en/ending_grief.yml", "- title: Tell me more", "- title: Tell: more")
    assert content.problems() == [
        (
            "bot/domain/en/ending_grief.yml:15: The text has a colon in it. "
            'Put the text in quotation marks: "...".'
        )
    ]


def test_run_prints_what_it_found_and_fails(content, capsys):
    content.edit(
        "bot/domain/en/ending_grief.yml", "Wording 0 of this is plain", "Just go. It is plain"
    )
    assert run(content.root) == 1
    assert capsys.readouterr().out == (
        'bot/domain/en/ending_grief.yml:12: "Just" can make a feeling or a task sound small. '
        'Leave it out, or say "only" where you mean it.\n1 problem, 0 notes.\n'
    )


def test_notes_do_not_fail(content, capsys):
    content.edit("bot/domain/en/ending_grief.yml", "Wording 0 of this", "The attunement of this")
    assert run(content.root) == 0
    assert capsys.readouterr().out.endswith("0 problems, 1 note.\n")


def test_run_without_problems_says_so(content, capsys):
    assert (run(content.root), capsys.readouterr().out) == (0, "All is well.\n")


def test_release_lists_what_is_unsigned(content, capsys):
    assert run(content.root, release=True) == 1
    assert capsys.readouterr().out.endswith("11 problems, 0 notes.\n")
