"""The description of the API against the API: schemathesis, with good and with bad requests."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from bot.gateway import api, events
from bot.gateway.pages import OPENAPI
from tests.bot.gateway.fakes import FakeRasa, running

load_all_checks()
SCHEMA = schemathesis.openapi.from_path(str(OPENAPI))
SCHEMA.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
REJECTED = ["400", "401", "403", "404", "405", "413", "422", "429"]
SCHEMA.config.checks.negative_data_rejection.expected_statuses = REJECTED
LEFT_OUT = {"use_after_free", "ensure_resource_availability"}  # a token goes with each resource
APPLIED = [check for check in CHECKS.get_all() if check.__name__ not in LEFT_OUT]


class Server:
    """A gateway in a thread of its own, for the requests of schemathesis are not asynchronous."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._run(),))
        self.url = ""

    def __enter__(self) -> "Server":
        self._thread.start()
        assert self._ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)
        self._loop.close()

    async def _run(self) -> None:
        rasa = FakeRasa()
        await rasa.start()
        limits = {"messages_per_minute": 100_000, "conversations_per_minute": 100_000}
        async with running(self._data_dir, rasa, set(), **limits) as gateway:
            self.url = str(gateway.client.make_url("")).rstrip("/")
            self._ready.set()
            await self._stop.wait()
        await rasa.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("openapi") / "data") as found:
        yield found


def opened(server: Server) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Id, header with the token, and the opening message with the buttons that it offers."""
    body = requests.post(f"{server.url}/api/conversations", json={}, timeout=10).json()
    opening = body["messages"][0]
    return body["conversation_id"], {"Authorization": f"Bearer {body['token']}"}, opening


@SCHEMA.include(path_regex="conversations|lines").parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_reality_is_as_described(case: Any, server: Server) -> None:
    headers: dict[str, str] = {}
    wrong = {place.value for place, part in case.meta.components.items() if part.mode.is_negative}
    if "{id}" in case.path and not wrong & {"path", "header"}:
        id, headers, opening = opened(server)
        case.path_parameters = {"id": id}
        if "body" not in wrong and isinstance(case.body, dict):
            if isinstance(case.body.get("button"), str):
                case.body["button"] = opening["buttons"][0]["id"]
            if "message" in case.body:
                case.body["message"] = opening["id"]
    if case.operation.path.endswith("/events"):
        headers = {}  # the stream has no end; its refusal is compared
    case.call_and_validate(
        base_url=server.url, headers=headers, checks=APPLIED, timeout=10, allow_redirects=False
    )


def test_every_address_of_the_chat_is_described(server: Server) -> None:
    served = requests.get(f"{server.url}/api/openapi.json", timeout=10).json()
    described = {(path, way) for path, ways in served["paths"].items() for way in ways}
    routes = [route for part in (api, events) for route in part.routes]
    assert {(route.path, route.method.lower()) for route in routes} <= described  # type: ignore[attr-defined]
