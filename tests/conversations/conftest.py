"""Rasa and the actions in this process, with the example directory, once a session."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.content.load import load_replies
from bot.gateway.care import Care
from bot.gateway.clinic import EXAMPLE, Clinic, load_clinic
from bot.gateway.plain_words import load_answers
from bot.gateway.replying import Understanding
from bot.gateway.screening import Screening
from bot.gateway.speaking import Speaker
from bot.gateway.turn import Turns
from bot.gateway.wording import Wordings
from bot.safety.lines import all_lines
from bot.settings import ROOT, load_settings
from tests.conversations import rubric
from tests.conversations.chat import Chat
from tests.conversations.replay import Clock, Replay

if TYPE_CHECKING:
    from bot.runtime.local_rasa import LocalRasa

ENGLISH = ROOT / "bot" / "domain" / "en"
NewReplay = Callable[[str], Replay]
Begin = Callable[[str, Understanding], Replay]


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

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AFTERWORD_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        sessions._sessions.cache_clear()
        prepare(load_settings())
        yield LocalRasa(runner.run(load_agent(trained_model, LocalActions())))
        runner.run(sessions._sessions().kw["bind"].dispose())
        sessions._sessions.cache_clear()


@pytest.fixture
def new_chat(runner: asyncio.Runner, local_rasa: "LocalRasa") -> Callable[[], Chat]:
    return lambda: Chat(runner, local_rasa)


@pytest.fixture
def chat(new_chat: Callable[[], Chat]) -> Chat:
    return new_chat()


@pytest.fixture(scope="session")
def wordings() -> dict[str, int]:
    """How many wordings each reply has."""
    return {name: len(reply.wordings) for name, reply in load_replies(ENGLISH).items()}


@pytest.fixture(scope="session")
def clinic() -> Clinic:
    return load_clinic(load_settings({}, profile=EXAMPLE))


@pytest.fixture(scope="session")
def checks(wordings: dict[str, int], clinic: Clinic) -> dict[str, rubric.Check]:
    return rubric.checks(wordings, clinic.phone)


@pytest.fixture(scope="session")
def begin(runner: asyncio.Runner, clinic: Clinic) -> Iterator[Begin]:
    """Begins a conversation with the gateway's own parts; its name decides on the wordings."""
    care = Care(all_lines(), clinic)
    speaker = Speaker(Wordings(ENGLISH.parent), care, clinic)
    screening = Screening(load_answers(ROOT / "data" / "safety" / "answers.yml"))

    def new(name: str, rasa: Understanding) -> Replay:
        return Replay(runner, Turns(speaker, screening, rasa), care, name, Clock)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.conversations.conversation.datetime", Clock)
        yield new
    screening.close()


@pytest.fixture(scope="session")
def new_replay(begin: Begin, local_rasa: "LocalRasa") -> NewReplay:
    """The same, with Rasa."""
    from bot import say

    return lambda name: begin(name, say.Understanding(local_rasa))
