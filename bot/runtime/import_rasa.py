"""The one way into Rasa: without TensorFlow, without telemetry, with quiet logs.

Import this module before any `import rasa`.
"""

import logging
import os
import sys
import warnings

from bot.runtime import without_tensorflow

# Rasa reads these at import; they are set here for every entry point.
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("SANIC_NO_UVLOOP", "true")
warnings.filterwarnings("ignore")
without_tensorflow.install()

# Rasa logs what people write at several places; nothing under WARNING, and no structlog text.
logging.getLogger("rasa").setLevel(logging.ERROR)


def run_command_line(arguments: list[str]) -> None:
    """Rasa's own command line, as `python -m bot rasa ...`."""
    import rasa.__main__

    sys.argv = ["rasa", *arguments]
    rasa.__main__.main()
