"""The one public door: its parts, its addresses, and what happens at start and stop."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
from aiohttp import web

from bot.conversations.cipher import load_cipher
from bot.conversations.store import ConversationStore
from bot.database import open_database, upgrade
from bot.gateway import api, events, pages
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
    TURNS,
    WORDINGS,
)
from bot.gateway.limits import LOOKED_AT, Limits
from bot.gateway.plain_words import load_answers
from bot.gateway.problems import place, problems
from bot.gateway.rasa_client import RasaClient
from bot.gateway.registry import Registry
from bot.gateway.screening import Screening
from bot.gateway.security import add_headers, security
from bot.gateway.speaking import Speaker
from bot.gateway.turn import Turns
from bot.gateway.wording import Wordings
from bot.safety.lines import all_lines
from bot.settings import Settings

log = logging.getLogger(__name__)
TIDY_EVERY = 5.0  # seconds between looks for changed wordings
PURGE_EVERY = 3600.0


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
    app.cleanup_ctx.append(_tidying)
    for part in (pages, api, events):
        app.add_routes(part.routes)
    if settings.telegram_token:
        app.cleanup_ctx.append(telegram.connected)
        app.add_routes(telegram.routes)
    return app


async def _parts(app: web.Application) -> AsyncIterator[None]:
    """What needs a running event loop."""
    settings = app[SETTINGS]
    await asyncio.to_thread(upgrade, settings.conversations_url, "bot.conversations")
    cipher = load_cipher(settings.key, settings.data_dir)
    app[REGISTRY] = Registry(ConversationStore(open_database(settings.conversations_url), cipher))
    screening = Screening(load_answers(settings.root / "data" / "safety" / "answers.yml"))
    await screening.warm_up()
    async with aiohttp.ClientSession() as session:
        app[RASA] = RasaClient(session, settings.rasa_url, settings.rasa_timeout)
        speaker = Speaker(app[WORDINGS], app[CARE], app[CLINIC])
        app[TURNS] = Turns(speaker, screening, app[RASA])
        yield
        await app[REGISTRY].close()
    screening.close()


async def _end_streams(app: web.Application) -> None:
    app[REGISTRY].listeners.end_all()


async def _tidying(app: web.Application) -> AsyncIterator[None]:
    retention = timedelta(days=app[CLINIC].retention_days)
    await app[REGISTRY].purge(retention)
    task = asyncio.create_task(_tidy(app, retention))
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _tidy(app: web.Application, retention: timedelta) -> None:
    """Takes up changed wordings; removes conversations past the clinic's retention."""
    clock = asyncio.get_running_loop().time
    purge_at = clock() + PURGE_EVERY
    while True:
        try:
            await asyncio.to_thread(app[WORDINGS].refresh)
            if clock() >= purge_at:
                purge_at = clock() + PURGE_EVERY
                await app[REGISTRY].purge(retention)
        except Exception as error:  # the next round may go better
            log.error("tidying failed: %s", place(error))
        await asyncio.sleep(TIDY_EVERY)
