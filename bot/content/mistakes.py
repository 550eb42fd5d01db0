"""Mistakes of YAML in plain words, with the usual cure."""

import re
from collections.abc import Iterator

from ruamel.yaml.error import YAMLError
from ruamel.yaml.reader import ReaderError

Found = tuple[int, str]

_KEY = re.compile(r"^\s*(?:- )?[\w-]+:\s")
_INDENT = re.compile(r"^[^\S\n]*")
_CONFLICT = re.compile(r"^(<<<<<<< |>>>>>>> |=======$)")
_MOJIBAKE = re.compile("\u00e2\u20ac.|\u00c3[\u00a0-\u00bf]|\ufffd")

_ODD_START = (
    "This text starts with {sign}, a sign with a meaning of its own in these files. "
    "Put the whole text in quotation marks."
)
_SPECIAL_SPACE = (
    "A special space, as web pages have it, stands before the text. "
    "Delete it and type ordinary spaces."
)
_MERGED = (
    "Two versions of this file were merged and a mark was left behind. "
    "Keep the lines you want and delete the <<<<<<<, ======= and >>>>>>> lines."
)
_NO_PAIR = (
    'This line is no "name: value". If it belongs to the text above, start it two spaces '
    'further right than "text:"; otherwise add the missing colon.'
)
_DOES_NOT_FIT = (
    "This line does not fit those above it: a dash is missing, or the line starts too far left "
    'or right. Entries of one list begin in the same column with "- ".'
)


def decode(raw: bytes) -> tuple[str, Found | None]:
    """The text of a file, and what is wrong with its encoding."""
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
    return "", (line, "A letter here is not saved as UTF-8. Save the file with encoding UTF-8.")


def read_over(lines: list[str]) -> Iterator[Found]:
    """Mistakes seen before the file is parsed."""
    for number, line in enumerate(lines, start=1):
        indent = _INDENT.match(line)
        space = indent.group() if indent else ""
        if "\t" in space:
            yield number, "A tab stands before the text. Use spaces, two for each step."
        elif space.strip(" "):
            yield number, _SPECIAL_SPACE
        if _CONFLICT.match(line):
            yield number, _MERGED
        if _MOJIBAKE.search(line):
            yield number, "Letters here look broken. Type them again and save the file as UTF-8."


def explain(lines: list[str], error: YAMLError) -> Found:
    """Where a file cannot be read, and why."""
    line, opened = _place(lines, error)
    problem = str(getattr(error, "problem", None) or "")
    context = str(getattr(error, "context", None) or "")
    if "quoted scalar" in context:
        return opened, "A quotation mark is opened and not closed. Close it at the end of the text."
    if "could not find expected ':'" in problem:
        return opened, _NO_PAIR
    if "mapping values" in problem:
        return line, _colon(lines, line)
    return line, _by_problem(problem, context)


def _place(lines: list[str], error: YAMLError) -> tuple[int, int]:
    """The line where reading stopped, and the one where the unreadable part begins."""
    mark = getattr(error, "problem_mark", None)
    begin = getattr(error, "context_mark", None) or mark
    if isinstance(error, ReaderError):
        line = "\n".join(lines).count("\n", 0, error.position) + 1
        return line, line
    last = max(1, len(lines))
    return min(mark.line + 1, last) if mark else 1, min(begin.line + 1, last) if begin else 1


def _by_problem(problem: str, context: str) -> str:
    if "duplicate key" in problem:
        name = problem.split('"')[1]
        return f'"{name}" stands twice here. Put all of it under the first one, or rename one.'
    if "cannot start any token" in problem:
        return _ODD_START.format(sign=problem.split("'")[1])
    if "alias" in problem or "anchor" in problem:
        return _ODD_START.format(sign="* or &")
    if "flow" in context:
        return "A bracket is not closed, or a comma is missing. Compare it with a line that works."
    if "<scalar>" in problem:
        return (
            "Text goes on after a closing quotation mark; an apostrophe in '...' closes it too. "
            'Put the whole text in "...".'
        )
    if "expected <block end>" in problem:
        return _DOES_NOT_FIT
    if "single document" in problem or "another document" in problem:
        return 'A line "---" divides the file in two. Delete that line.'
    what = problem or "a sign that is not allowed"
    return f"This cannot be read ({what}). Compare it with a file that works."


def _colon(lines: list[str], line: int) -> str:
    """Why a colon stands where none may be: in the text, or on a line of its own."""
    text = lines[line - 1]
    above = lines[line - 2] if line > 1 else ""
    if re.match(r"^\s*(?:- )?payload:", text):
        return "The payload has a colon in it. Put it in single quotation marks: '...'."
    found = _KEY.match(text)
    if found and ":" in text[found.end() :]:
        return 'The text has a colon in it. Put the text in quotation marks: "...".'
    if re.match(r"^\s*(?:- )?\w+:\S", above) or re.match(r"^\s*-\w+:", above):
        return "The line above has no space after its colon or dash. Write it as `- text: ...`."
    if re.match(r"^\s*(?:- )?\w+\s*$", above):
        return "The line above has no colon at its end. Add one."
    return _DOES_NOT_FIT
