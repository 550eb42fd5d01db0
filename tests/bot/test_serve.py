"""What stands around the parts: the databases, and logs without anybody's words."""

import io
import logging
import sqlite3
from pathlib import Path

import pytest

from bot.serve import WithoutWords, prepare
from bot.settings import Settings, load_settings

SECRET = "i miss margaret"


def services(settings: Settings) -> int:
    path = settings.directory_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        return int(connection.execute("select count(*) from service").fetchone()[0])


def test_demonstration_has_the_example_directory(tmp_path: Path) -> None:
    settings = load_settings({}, data_dir=tmp_path)
    prepare(settings)
    assert services(settings) > 10
    assert sorted(path.name for path in tmp_path.glob("*.db")) == [
        "conversations.db",
        "example-directory.db",
    ]
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_live_has_an_empty_directory(tmp_path: Path) -> None:
    prepare(load_settings({}, data_dir=tmp_path))
    live = load_settings({}, data_dir=tmp_path, live=True)
    prepare(live)
    assert services(live) == 0


def test_own_services_take_the_place_of_the_examples(tmp_path: Path) -> None:
    prepare(load_settings({}, data_dir=tmp_path, live=True))
    demonstration = load_settings({}, data_dir=tmp_path)
    prepare(demonstration)
    assert services(demonstration) == 0


def test_prepared_twice_is_the_same(tmp_path: Path) -> None:
    settings = load_settings({}, data_dir=tmp_path)
    prepare(settings)
    before = (services(settings), (tmp_path / "secret.key").read_text())
    prepare(settings)
    assert (services(settings), (tmp_path / "secret.key").read_text()) == before


@pytest.fixture
def log() -> tuple[logging.Logger, io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(WithoutWords("actions %(message)s"))
    logger = logging.Logger("alone")
    logger.addHandler(handler)
    return logger, written


def test_logged_error_tells_kind_and_place_and_no_words(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    try:
        raise ValueError(SECRET)
    except ValueError:
        logger.exception("an action failed")
    assert "actions an action failed\n  ValueError test_serve.py:" in written.getvalue()
    assert "margaret" not in written.getvalue()


def test_logged_error_without_a_trace_is_told(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.error("failed", exc_info=(ValueError, ValueError(SECRET), None))
    assert written.getvalue() == "actions failed\n  ValueError\n"
