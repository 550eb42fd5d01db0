"""What the parts write to their logs: never what a person wrote."""

import logging
import traceback
from pathlib import Path
from typing import Any


class WithoutWords(logging.Formatter):
    """Kind and place of an error, never its text: that may hold what a person wrote."""

    def formatException(self, ei: Any) -> str:
        kind, _, trace = ei
        frame = traceback.extract_tb(trace)[-1] if trace else None
        where = f" {Path(frame.filename).name}:{frame.lineno}" if frame else ""
        return f"  {kind.__name__}{where}"


def log_as(part: str) -> None:
    """Warnings and worse of this process go to standard error; those of old libraries nowhere."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutWords(f"%(asctime)s {part} %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
