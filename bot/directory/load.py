"""Loads a file of services into the directory: all of it, or nothing where anything is wrong."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.content.load import ContentInvalid, read_yaml
from bot.database import transaction, upgrade
from bot.directory.document import DirectoryInvalid, Rows, read_document
from bot.directory.models import Base

SAMPLE = Path(__file__).with_name("sample.yml")
KEPT_BY_ID = ("organization", "taxonomy_term", "location", "service")
LARGEST_FILE = 100_000_000
CHUNK = 400


@dataclass(frozen=True)
class Loaded:
    """How many of each the file held."""

    organizations: int
    services: int
    locations: int


def load_file(url: str, path: Path) -> Loaded:
    """Load a YAML or JSON file into the database at `url`; `document.py` says its shape.

    What has an id already is replaced, with all that belongs to it; other rows stay. One
    transaction. Raises DirectoryInvalid for the file, DatabaseInvalid for the database.
    """
    rows = read_document(_read(path), path.name)
    upgrade(url, "bot.directory")
    with transaction(url, "bot.directory") as connection:
        _replace(connection, rows, path.name)
    return Loaded(len(rows["organization"]), len(rows["service"]), len(rows["location"]))


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DirectoryInvalid(path.name, [f"over {LARGEST_FILE} bytes; load it in parts"])
        if path.suffix.lower() in (".yml", ".yaml"):
            return read_yaml(path)
        if path.suffix.lower() == ".json":
            return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DirectoryInvalid(str(path), [f"cannot be read: {error.strerror}"]) from error
    except ContentInvalid as error:
        raise DirectoryInvalid(path.name, [str(error).removeprefix(f"{path.name}: ")]) from error
    except UnicodeDecodeError as error:
        raise DirectoryInvalid(path.name, ["not UTF-8 text; save it as UTF-8"]) from error
    except json.JSONDecodeError as error:
        raise DirectoryInvalid(path.name, [f"line {error.lineno}: {error.msg}"]) from error
    except RecursionError as error:
        raise DirectoryInvalid(path.name, ["nested too deeply to be a directory"]) from error
    raise DirectoryInvalid(path.name, ["must end in .yml, .yaml or .json"])


def _replace(connection: sa.Connection, rows: Rows, source: str) -> None:
    """Upsert what has an id of its own; rewrite all that hangs on it."""
    _check_references(connection, rows, source)
    _clear(connection, rows)
    for table in Base.metadata.sorted_tables:
        for some in _chunks(rows[table.name].values()):
            full = [{column.name: row.get(column.name) for column in table.columns} for row in some]
            if table.name in KEPT_BY_ID:
                _upsert(connection, table, full)
            else:
                connection.execute(sa.insert(table), full)


def _clear(connection: sa.Connection, rows: Rows) -> None:
    """Delete what belongs to the file's services, places and organizations.

    That another file's service is at one of these places stays.
    """
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in KEPT_BY_ID:
            continue
        owned = [(table.c.id, rows[table.name])]
        for owner in ("organization", "service", "location"):
            is_link = (table.name, owner) == ("service_at_location", "location")
            if f"{owner}_id" in table.c and not is_link:
                owned.append((table.c[f"{owner}_id"], rows[owner]))
            if table.name == "attribute":
                owned.append((table.c.link_id, rows[owner]))
        for column, ids in owned:
            for some in _chunks(ids):
                connection.execute(sa.delete(table).where(column.in_(some)))


def _upsert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """A row is updated in its place: deleting it would take along what belongs to it."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(table)
    changed = {c.name: insert.excluded[c.name] for c in table.columns if c.name != "id"}
    connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=changed), rows)


def _check_references(connection: sa.Connection, rows: Rows, source: str) -> None:
    """A row may name by id what an earlier file brought, but nothing unknown."""
    missing: list[str] = []
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table
            named = {row.get(key.parent.name) for row in rows[table.name].values()}
            unknown = named - {None} - rows[target.name].keys()
            for some in _chunks(unknown):
                unknown -= set(
                    connection.scalars(sa.select(key.column).where(key.column.in_(some)))
                )
            missing += [
                f"{target.name} {one} is neither in this file nor loaded" for one in unknown
            ]
    if missing:
        raise DirectoryInvalid(source, sorted(missing))


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    """SQLite takes only so many values in one statement."""
    listed = list(items)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
