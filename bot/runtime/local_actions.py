"""Runs the custom actions in this process, for the terminal and for tests."""

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor


class LocalActions(EndpointConfig):
    """An action endpoint without a server: same calls, same answers."""

    def __init__(self) -> None:
        super().__init__(url="http://local")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, *_: Any, json: dict[str, Any] | None = None, **__: Any) -> Any:
        return await self._executor.run(json or {})
