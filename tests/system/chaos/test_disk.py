"""The database is locked, gone or overwritten, or the disk is full, while fifty people write."""

import os
import resource
import signal
import sqlite3

from tests.system.chaos.quake import Quake
from tests.system.program import until


def limit_files(quake: Quake, full: bool) -> None:
    """What a full disk does to every part: no file can grow. Lifted again as it was."""
    for pid in quake.program.processes():
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0 if full else most, most))


def test_database_is_locked(quake: Quake) -> None:
    other = sqlite3.connect(quake.program.data / "conversations.db", isolation_level=None)
    with quake.breaking("database locked"):
        other.execute("BEGIN EXCLUSIVE")
        until(quake.part("database", "degraded"), 15, "health says so")
        quake.people_write(4)
        other.close()


def test_database_is_out_of_reach(quake: Quake) -> None:
    database = quake.program.data / "conversations.db"
    away = database.with_suffix(".away")
    with quake.breaking("database out of reach"):
        database.rename(away)
        database.mkdir()
        until(quake.part("database", "degraded"), 5, "health says so")
        quake.people_write(4)
        database.rmdir()
        away.rename(database)


def test_database_is_overwritten(quake: Quake) -> None:
    """It is set aside, and the new one gets all that is in memory."""
    database = quake.program.data / "conversations.db"
    with quake.breaking("database overwritten"):
        database.write_bytes(os.urandom(50_000))
        until(lambda: [*database.parent.glob("*.broken-*")], 15, "it is set aside")
        quake.people_write(2)
    with sqlite3.connect(database) as connection:
        assert connection.execute("select count(*) from message").fetchone()[0] > 100


def test_disk_is_full(quake: Quake) -> None:
    """What could not be written is written later, though nobody writes again for it."""
    with quake.breaking("disk full"):
        limit_files(quake, full=True)
        quake.program.kill("actions")
        until(quake.part("database", "degraded"), 15, "health says so")
        quake.people_write(4)
        limit_files(quake, full=False)
    with quake.gateway_down("gateway killed after that", signal.SIGKILL):
        quake.people_write(1)
