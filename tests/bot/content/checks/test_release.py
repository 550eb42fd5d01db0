"""Before real clients write, a clinician signs each file and calls each line."""

import re
from datetime import date

import pytest

from bot.content.checks.release import check_release
from bot.settings import ROOT

LINES = "data/safety/crisis_lines.yml"


def unsigned(content):
    return {problem.file.as_posix() for problem in check_release(content.root)}


def test_every_unsigned_file_is_listed(content):
    assert len(unsigned(content)) == 11


def test_signed_file_is_not_listed(content):
    before = unsigned(content)
    signed = "reviewed: Ada Berg, psychologist, 2027-02-01"
    content.edit("data/nlu/ask_human.yml", "reviewed: none yet", signed)
    assert before - unsigned(content) == {"data/nlu/ask_human.yml"}


def test_unsigned_file_says_how_to_sign(content):
    told = [str(p) for p in check_release(content.root) if p.file.name == "ending_grief.yml"]
    assert told[0] == (
        "bot/domain/en/ending_grief.yml:3: No clinician has signed this file. Read it, then write "
        "your name, profession and the date after `reviewed:`."
    )


def test_safety_files_of_any_kind_are_listed(content):
    content.write("data/safety/phrases.tsv", "# Phrases. reviewed: none yet\nnone\tx\n")
    assert "data/safety/phrases.tsv" in unsigned(content)


def test_unsigned_safety_text_says_that_live_waits_for_it(content):
    found = check_release(content.root)
    told = {problem.file.as_posix(): "--live" in problem.says for problem in found}
    assert told["bot/domain/en/crisis.yml"]
    assert not told["bot/domain/en/ending_grief.yml"]


@pytest.mark.parametrize("signature", ["yes", "Ada Berg", "2027-02-01", ""])
def test_safety_text_with_half_a_signature_is_listed(content, signature):
    content.edit("bot/domain/en/crisis.yml", "reviewed: none yet", f"reviewed: {signature}")
    assert "bot/domain/en/crisis.yml" in unsigned(content)


def test_safety_text_without_the_line_is_listed(content):
    content.edit("bot/domain/en/crisis.yml", "# reviewed: none yet\n", "")
    assert "bot/domain/en/crisis.yml" in unsigned(content)


LINE = """\
  - id: {id}
    country: {country}
    seen_on: "{seen_on}"
    verified_on: {verified_on}
"""
TODAY = date(2027, 3, 1)


def of_lines(content, *lines):
    """What is told of these lines: (file line, whether it must be mended, text)."""
    known = {"country": "GB", "seen_on": "2027-02", "verified_on": ""}
    text = "".join(LINE.format(**{**known, **line}) for line in lines)
    content.write(LINES, "# reviewed: Ada Berg, psychologist, 2027-02-01\nlines:\n" + text)
    found = [p for p in check_release(content.root, TODAY) if p.file.as_posix() == LINES]
    return [(problem.line, problem.serious, problem.says.split(". ")[0]) for problem in found]


def test_lines_nobody_called_are_named_by_country(content):
    assert of_lines(content, {"id": "a"}, {"id": "b", "country": "US"}, {"id": "c"}) == [
        (3, True, "GB: 2 not verified: a, c"),
        (7, True, "US: 1 not verified: b"),
    ]


def test_called_line_is_not_listed(content):
    assert of_lines(content, {"id": "a", "verified_on": '"2027-02-01"'}) == []


def test_old_lines_are_a_note_and_no_fault(content):
    old = {"seen_on": "2026-10", "verified_on": '"2026-11-30"'}
    assert of_lines(content, {"id": "a", **old}, {"id": "b", **old, "seen_on": "2027-02"}) == [
        (3, False, "GB: 1 not looked at for 90 days: a")
    ]


@pytest.mark.parametrize(("seen_on", "old"), [("2026-12-01", False), ("2026-11-30", True)])
def test_line_is_old_after_ninety_days(content, seen_on, old):
    told = of_lines(content, {"id": "a", "seen_on": seen_on, "verified_on": f'"{seen_on}"'})
    assert bool(told) == old


def test_emergency_numbers_are_verified_too(content):
    content.write(LINES, 'emergency:\n  seen_on: "2027-02"\nlines:\n  - id: a\n')
    told = [str(problem) for problem in check_release(content.root, TODAY)]
    assert any("emergency and elsewhere: 1 not verified: emergency" in text for text in told)


def test_our_own_lines_are_all_listed():
    """No clinic has called them; whatever the day, their age is no fault."""
    told = [p for p in check_release(ROOT, date(2029, 1, 1)) if p.file.as_posix() == LINES]
    assert {p.serious for p in told if "not looked at" in p.says} == {False}
    named = " ".join(p.says for p in told if "not verified" in p.says)
    ids = re.findall(r"^  - id: (\w+)$", (ROOT / LINES).read_text(), re.MULTILINE)
    assert len(ids) > 30
    assert [id for id in ids if id not in named] == []
