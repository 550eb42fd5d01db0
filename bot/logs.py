"""What the parts write to their logs: never what a person wrote."""

import logging
import traceback
from pathlib import Path
from typing import Any


def place(error: BaseException) -> str:
    """Kind and place of an error, never its text: that may hold what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
    return f"{type(error).__name__} at {where}"


class WithoutWords(logging.Formatter):
    """Tells of an error its kind and place alone."""

    def formatException(self, ei: Any) -> str:
        error = ei[1]
        return f"  {place(error)}" if error else ""


def log_as(part: str) -> None:
    """Warnings and worse of this process go to standard error; those of old libraries nowhere."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutWords(f"%(asctime)s {part} %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
