"""Rasa and the actions in this process, for the terminal and for tests."""

from typing import Any

from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.runtime.agent import load_agent
from bot.runtime.channel import named_replies, user_message
from bot.runtime.train import train
from bot.settings import Settings


class LocalActions(EndpointConfig):
    """An action endpoint without a server: same calls, same answers."""

    def __init__(self) -> None:
        super().__init__(url="http://local")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, *_: Any, json: dict[str, Any] | None = None, **__: Any) -> Any:
        return await self._executor.run(json or {})


class LocalRasa:
    """A trained model without a server."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent

    async def turn(
        self, conversation: str, said: dict[str, str], level: str = "none"
    ) -> list[dict[str, Any]]:
        """`{reply, values}` of each reply to `{"text": ...}` or `{"payload": ...}`."""
        message = user_message({"conversation": conversation, "level": level, **said})
        await self.agent.handle_message(message)
        return named_replies(message)


async def load_local(settings: Settings, tracker_store: TrackerStore | None = None) -> LocalRasa:
    """Trains if needed, then loads. Raises TrainingFailed."""
    return LocalRasa(await load_agent(train(settings), LocalActions(), tracker_store))
