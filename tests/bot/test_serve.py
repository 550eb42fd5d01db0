"""What stands ready before the parts start: the key and the databases."""

import sqlite3
from pathlib import Path

from bot.serve import prepare
from bot.settings import Settings, load_settings


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
