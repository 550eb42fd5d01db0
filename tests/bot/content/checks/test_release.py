"""Before real clients write, a clinician signs each file and calls each line."""

from bot.content.checks.release import check_release

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
    assert str(next(check_release(content.root))) == (
        "bot/domain/en/ask_human.yml:3: No clinician has signed this file. Read it, then write "
        "your name, profession and the date after `reviewed:`."
    )


def test_safety_files_of_any_kind_are_listed(content):
    content.write("data/safety/phrases.tsv", "# Phrases. reviewed: none yet\nnone\tx\n")
    assert "data/safety/phrases.tsv" in unsigned(content)


def test_lines_nobody_called_are_counted(content):
    content.write(LINES, "lines:\n  - id: a\n    verified_on:\n  - id: b\n    verified_on:\n")
    assert [str(problem) for problem in check_release(content.root) if LINES in str(problem)] == [
        (
            f"{LINES}:3: 2 help lines have not been called yet. Call each, or see its own page, "
            "then write the day after `verified_on:`."
        )
    ]


def test_called_line_is_not_listed(content):
    content.write(LINES, 'lines:\n  - id: a\n    verified_on: "2027-02-01"\n')
    assert LINES not in unsigned(content)
