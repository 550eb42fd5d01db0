"""One private Rasa worker: a trained model behind the gateway's channel, on loopback."""

import asyncio
import os
import sys
from pathlib import Path

import rasa.core.agent
from rasa.core.run import configure_app
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic

from bot.conversations.cipher import load_cipher
from bot.conversations.store import ConversationStore
from bot.database import open_database
from bot.runtime.channel import GatewayChannel
from bot.runtime.reply_names import ReplyNames
from bot.runtime.tracker_store import ConversationTrackerStore
from bot.settings import Settings


def serve(settings: Settings, model: Path) -> None:
    """Serves until it is told to stop, or until the process that started it is gone."""
    app = configure_app([GatewayChannel()], enable_api=False, use_uvloop=False)
    app.ctx.parent = os.getppid()

    async def load(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
        app.ctx.agent = await load_agent(settings, model)
        app.add_task(_stop_with_parent)

    app.register_listener(load, "before_server_start")
    app.run(host="127.0.0.1", port=settings.rasa_port, workers=1, access_log=False, debug=False)


async def load_agent(settings: Settings, model: Path) -> rasa.core.agent.Agent:
    """The agent with our reply names, tracker store and action server."""
    store = ConversationStore(
        open_database(settings.conversations_url), load_cipher(settings.key, settings.data_dir)
    )
    agent = await rasa.core.agent.load_agent(
        model_path=str(model),
        endpoints=AvailableEndpoints(
            nlg=EndpointConfig(type=f"{ReplyNames.__module__}.{ReplyNames.__name__}"),
            action=EndpointConfig(url=settings.actions_url),
        ),
    )
    if not agent.is_ready():
        raise SystemExit(
            f"{model.name} could not be loaded: train again with `python -m bot train`"
        )
    assert agent.processor is not None
    agent.tracker_store = ConversationTrackerStore(agent.domain, store)
    agent.processor.tracker_store = agent.tracker_store
    return agent


async def _stop_with_parent(app: Sanic) -> None:
    while os.getppid() == app.ctx.parent:  # noqa: ASYNC110 (nothing tells of a parent's end)
        await asyncio.sleep(1)
    sys.stderr.write("the supervisor is gone: stopping\n")
    app.stop()
