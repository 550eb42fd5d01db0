"""What the gateway opens it closes, also where it cannot start."""

import asyncio
import threading

import pytest

from bot.gateway.keys import REGISTRY, TALLY
from tests.bot.gateway.fakes import Gateway, Starts


def threads_of_the_safety_check() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("assess")]


async def test_gateway_that_cannot_start_leaves_no_threads(
    start: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no speaker")

    monkeypatch.setattr("bot.gateway.app.Speaker", fail)
    before = threads_of_the_safety_check()
    with pytest.raises(RuntimeError, match="no speaker") as _held:  # with all that it refers to
        async with start():
            pass
    async with asyncio.timeout(5):
        while threads_of_the_safety_check() != before:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_registry_leaves_the_database_open_for_the_counts(gateway: Gateway) -> None:
    app = gateway.client.app
    pool = app[TALLY]._engine.pool
    await app[REGISTRY].close()
    assert app[TALLY]._engine.pool is pool


async def test_database_is_closed_at_the_end(start: Starts) -> None:
    async with start() as gateway:
        engine = gateway.client.app[TALLY]._engine
        pool = engine.pool
    assert engine.pool is not pool
