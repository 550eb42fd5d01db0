"""The one way into Rasa: without TensorFlow, without telemetry, with quiet logs.

Importing anything of this package prepares what must stand before the first `import rasa`.
"""

import logging
import os
import warnings

import structlog

from bot.runtime import without_tensorflow

# Rasa reads it at import; set here, it holds for every entry point.
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
warnings.filterwarnings("ignore")
without_tensorflow.install()

# Rasa logs what people write, at debug and when something fails.
logging.getLogger("rasa").setLevel(logging.CRITICAL)
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
