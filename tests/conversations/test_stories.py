"""Runs the Rasa test stories of this folder with Rasa's own evaluation, words and all."""

import asyncio
import warnings
from pathlib import Path
from typing import Any

import pytest

STORIES = sorted(Path(__file__).parent.glob("test_*.yml"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story_goes_as_written(
    runner: asyncio.Runner, local_rasa: Any, path: Path, tmp_path: Path
) -> None:
    from rasa.core.test import test as evaluate

    from bot.runtime.command_line import skip_empty_evaluation

    skip_empty_evaluation()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = runner.run(
            evaluate(str(path), local_rasa.agent, e2e=True, out_directory=str(tmp_path))
        )
    failed = (tmp_path / "failed_test_stories.yml").read_text(encoding="utf-8")
    assert result["report"]["conversation_accuracy"]["accuracy"] == 1.0, failed
    assert result["is_end_to_end_evaluation"]
