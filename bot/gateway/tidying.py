"""What the gateway does beside its answers: takes up changed files, mends its database, forgets."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

from aiohttp import web

from bot.conversations.mending import is_damaged, mend, remove_broken
from bot.database import DatabaseInvalid
from bot.gateway.keys import CLINIC, REGISTRY, SETTINGS, TALLY, WORDINGS
from bot.logs import place
from bot.safety import watch

log = logging.getLogger(__name__)
TIDY_EVERY = 5.0  # seconds
PURGE_EVERY = 3600.0
STARTING = 3.0  # seconds that the first answers wait for the database


async def tidying(app: web.Application) -> AsyncIterator[None]:
    """The gateway opens without its database where it must: danger is answered all the same."""
    try:
        async with asyncio.timeout(STARTING):
            await asyncio.to_thread(mend, app[SETTINGS])
        await _forget(app)
    except (DatabaseInvalid, TimeoutError) as error:
        log.error("the database cannot be used yet: %s", error)
    task = asyncio.create_task(_tidy(app))
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _tidy(app: web.Application) -> None:
    clock = asyncio.get_running_loop().time
    forget_at = clock() + PURGE_EVERY
    while True:
        await asyncio.sleep(TIDY_EVERY)
        try:
            await asyncio.to_thread(watch().refresh)
            await asyncio.to_thread(app[WORDINGS].refresh)
            await _look_after_database(app)
            if clock() >= forget_at:
                forget_at = clock() + PURGE_EVERY
                await _forget(app)
        except DatabaseInvalid as error:
            log.error("the database cannot be used: %s", error)
        except Exception as error:  # the next round may go better
            log.error("tidying failed: %s", place(error))


async def _look_after_database(app: web.Application) -> None:
    """Writes what could not be written; after a mending everything, for it may be a new one."""
    registry, tally, settings = app[REGISTRY], app[TALLY], app[SETTINGS]
    suspected = registry.broken or tally.broken
    registry.broken = tally.broken = False
    try:
        broken = await asyncio.to_thread(is_damaged, settings, suspected)
        mending = broken or not await registry.answers()
        if mending:
            await asyncio.to_thread(mend, settings, broken)
    except Exception:
        registry.broken = registry.broken or suspected
        raise
    registry.write_again(everything=mending)


async def _forget(app: web.Application) -> None:
    """What is past the clinic's retention."""
    retention = timedelta(days=app[CLINIC].retention_days)
    await app[REGISTRY].purge(retention)
    await asyncio.to_thread(remove_broken, app[SETTINGS], retention, app[REGISTRY].date())
