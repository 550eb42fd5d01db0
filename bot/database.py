"""Opens a database and brings its tables up to date: SQLite by default, PostgreSQL by address."""

import asyncio
import importlib
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command, context
from alembic.config import Config
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

# How long SQLite waits for a lock. While it does nothing can stop it, so people's turns wait less
BUSY_SECONDS = 2
UPGRADE_SECONDS = 10
PRIVATE = 0o600  # what people tell in confidence may come to stand in the file
PRAGMAS = ("PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON")


class DatabaseInvalid(ValueError):
    """A database that cannot be used; the text says which and what to do. No password in it."""


def open_database(url: str) -> AsyncEngine:
    """An engine for `sqlite:///path` or `postgresql://user@host/name`. Connects at first use.

    Raises DatabaseInvalid for another kind of address, or a driver that is not installed.
    """
    address = _address(url, sqlite="aiosqlite", postgresql="asyncpg")
    if address.get_backend_name() == "postgresql":
        return create_async_engine(address, pool_pre_ping=True)
    engine = create_async_engine(address)
    path = Path(str(address.database))

    def make_private(*_: Any) -> None:
        with suppress(OSError):
            if not path.exists():
                path.touch(mode=PRIVATE)

    def connected(connection: Any, record: Any) -> None:
        _tune(connection, BUSY_SECONDS, lambda pause: await_only(asyncio.sleep(pause)))
        record.info["file"] = _identity(path)

    def taken_from_the_pool(_: Any, record: Any, __: Any) -> None:
        """What is written through an old connection to a file that was replaced is lost."""
        if record.info["file"] != _identity(path):
            raise sa.exc.InvalidatePoolError

    sa.event.listen(engine.sync_engine, "do_connect", make_private)
    sa.event.listen(engine.sync_engine, "connect", connected)
    sa.event.listen(engine.sync_engine, "checkout", taken_from_the_pool)
    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    """Differs when another file stands at the path.

    Never open and close the file itself: that ends every lock SQLite holds in this process.
    """
    with suppress(OSError):
        stat = path.stat()
        return stat.st_dev, stat.st_ino
    return None


def upgrade(url: str, package: str) -> None:
    """Run the Alembic migrations in `migrations/` of `package` ("bot.directory") up to the newest.

    All of them in one transaction, under a lock: safe to run again, and in two processes at once.
    Each package has a version table of its own. Raises DatabaseInvalid.
    """
    config = Config()
    config.set_main_option("script_location", str(_migrations(package)).replace("%", "%%"))
    config.attributes["version_table"] = f"{package.rpartition('.')[2]}_version"
    with transaction(url, package) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def transaction(url: str, lock: str) -> Iterator[sa.Connection]:
    """A synchronous connection in one transaction, for the command line: all of it or nothing.

    Another process that asks for the same lock waits. Raises DatabaseInvalid.
    """
    address = _address(url, sqlite="pysqlite", postgresql="psycopg2")
    engine = sa.create_engine(address, poolclass=sa.pool.NullPool)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda x, _: _tune(x, UPGRADE_SECONDS, time.sleep))
        sa.event.listen(engine, "connect", _leave_transactions_to_us)
        sa.event.listen(engine, "begin", _begin_immediate)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                key = sa.func.pg_advisory_xact_lock(zlib.crc32(lock.encode()))
                connection.execute(sa.select(key))
            yield connection
    except DatabaseError as error:
        shown = address.render_as_string(hide_password=True)
        hint = "Is it the right database, and can this program write there?"
        raise DatabaseInvalid(f"{shown}: {error.orig}. {hint}") from error


def run_migrations() -> None:
    """What every `migrations/env.py` does: Alembic on the connection of `upgrade`."""
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        version_table=attributes["version_table"],
        transactional_ddl=True,
        render_as_batch=True,
    )
    context.run_migrations()


def _address(url: str, **drivers: str) -> sa.URL:
    try:
        address = sa.make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseInvalid(
            "the database address cannot be read; write sqlite:///path/to/file.db "
            "or postgresql://user:password@host/name"
        ) from None
    backend = address.get_backend_name()
    if backend not in drivers:
        raise DatabaseInvalid(f"{backend} is not supported; use sqlite:/// or postgresql://")
    driver = drivers[backend]
    if backend == "sqlite":
        _prepare_file(address.database)
    elif find_spec(driver) is None:
        raise DatabaseInvalid(
            f"PostgreSQL needs the package {driver}; install it, or use sqlite:///"
        )
    return address.set(drivername=f"{backend}+{driver}")


def _prepare_file(database: str | None) -> None:
    if not database or database == ":memory:":
        raise DatabaseInvalid("the database must be a file: write sqlite:///path/to/file.db")
    path = Path(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=PRIVATE)
    except OSError as error:
        raise DatabaseInvalid(f"{path}: {error.strerror}. Can this program write there?") from error


def _migrations(package: str) -> Path:
    folder = Path(str(importlib.import_module(package).__file__)).parent / "migrations"
    if not (folder / "env.py").is_file():
        raise DatabaseInvalid(f"{package} has no migrations/env.py")
    return folder


def _tune(connection: Any, patience: float, sleep: Callable[[float], object]) -> None:
    cursor = connection.cursor()
    for pragma in (f"PRAGMA busy_timeout = {int(patience * 1000)}", *PRAGMAS):
        cursor.execute(pragma)
    _use_wal(cursor, patience, sleep)
    cursor.close()


def _use_wal(cursor: Any, patience: float, sleep: Callable[[float], object]) -> None:
    """SQLite does not wait (busy_timeout) where two connections turn a new file to WAL at once."""
    until = time.monotonic() + patience
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            sleep(0.02)


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    """Python's sqlite3 would begin only before the first INSERT, after the tables are made."""
    connection.isolation_level = None


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
