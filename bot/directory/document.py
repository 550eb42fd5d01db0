"""Turns an HSDS document, nested as its API gives it, into rows of the directory's tables.

The document is a list of services or of organizations, one of either, a page with `contents`,
or a mapping with `services` or `organizations`. Organizations and services need an id (a UUID);
rows inside them may leave theirs out and get one made from their parent's id and place.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from rapidfuzz import process

from bot.directory.fields import FieldInvalid, read_field, read_id
from bot.directory.models import Base
from bot.directory.phones import PhoneInvalid, international
from bot.directory.shape import CHILDREN, NOT_KEPT

TABLES = Base.metadata.tables
MOST_PROBLEMS = 20
SEPARATORS = re.compile(r"[,()\s]+")

Row = dict[str, Any]
Rows = dict[str, dict[str, Row]]


class DirectoryInvalid(ValueError):
    """A file that cannot be loaded; each problem says where it is and what to do."""

    def __init__(self, source: str, problems: list[str]) -> None:
        more = len(problems) - MOST_PROBLEMS
        lines = [f"{source}: {problem}" for problem in islice(problems, MOST_PROBLEMS)]
        super().__init__("\n".join(lines + [f"... and {more} more"] * (more > 0)))
        self.problems = problems


def read_document(document: Any, source: str) -> Rows:
    """The rows of a document by table and id. Raises DirectoryInvalid with every problem found."""
    reading = _Reading()
    for table, where, item in _records(document):
        reading.visit(table, item, where)
    if not reading.rows["service"] and not reading.problems:
        reading.problems.append("no service in it; write a list of HSDS services")
    reading.finish()
    if reading.problems:
        raise DirectoryInvalid(source, reading.problems)
    return reading.rows


def _records(document: Any) -> Iterator[tuple[str, str, Any]]:
    if isinstance(document, dict):
        if "organizations" in document or ("services" in document and "id" not in document):
            for table in ("organization", "service"):
                yield from _numbered(table, document.get(f"{table}s") or [])
            return
        document = document.get("contents", [document])
    items = document if isinstance(document, list) else [document] * (document is not None)
    nested = any(isinstance(item, dict) and "services" in item for item in items)
    yield from _numbered("organization" if nested else "service", items)


def _numbered(table: str, items: Any) -> Iterator[tuple[str, str, Any]]:
    """Each item with its table and a name for people: "service 3 (Quiet Harbor)"."""
    for number, item in enumerate(items if isinstance(items, list) else [items], 1):
        name = item.get("name") if isinstance(item, dict) else None
        label = f"{table.replace('_', ' ')} {number}"
        if isinstance(name, str):
            label += f" ({SEPARATORS.sub(' ', name)[:60].strip()})"
        yield table, label, item


class _Reading:
    """Gathers rows and problems while it walks through a document."""

    def __init__(self) -> None:
        self.rows: Rows = {table.name: {} for table in Base.metadata.sorted_tables}
        self.where: dict[str, str] = {}
        self.problems: list[str] = []
        self._wrong: set[tuple[str, str]] = set()

    def visit(self, table: str, item: Any, where: str, parent: Row | None = None) -> str | None:
        """Read one object and those inside it; its id, or None where it has none to give."""
        if not isinstance(item, dict):
            self.problems.append(f"{where}: {str(item)[:60]!r} must be names with values")
            return None
        try:
            key = self._id(table, item, where, parent or {})
        except FieldInvalid as problem:
            self.problems.append(f"{where}: id {problem}")
            return None
        row = self.rows[table].setdefault(key, {"id": key})
        self.where.setdefault(key, where)
        read = self._fields(table, item, where, key)
        row.update({name: value for name, value in read.items() if value is not None})
        row.update({k: v for k, v in (parent or {}).items() if k in TABLES[table].columns})
        self._inside(table, item, where, row)
        return key

    def _id(self, table: str, item: Row, where: str, parent: Row) -> str:
        if item.get("id") is not None:
            return read_id(item["id"])
        if table == "taxonomy_term" and isinstance(item.get("code"), str):
            return str(uuid5(NAMESPACE_URL, f"taxonomy_term {item['code']}"))
        if table in ("organization", "service"):
            raise FieldInvalid("is missing; every organization and service needs a UUID of its own")
        place = where.rpartition(", ")[2].partition(" (")[0]
        return str(uuid5(NAMESPACE_URL, f"{sorted(parent.items())} {place}"))

    def _fields(self, table: str, item: Row, where: str, key: str) -> Row:
        columns, children = TABLES[table].columns, CHILDREN.get(table, {})
        read: Row = {}
        for name, value in item.items():
            if name in columns:
                try:
                    read[name] = read_field(table, columns[name], value)
                except FieldInvalid as problem:
                    self.problems.append(f"{where}: {name} {problem}")
                    self._wrong.add((key, name))
            elif name not in children and name not in NOT_KEPT:
                self._unknown(name, [*columns.keys(), *children], where)
        return read

    def _unknown(self, name: Any, known: list[str], where: str) -> None:
        near = process.extractOne(str(name), known, score_cutoff=70)
        hint = f"; did you mean {near[0]}?" if near else "; take it out"
        self.problems.append(f"{where}: {str(name)[:60]!r} is no field of it{hint}")

    def _inside(self, table: str, item: Row, where: str, row: Row) -> None:
        """What belongs to this row points to it; an organization or a place is pointed to."""
        parent = {f"{table}_id": row["id"], "link_id": row["id"], "link_entity": table}
        for name, child in CHILDREN.get(table, {}).items():
            held = item.get(name)
            if held is None:
                continue
            self._wrong.add((row["id"], f"{child}_id"))
            if isinstance(held, list) == (name == child):
                kind = "one mapping" if name == child else "a list"
                self.problems.append(f"{where}: {name} must be {kind}")
                continue
            for _, label, inner in _numbered(child, held):
                key = self.visit(child, inner, f"{where}, {label}", parent)
                if name == child and key:
                    row[f"{child}_id"] = key

    def finish(self) -> None:
        """What can be told only when all is read."""
        for table, rows in self.rows.items():
            for key, row in rows.items():
                for column in TABLES[table].columns:
                    told = (key, column.name) in self._wrong
                    if not column.nullable and row.get(column.name) is None and not told:
                        self.problems.append(f"{self.where[key]}: {_missing(column.name)}")
        for key, location in self.rows["location"].items():
            half = (location.get("latitude") is None) != (location.get("longitude") is None)
            if half and not self._wrong & {(key, "latitude"), (key, "longitude")}:
                self.problems.append(f"{self.where[key]}: give latitude and longitude, or neither")
        self._write_phones_internationally()

    def _write_phones_internationally(self) -> None:
        countries = _countries(self.rows)
        for key, phone in self.rows["phone"].items():
            if "number" not in phone:
                continue
            owners = {phone.get(name) for name in ("service_id", "location_id", "organization_id")}
            nearby = set().union(*(countries.get(owner, set()) for owner in owners))
            try:
                phone["number"] = international(phone["number"], nearby)
            except PhoneInvalid as problem:
                self.problems.append(f"{self.where[key]}: number {problem}")


def _countries(rows: Rows) -> dict[str | None, set[str]]:
    """The countries that each location, service and organization has an address in."""
    found: dict[str | None, set[str]] = defaultdict(set)
    for address in rows["address"].values():
        if address.get("country"):
            found[address.get("location_id")].add(address["country"])
    for link in rows["service_at_location"].values():
        found[link.get("service_id")] |= found[link.get("location_id")]
    for service in rows["service"].values():
        found[service.get("organization_id")] |= found[service["id"]]
    return found


def _missing(name: str) -> str:
    if name == "organization_id":
        return "belongs to no organization; nest one under 'organization:'"
    return f"{name.removesuffix('_id')} is missing"
