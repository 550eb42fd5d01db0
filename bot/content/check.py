"""Checks the content that clinicians edit, in seconds and without Rasa."""

from pathlib import Path

from bot.content.checks.files import check_files, unreviewed
from bot.content.checks.phrases import check_phrases
from bot.content.checks.replies import check_replies
from bot.content.checks.stories import check_stories
from bot.content.checks.usage import check_usage, read_uses
from bot.content.checks.wording import check_wording
from bot.content.problem import Problem
from bot.content.tree import read_tree

__all__ = ["Problem", "check", "check_reviewed"]


def check(root: Path) -> list[Problem]:
    """What is wrong with the content under the project folder `root`, by file and line.

    A file that cannot be read is reported alone: what the others say about it would mislead.
    """
    tree = read_tree(root)
    if tree.unreadable:
        return sorted(set(tree.unreadable))
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


def check_reviewed(root: Path) -> list[Problem]:
    """The files that no clinician has signed, for a clinic that is about to go live."""
    return sorted(unreviewed(read_tree(root)))
