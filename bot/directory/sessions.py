"""Gives a session of the directory to whoever asks, opening the database at the first request."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.database import DatabaseInvalid, open_database
from bot.settings import load_settings


class DirectoryUnavailable(RuntimeError):
    """The directory cannot be read now; whoever asks must offer another way to a person."""


@asynccontextmanager
async def directory_session() -> AsyncIterator[AsyncSession]:
    """A session on the directory of the settings. Raises DirectoryUnavailable."""
    try:
        async with _sessions()() as session:
            yield session
    except (SQLAlchemyError, DatabaseInvalid, OSError) as error:
        raise DirectoryUnavailable("the directory cannot be read") from error


@cache
def _sessions() -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(open_database(load_settings().directory_url))
