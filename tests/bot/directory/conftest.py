"""The sample directory in a real SQLite file, and small directories of a test's own."""

import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import open_database
from bot.directory.load import SAMPLE, load_file


def uuid(name: str) -> str:
    """An id that a reader of a failed test can tell apart: the same for the same name."""
    return str(uuid5(NAMESPACE_URL, name))


def service(name: str, /, **changes: Any) -> dict[str, Any]:
    """A complete service as HSDS nests it; `changes` replace whole fields, None takes one out."""
    whole = {
        "id": uuid(name),
        "name": name,
        "status": "active",
        "description": f"What {name} does.",
        "organization": {"id": uuid(f"{name} org"), "name": f"{name} org", "description": "Who."},
        "service_at_locations": [{"location": location(name)}],
        "phones": [{"number": "+1 503 555 0199"}],
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not None}


def location(
    name: str,
    city: str = "Springfield",
    state: str = "IL",
    code: str = "62701",
    country: str = "US",
    at: tuple[float, float] | None = (39.80, -89.65),
) -> dict[str, Any]:
    found: dict[str, Any] = {"id": uuid(f"{name} location"), "location_type": "physical"}
    if at:
        found |= {"latitude": at[0], "longitude": at[1]}
    address = {
        "address_1": "1 Example Street",
        "city": city,
        "state_province": state,
        "postal_code": code,
        "country": country,
        "address_type": "physical",
    }
    return {**found, "addresses": [address]}


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "directory.db"
    load_file(f"sqlite:///{path}", SAMPLE)
    return path


@pytest.fixture
def sample_url(sample_file: Path, tmp_path: Path) -> str:
    shutil.copy(sample_file, tmp_path / "directory.db")
    return f"sqlite:///{tmp_path / 'directory.db'}"


@pytest.fixture
def open_session() -> Callable[[str], Any]:
    return _session


class _session:
    """`async with open_session(url) as session`, closing the engine after it."""

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)
        self._session = AsyncSession(self._engine)

    async def __aenter__(self) -> AsyncSession:
        return self._session

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        await self._engine.dispose()


@pytest.fixture
async def sample(sample_url: str) -> AsyncIterator[AsyncSession]:
    async with _session(sample_url) as session:
        yield session
