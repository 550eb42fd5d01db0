"""Checks the content that clinicians edit, in seconds and without Rasa."""

from pathlib import Path

from bot.content.checks.files import check_files
from bot.content.checks.phrases import check_phrases
from bot.content.checks.release import check_release
from bot.content.checks.replies import check_replies
from bot.content.checks.stories import check_stories
from bot.content.checks.usage import check_usage, read_uses
from bot.content.checks.wording import check_wording
from bot.content.problem import Problem
from bot.content.tree import read_tree
from bot.content.words import check_words

__all__ = ["Problem", "check", "run"]


def check(root: Path) -> list[Problem]:
    """What is wrong with the content under the project folder `root`, by file and line.

    A file that cannot be read is reported alone: what the others say about it would mislead.
    """
    tree = read_tree(root)
    unreadable = {*tree.unreadable, *check_words()}
    if unreadable:
        return sorted(unreadable)
    uses = read_uses(tree)
    found = {
        *check_files(tree),
        *check_phrases(tree),
        *check_stories(tree),
        *check_replies(tree, uses),
        *check_usage(tree, uses),
        *check_wording(tree),
    }
    return sorted(found)


def run(root: Path, release: bool = False) -> int:
    """Prints what was found; 1 where something must be mended, else 0.

    `release` adds what a clinic must still sign and call.
    """
    found = check(root)
    if release:
        found += sorted(check_release(root))
    for problem in found:
        print(problem)
    serious = sum(problem.serious for problem in found)
    notes = len(found) - serious
    print(f"{_count(serious, 'problem')}, {_count(notes, 'note')}." if found else "All is well.")
    return 1 if serious else 0


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
