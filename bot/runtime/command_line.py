"""Rasa's own command line."""

import sys
from typing import Any


def run_command_line(arguments: list[str]) -> None:
    """Rasa's own command line, as `python -m bot rasa ...`. Ends the process."""
    import rasa.__main__

    skip_empty_evaluation()
    sys.argv = ["rasa", *arguments]
    rasa.__main__.main()


def skip_empty_evaluation() -> None:
    """`rasa test` asks scikit-learn for the confusion of no entities, which it refuses by now."""
    import rasa.core.test as testing

    evaluate = testing.evaluate_entities

    def evaluate_any(results: list[Any], *options: Any, **more: Any) -> None:
        if any(result.tokens for result in results):
            evaluate(results, *options, **more)

    testing.evaluate_entities = evaluate_any
