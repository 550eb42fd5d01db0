"""Brings the database of conversations back after its file was lost, emptied or broken."""

import logging
import sqlite3
import time
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from bot.database import DatabaseInvalid, upgrade
from bot.settings import Settings

log = logging.getLogger(__name__)
PACKAGE = "bot.conversations"
BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
FILES = ("", "-wal", "-shm")  # a SQLite database is these three


def mend(settings: Settings, broken: bool = False) -> None:
    """Makes the tables where they are missing.

    A file of ours that is `broken`, or proves to be, is set aside for an empty one; a database
    that the settings name is its owner's to mend. Raises DatabaseInvalid.
    """
    ours = _ours(settings)
    may_replace = settings.conversations_url == f"sqlite:///{ours}"
    try:
        if not (broken and may_replace):
            upgrade(settings.conversations_url, PACKAGE)
            return
    except DatabaseInvalid as error:
        if not (is_broken(error) and may_replace):
            raise
    log.critical("%s is broken. It was set aside as %s, for a new one", ours, set_aside(ours))
    upgrade(settings.conversations_url, PACKAGE)


def is_damaged(settings: Settings, suspected: bool = False) -> bool:
    """Whether a new connection finds no database in our file; older ones may not notice yet.

    Where it is `suspected`, every page is looked at.
    """
    address = f"file:{quote(str(_ours(settings)))}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=0.1)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if suspected:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
    except sqlite3.Error as error:
        return is_broken(error)
    return False


def _ours(settings: Settings) -> Path:
    return settings.data_dir / "conversations.db"


def remove_broken(settings: Settings, retention: timedelta) -> None:
    """Removes a file that was set aside, when what it holds is past the clinic's retention."""
    for path in settings.data_dir.glob("conversations.db.broken*"):
        if time.time() - path.stat().st_mtime > retention.total_seconds():
            path.unlink()


def is_broken(error: BaseException | None) -> bool:
    """Whether the error, or what led to it, says that a file is no SQLite database any more."""
    while error is not None:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in BROKEN:
            return True
        error = getattr(error, "orig", None) or error.__cause__
    return False


def set_aside(path: Path) -> Path:
    """Moves a database out of the way; where it is now. An earlier one there gives way."""
    aside = Path(f"{path}.broken")
    for end in FILES:
        Path(f"{aside}{end}").unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            Path(f"{path}{end}").rename(f"{aside}{end}")
    return aside
