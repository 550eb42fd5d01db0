"""Brings the database of conversations back after its file was lost, emptied or broken."""

import logging
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from urllib.parse import quote

from bot.database import DatabaseInvalid, upgrade
from bot.settings import Settings

log = logging.getLogger(__name__)
PACKAGE = "bot.conversations"
BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
SMALLEST_PAGE = 512  # bytes; a database is a whole number of pages
FILES = ("", "-wal", "-shm")  # a SQLite database is these three
_one_at_a_time = Lock()  # who gave up waiting for a mending has not ended it


def mend(settings: Settings, broken: bool = False) -> None:
    """Makes the tables where they are missing.

    A file of ours that is said to be `broken`, or fails, and proves to be damaged is set aside
    for an empty one; a database that the settings name is its owner's to mend.
    Raises DatabaseInvalid.
    """
    with _one_at_a_time:
        if broken:
            _set_aside_if_damaged(settings)
        try:
            upgrade(settings.conversations_url, PACKAGE)
        except DatabaseInvalid as error:
            if not (is_broken(error) and _set_aside_if_damaged(settings)):
                raise
            upgrade(settings.conversations_url, PACKAGE)


def _set_aside_if_damaged(settings: Settings) -> bool:
    if not is_damaged(settings, suspected=True):
        return False
    ours = _ours(settings)
    log.critical("%s is broken. It was set aside as %s, for a new one", ours, set_aside(ours))
    return True


def is_damaged(settings: Settings, suspected: bool = False) -> bool:
    """Whether a new connection finds no database in our file; older ones may not notice yet.

    Where it is `suspected`, or has a size that no such file has, every page is looked at.
    A database of another's is never damaged.
    """
    ours = _ours(settings)
    if settings.conversations_url != f"sqlite:///{ours}":
        return False
    # its log may still answer for a file that was overwritten
    suspected = suspected or (ours.exists() and ours.stat().st_size % SMALLEST_PAGE != 0)
    address = f"file:{quote(str(ours))}?mode=rw"
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


def remove_broken(settings: Settings, retention: timedelta, at: datetime) -> None:
    """Removes files that were set aside, when what they hold is past the clinic's retention."""
    for path in settings.data_dir.glob("conversations.db.broken*"):
        if at.timestamp() - path.stat().st_mtime > retention.total_seconds():
            path.unlink()


def is_broken(error: BaseException | None) -> bool:
    """Whether the error, or what led to it, says that a file is no SQLite database any more."""
    while error is not None:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in BROKEN:
            return True
        error = getattr(error, "orig", None) or error.__cause__
    return False


def set_aside(path: Path) -> Path:
    """Moves a database out of the way; where it is now, which tells when that was."""
    aside = Path(f"{path}.broken-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}")
    for end in FILES:
        with suppress(FileNotFoundError):
            Path(f"{path}{end}").rename(f"{aside}{end}")
    return aside
