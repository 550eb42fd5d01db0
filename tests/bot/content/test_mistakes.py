"""Mistakes of YAML are told in plain words, with the line."""

import pytest

FILE = "bot/domain/en/ending_grief.yml"
HEAD = "# a\n# example: b\n# reviewed: none yet\n"
QUOTES = "Put the whole text in quotation marks."
FIT = (
    "This line does not fit those above it: a dash is missing, or the line starts too far left or "
    'right. Entries of one list begin in the same column with "- ".'
)
PAIR = (
    'This line is no "name: value". If it belongs to the text above, start it two spaces further '
    'right than "text:"; otherwise add the missing colon.'
)
BRACKET = "A bracket is not closed, or a comma is missing. Compare it with a line that works."
SPACE = "The line above has no space after its colon or dash. Write it as `- text: ...`."

CASES = {
    "tab": ("a:\n\t- b: 1\n", 5, "A tab stands before the text. Use spaces, two for each step."),
    "special space": (
        "a:\n\u00a0\u00a0- b: 1\n",
        5,
        ("A special space, as web pages have it, stands before the text. "
        "Delete it and type ordinary spaces."),
    ),
    "colon in text": (
        "a:\n  - title: Read this: now\n",
        5,
        'The text has a colon in it. Put the text in quotation marks: "...".',
    ),
    "colon in payload": (
        'a:\n  - payload: /x{"part": "more"}\n',
        5,
        "The payload has a colon in it. Put it in single quotation marks: '...'.",
    ),
    "missing dash": ("r:\n  u:\n    text: a\n    - text: b\n", 7, FIT),
    "dash in another column": ("r:\n  u:\n    - text: a\n   - text: b\n", 7, FIT),
    "too far right": ("r:\n  u:\n    - text: a\n       buttons: b\n", 7, FIT),
    "no space after colon": ("r:\n  u:\n    - text:a\n      buttons: b\n", 7, SPACE),
    "no colon": (
        "r:\n  u\n    - text: a\n", 6, "The line above has no colon at its end. Add one."
    ),
    "text not indented": ("r:\n  u:\n    - text: |\n    Hello you\n      there\n", 7, PAIR),
    "quote not closed": (
        'r:\n  - title: "Talk\n    payload: /x\n',
        5,
        "A quotation mark is opened and not closed. Close it at the end of the text.",
    ),
    "apostrophe in quotes": (
        "r:\n  - title: 'Don't go'\n",
        5,
        ("Text goes on after a closing quotation mark; an apostrophe in '...' closes it too. "
        'Put the whole text in "...".'),
    ),
    "backtick": (
        "r:\n  - title: `x`\n",
        5,
        "This text starts with `, a sign with a meaning of its own in these files. " + QUOTES,
    ),
    "star": (
        "r:\n  - title: *x*\n",
        5,
        "This text starts with * or &, a sign with a meaning of its own in these files. " + QUOTES,
    ),
    "bracket": ("r: {covers: [S1}\n", 4, BRACKET),
    "name twice": (
        "r:\n  utter_x: 1\n  utter_x: 2\n",
        6,
        '"utter_x" stands twice here. Put all of it under the first one, or rename one.',
    ),
    "two documents": (
        "a: 1\n---\nb: 2\n", 5, 'A line "---" divides the file in two. Delete that line.'
    ),
    "control character": (
        "r:\n  - a: \x07b\n",
        5,
        "This cannot be read (a sign that is not allowed). Compare it with a file that works.",
    ),
    "letters of a wrong encoding": (
        "r:\n  - text: you\u00e2\u20ac\u2122re\n",
        5,
        "Letters here look broken. Type them again and save the file as UTF-8.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_mistake_is_told_with_its_line(content, name):
    text, line, says = CASES[name]
    content.write(FILE, HEAD + text)
    assert content.problems() == [f"{FILE}:{line}: {says}"]


def test_marks_of_a_merge_are_told(content):
    content.write(FILE, HEAD + "r:\n<<<<<<< HEAD\n  u: 1\n=======\n  u: 2\n>>>>>>> other\n")
    merged = (
        "Two versions of this file were merged and a mark was left behind. "
        "Keep the lines you want and delete the <<<<<<<, ======= and >>>>>>> lines."
    )
    assert content.problems() == [f"{FILE}:{line}: {merged}" for line in (5, 7, 9)]


def test_other_encoding_is_told(content):
    path = content.root / FILE
    path.write_bytes(path.read_bytes().replace(b"plain and short", b"plain \xe9nd short", 1))
    assert content.problems() == [
        f"{FILE}:12: A letter here is not saved as UTF-8. Save the file with encoding UTF-8."
    ]


def test_mark_of_utf8_at_the_start_is_fine(content):
    path = content.root / FILE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert content.problems() == []


def test_windows_line_ends_are_fine(content):
    for file in (FILE, "data/nlu/ending_grief.yml"):
        path = content.root / file
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert content.problems() == []
