"""The one way into Rasa: without TensorFlow, without telemetry, with quiet logs.

Importing anything of this package prepares what must stand before the first `import rasa`.
"""

import logging
import os

import structlog

from bot.runtime import without_tensorflow

# Rasa reads these when it starts; set here, they hold for every entry point.
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["RASA_MAX_CACHE_SIZE"] = "0"  # else it keeps phrases in the folder it is called from
# Warnings of old libraries; a filter would not do, as Rasa and Sanic set filters of their own
logging.captureWarnings(True)
logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
without_tensorflow.install()

# Rasa logs what people write, at debug and when something fails.
logging.getLogger("rasa").setLevel(logging.CRITICAL)
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
