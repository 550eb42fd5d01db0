"""A database that is lost, emptied or broken comes back; nothing of anybody else's is touched."""

import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversations.mending import is_broken, is_damaged, mend, remove_broken
from bot.database import DatabaseInvalid
from bot.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = load_settings({}, data_dir=tmp_path)
    mend(found)
    return found


def rows(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute("select count(*) from conversation").fetchone()[0])


def test_good_database_stays_as_it_is(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    before = path.stat().st_ino
    mend(settings)
    assert path.stat().st_ino == before
    assert [p.name for p in tmp_path.glob("*.broken*")] == []


@pytest.mark.parametrize("found", [None, b""])
def test_missing_or_empty_file_gets_its_tables(
    settings: Settings, tmp_path: Path, found: bytes | None
) -> None:
    path = tmp_path / "conversations.db"
    path.unlink()
    if found is not None:
        path.write_bytes(found)
    mend(settings)
    assert rows(path) == 0
    assert path.stat().st_mode & 0o077 == 0 or found is not None


def test_file_that_is_no_database_is_set_aside(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    for garbage in (b"first garbage " * 500, b"second garbage " * 500):
        path.write_bytes(garbage)
        mend(settings)
        assert rows(path) == 0
        assert (tmp_path / "conversations.db.broken").read_bytes() == garbage


def test_file_whose_damage_shows_only_in_use_is_set_aside(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "conversations.db"
    before = path.stat().st_ino
    mend(settings, broken=True)
    assert rows(path) == 0
    assert (tmp_path / "conversations.db.broken").stat().st_ino == before


def test_damage_is_found_by_a_new_connection(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    assert not is_damaged(settings)
    assert not is_damaged(settings, suspected=True)
    good = path.read_bytes()
    path.write_bytes(good[:4096] + b"\xff" * (len(good) - 4096))
    assert is_damaged(settings, suspected=True)
    path.write_bytes(b"no database " * 1000)
    assert is_damaged(settings)
    path.unlink()
    assert not is_damaged(settings)
    assert not path.exists()


@pytest.mark.parametrize("broken", [False, True])
def test_file_that_the_settings_name_is_left_alone(tmp_path: Path, broken: bool) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear clinic, this is no database at all. " * 50)
    settings = load_settings({}, data_dir=tmp_path, conversations_url=f"sqlite:///{path}")
    with pytest.raises(DatabaseInvalid, match="not a database"):
        mend(settings, broken)
    assert path.read_text().startswith("Dear clinic")


def test_locked_database_is_not_broken(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.database.UPGRADE_SECONDS", 0.1)
    other = sqlite3.connect(tmp_path / "conversations.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseInvalid, match="locked") as refused:
        mend(settings)
    assert not is_broken(refused.value)
    other.close()


def test_what_was_set_aside_goes_with_the_retention(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mend(settings, broken=True)
    aside = tmp_path / "conversations.db.broken"
    remove_broken(settings, timedelta(days=30))
    assert aside.exists()
    later = time.time() + 31 * 24 * 3600
    monkeypatch.setattr("bot.conversations.mending.time.time", lambda: later)
    remove_broken(settings, timedelta(days=30))
    assert not aside.exists()
    assert rows(tmp_path / "conversations.db") == 0
