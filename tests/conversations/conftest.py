"""Rasa and the actions in this process, with the example directory, once a session."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conversations.chat import Chat


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def local_rasa(
    runner: asyncio.Runner, trained_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[object]:
    from bot.directory import sessions
    from bot.runtime.agent import load_agent
    from bot.runtime.local_rasa import LocalActions, LocalRasa
    from bot.serve import prepare
    from bot.settings import load_settings

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AFTERWORD_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        sessions._sessions.cache_clear()
        prepare(load_settings())
        yield LocalRasa(runner.run(load_agent(trained_model, LocalActions())))
        runner.run(sessions._sessions().kw["bind"].dispose())
        sessions._sessions.cache_clear()


@pytest.fixture
def new_chat(runner: asyncio.Runner, local_rasa: object) -> Callable[[], Chat]:
    return lambda: Chat(runner, local_rasa)


@pytest.fixture
def chat(new_chat: Callable[[], Chat]) -> Chat:
    return new_chat()
