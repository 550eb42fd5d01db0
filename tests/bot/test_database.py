"""Tests of bot/database.py: real files, real migrations, several processes at once."""

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.database import DatabaseInvalid, open_database, upgrade
from bot.directory.models import Base

ROOT = Path(__file__).resolve().parents[2]
UPGRADE = "import sys; from bot.database import upgrade; upgrade(sys.argv[1], 'bot.directory')"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new folder' / 'a.db'}"


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def test_upgrade_makes_the_tables_of_the_models(url: str) -> None:
    upgrade(url, "bot.directory")

    with sa.create_engine(url).connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: name != "directory_version"},
        )
        assert compare_metadata(context, Base.metadata) == []


def test_upgrade_twice_changes_nothing(url: str) -> None:
    upgrade(url, "bot.directory")
    before = dump(url)
    upgrade(url, "bot.directory")

    assert dump(url) == before


def test_upgrade_in_several_processes_at_once_is_made_once(url: str) -> None:
    file_of(url).parent.mkdir()
    command = [sys.executable, "-c", UPGRADE, url]
    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(4)]
    errors = [process.communicate(timeout=200)[1].decode() for process in running]

    assert [process.returncode for process in running] == [0, 0, 0, 0], errors
    with sqlite3.connect(file_of(url)) as connection:
        rows = connection.execute("SELECT version_num FROM directory_version").fetchall()
    assert rows == [("directory_0001",)]


def test_upgrade_that_fails_leaves_nothing_behind(url: str, tmp_path: Path) -> None:
    package = tmp_path / "broken_package"
    versions = package / "migrations" / "versions"
    versions.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "migrations" / "env.py").write_text(
        "from bot.database import run_migrations\n\nrun_migrations()\n"
    )
    (versions / "one.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\n"
        "revision = 'one'\ndown_revision = None\n"
        "def upgrade():\n    op.create_table('half', sa.Column('id', sa.Integer))\n"
        "    raise RuntimeError('power cut')\n"
    )
    sys.path.insert(0, str(tmp_path))
    try:
        with pytest.raises(RuntimeError, match="power cut"):
            upgrade(url, "broken_package")
    finally:
        sys.path.remove(str(tmp_path))

    assert dump(url) == []


async def test_open_database_tunes_every_connection(url: str) -> None:
    engine = open_database(url)
    async with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            found = {}
            for pragma in (
                "journal_mode",
                "foreign_keys",
                "secure_delete",
                "busy_timeout",
            ):
                found[pragma] = (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar()
            assert found == {
                "journal_mode": "wal",
                "foreign_keys": 1,
                "secure_delete": 1,
                "busy_timeout": 2_000,
            }
    await engine.dispose()


async def test_open_database_keeps_the_file_to_its_user(url: str) -> None:
    engine = open_database(url)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("CREATE TABLE a (b)")
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in file_of(url).parent.iterdir()
        }
    await engine.dispose()

    assert modes == {"a.db": 0o600, "a.db-wal": 0o600, "a.db-shm": 0o600}


async def test_a_broken_reference_is_refused(url: str) -> None:
    upgrade(url, "bot.directory")
    engine = open_database(url)
    statement = (
        "INSERT INTO service (id, organization_id, name, status) VALUES ('a', 'b', 'c', 'd')"
    )
    with pytest.raises(sa.exc.IntegrityError):
        async with engine.begin() as connection:
            await connection.exec_driver_sql(statement)
    await engine.dispose()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "cannot be read"),
        ("nonsense", "cannot be read"),
        ("sqlite://", "must be a file"),
        ("sqlite:///:memory:", "must be a file"),
        ("mysql://someone:secret@host/name", "mysql is not supported"),
        ("sqlite:////proc/nowhere/a.db", "Can this program write there"),
    ],
)
@pytest.mark.parametrize("use", [open_database, lambda url: upgrade(url, "bot.directory")])
def test_an_address_that_cannot_be_used_says_why(url: str, says: str, use) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DatabaseInvalid, match=says) as error:
        use(url)

    assert "secret" not in str(error.value)


def test_postgresql_without_its_driver_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.database.find_spec", lambda name: None)

    with pytest.raises(DatabaseInvalid, match="needs the package asyncpg"):
        open_database("postgresql://someone:secret@host/name")


def test_a_package_without_migrations_is_named(url: str) -> None:
    with pytest.raises(DatabaseInvalid, match="bot has no migrations"):
        upgrade(url, "bot")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear clinic, this is no database at all. " * 50)

    with pytest.raises(DatabaseInvalid, match="not a database"):
        upgrade(f"sqlite:///{path}", "bot.directory")
    assert path.read_text().startswith("Dear clinic")


def dump(url: str) -> list[tuple[str, ...]]:
    with sqlite3.connect(file_of(url)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
