"""Rasa's own command line."""

import sys


def run_command_line(arguments: list[str]) -> None:
    """Rasa's own command line, as `python -m bot rasa ...`."""
    import rasa.__main__

    sys.argv = ["rasa", *arguments]
    rasa.__main__.main()
