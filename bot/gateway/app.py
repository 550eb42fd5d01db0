"""The one public door: its parts, its addresses, and what happens at start and stop."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web

from bot.conversations.cipher import load_cipher
from bot.conversations.counts import Tally
from bot.conversations.store import ConversationStore
from bot.database import open_database
from bot.gateway import api, events, pages, safety_page
from bot.gateway.care import Care
from bot.gateway.channels import telegram
from bot.gateway.clinic import load_clinic
from bot.gateway.first_look import first_look
from bot.gateway.keys import (
    CARE,
    CLINIC,
    LIMITS,
    LINES,
    RASA,
    REGISTRY,
    SETTINGS,
    TALLY,
    TURNS,
    WORDINGS,
)
from bot.gateway.limits import LOOKED_AT, Limits
from bot.gateway.plain_words import load_answers
from bot.gateway.problems import problems
from bot.gateway.rasa_client import RasaClient
from bot.gateway.registry import Registry
from bot.gateway.screening import Screening
from bot.gateway.security import add_headers, security
from bot.gateway.speaking import Speaker
from bot.gateway.tidying import tidying
from bot.gateway.turn import Turns
from bot.gateway.wording import Wordings
from bot.safety.lines import all_lines
from bot.settings import Settings

log = logging.getLogger(__name__)
LAST_TRY = 2.0  # seconds for what waits to be counted when the gateway stops


def init_app(settings: Settings) -> web.Application:
    """The gateway. Raises what the clinic's profile, the wordings or the lines are lacking."""
    app = web.Application(client_max_size=LOOKED_AT, middlewares=[problems, first_look, security])
    app[SETTINGS] = settings
    app[CLINIC] = load_clinic(settings)
    app[LINES] = all_lines()
    app[CARE] = Care(app[LINES], app[CLINIC])
    app[WORDINGS] = Wordings(settings.domain)
    app[LIMITS] = Limits(settings)
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_end_streams)
    app.cleanup_ctx.append(_parts)
    app.cleanup_ctx.append(tidying)
    app.cleanup_ctx.append(_counting)
    for part in (pages, safety_page, api, events):
        app.add_routes(part.routes)
    if settings.telegram_token:
        app.cleanup_ctx.append(telegram.connected)
        app.add_routes(telegram.routes)
    return app


async def _parts(app: web.Application) -> AsyncIterator[None]:
    """What needs a running event loop."""
    settings = app[SETTINGS]
    cipher = load_cipher(settings.key, settings.data_dir)
    answers = load_answers(settings.root / "data" / "safety" / "answers.yml")
    engine = open_database(settings.conversations_url)
    screening = Screening(answers, literal=settings.by_buttons)
    try:
        app[REGISTRY] = Registry(ConversationStore(engine, cipher))
        app[TALLY] = Tally(engine)
        await screening.warm_up()
        async with aiohttp.ClientSession() as session:
            app[RASA] = RasaClient(session, settings.rasa_url, settings.rasa_timeout)
            speaker = Speaker(app[WORDINGS], app[CARE], app[CLINIC], settings.by_buttons)
            app[TURNS] = Turns(speaker, screening, app[RASA], settings.by_buttons)
            yield
            await app[REGISTRY].close()
    finally:
        screening.close()
        await engine.dispose()


async def _end_streams(app: web.Application) -> None:
    app[REGISTRY].listeners.end_all()


async def _counting(app: web.Application) -> AsyncIterator[None]:
    """Writes counts in the background; what waits at the end gets one more try."""
    task = asyncio.create_task(app[TALLY].keep_writing())
    yield
    with contextlib.suppress(Exception):
        async with asyncio.timeout(LAST_TRY):
            await app[TALLY].write()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
