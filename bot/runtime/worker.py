"""One private Rasa worker: a trained model behind the gateway's channel, on loopback."""

import asyncio
from contextlib import suppress
from pathlib import Path

from rasa.core.run import configure_app
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic

from bot.conversations.cipher import load_cipher
from bot.conversations.store import ConversationStore
from bot.database import open_database
from bot.logs import log_as
from bot.runtime.agent import load_agent
from bot.runtime.channel import GatewayChannel
from bot.runtime.tracker_store import ConversationTrackerStore
from bot.safety import watch
from bot.settings import Settings

REFRESH_EVERY = 5.0  # seconds


def serve(settings: Settings, model: Path) -> None:
    """Serves until it is told to stop."""
    app = configure_app([GatewayChannel()], enable_api=False, use_uvloop=False)
    log_as("worker")

    async def load(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
        agent = await load_agent(
            model, EndpointConfig(url=settings.actions_url), open_tracker_store(settings)
        )
        await agent.parse_message("hello")  # loads the safety check's files before it is ready
        app.ctx.agent = agent
        app.add_task(_take_up_changes(), name="changes")

    app.register_listener(load, "before_server_start")
    app.run(host="127.0.0.1", port=settings.rasa_port, workers=1, access_log=False, debug=False)


async def _take_up_changes() -> None:
    """Of the danger patterns, as the gateway does."""
    while True:
        await asyncio.sleep(REFRESH_EVERY)
        with suppress(OSError):
            await asyncio.to_thread(watch().refresh)


def open_tracker_store(settings: Settings) -> ConversationTrackerStore:
    """Connects at first use. Raises DatabaseInvalid and KeyInvalid."""
    cipher = load_cipher(settings.key, settings.data_dir)
    database = open_database(settings.conversations_url)
    return ConversationTrackerStore(None, ConversationStore(database, cipher))
