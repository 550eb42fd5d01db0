"""A database that is lost, emptied or broken comes back; nothing of anybody else's is touched."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversations import mending
from bot.conversations.conversation import now
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


def aside(folder: Path) -> list[bytes]:
    """What was set aside, the oldest first."""
    return [path.read_bytes() for path in sorted(folder.glob("*.broken-*[0-9]"))]


@pytest.mark.parametrize("broken", [False, True])
def test_good_database_stays_as_it_is(settings: Settings, tmp_path: Path, broken: bool) -> None:
    path = tmp_path / "conversations.db"
    before = path.stat().st_ino
    mend(settings, broken)
    assert path.stat().st_ino == before
    assert aside(tmp_path) == []


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
    broken = [b"first garbage " * 500, b"second garbage " * 500]
    for garbage in broken:
        path.write_bytes(garbage)
        mend(settings)
        assert rows(path) == 0
    assert aside(tmp_path) == broken


def test_one_mends_at_a_time(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade, under_way, most = mending.upgrade, 0, 0

    def slow(url: str, package: str) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        time.sleep(0.05)
        try:
            upgrade(url, package)
        finally:
            under_way -= 1

    monkeypatch.setattr(mending, "upgrade", slow)
    garbage = b"no database " * 1000
    (tmp_path / "conversations.db").write_bytes(garbage)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: mend(settings, broken=True), range(4)))
    assert most == 1
    assert aside(tmp_path) == [garbage]


def test_file_whose_damage_shows_only_in_use_is_set_aside(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "conversations.db"
    hurt_pages(path)
    hurt = path.read_bytes()
    mend(settings, broken=True)
    assert rows(path) == 0
    assert aside(tmp_path) == [hurt]


def hurt_pages(path: Path) -> None:
    """All but the first."""
    good = path.read_bytes()
    path.write_bytes(good[:4096] + b"\xff" * (len(good) - 4096))


def test_damage_is_found_by_a_new_connection(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    assert not is_damaged(settings)
    assert not is_damaged(settings, suspected=True)
    hurt_pages(path)
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


def test_database_elsewhere_is_not_damaged_by_a_file_that_lies_about(tmp_path: Path) -> None:
    (tmp_path / "conversations.db").write_bytes(b"no database " * 1000)
    url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    settings = load_settings({}, data_dir=tmp_path, conversations_url=url)
    assert not is_damaged(settings)
    assert not is_damaged(settings, suspected=True)


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


def test_what_was_set_aside_goes_with_the_retention(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "conversations.db").write_bytes(b"no database " * 1000)
    mend(settings)
    remove_broken(settings, timedelta(days=30), now() + timedelta(days=29))
    assert aside(tmp_path) != []
    remove_broken(settings, timedelta(days=30), now() + timedelta(days=31))
    assert aside(tmp_path) == []
    assert rows(tmp_path / "conversations.db") == 0


def test_a_size_that_no_database_has_is_looked_into(settings: Settings, tmp_path: Path) -> None:
    """Its log may still answer for a file that was overwritten."""
    path = tmp_path / "conversations.db"
    with sqlite3.connect(path) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table more (x)")
        connection.commit()
        assert not is_damaged(settings)
        path.write_bytes(b"no database " * 4000 + b"!")
        assert is_damaged(settings)
