"""Reads and checks crisis_lines.yml; broken data is refused with file, line and what to do."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.safety.line import OTHER, Kind, Line, Link, call_link, chat_link, text_link
from bot.safety.yaml_file import SafetyDataInvalid, Table, read_yaml, refuse
from bot.text.word_set import word_set

_KEYS = word_set(
    "id kind country name call text chat hours languages source seen_on status verified_on"
)
_NUMBER = re.compile(r"\+?\d[\d \-]*")
_DATE = re.compile(r"20\d\d-[01]\d(-[0-3]\d)?")
_STATUS = ("confirmed", "unconfirmed")
_PARTS = {
    "labels": Table,
    "elsewhere": Table,
    "countries": Table,
    "emergency": Table,
    "lines": list,
}


@dataclass(frozen=True, slots=True)
class LineFile:
    """What the file holds: names of countries by code, and the lines."""

    countries: dict[str, str]
    lines: tuple[Line, ...]
    elsewhere: tuple[Line, ...]
    elsewhere_text: str


def read_lines(path: Path) -> LineFile:
    """The checked content of the file. Raises SafetyDataInvalid."""
    content = read_yaml(path)
    for key, kind in {**_PARTS, "lines": list}.items():
        if not isinstance(content.get(key), kind) or not content[key]:
            raise SafetyDataInvalid(f"{path.name}: needs '{key}:' with at least one entry below it")
    reader = _Reader(path, content)
    lines = [reader.line(raw) for raw in content["lines"]]
    seen: set[str] = set()
    for line, raw in zip(lines, content["lines"], strict=True):
        if line.id in seen:
            raise refuse(path, raw, f"the id '{line.id}' stands twice; choose another")
        seen.add(line.id)
    return LineFile(
        countries={str(code): str(name) for code, name in content["countries"].items()},
        lines=(*lines, *reader.emergencies()),
        elsewhere=reader.elsewhere(),
        elsewhere_text=reader.required(content["elsewhere"], "text"),
    )


class _Reader:
    """Makes lines of what stands in the file."""

    def __init__(self, path: Path, content: Table) -> None:
        self._path = path
        self._content = content
        self._labels = {
            key: self.required(content["labels"], key)
            for key in ("call", "text", "keyword", "chat")
        }

    def required(self, raw: Table, key: str) -> str:
        value = raw.get(key)
        if not isinstance(value, str) or not value.strip():
            raise refuse(self._path, raw, f"'{key}:' is missing or no text; put it in quotes")
        return str(value).strip()

    def line(self, raw: Any) -> Line:
        if not isinstance(raw, Table):
            raise refuse(self._path, raw, "every line starts with '- id: name'")
        if unknown := raw.keys() - _KEYS:
            raise refuse(self._path, raw, f"'{min(unknown)}' is no key of a line")
        name = self.required(raw, "id")
        if not any(raw.get(way) for way in ("call", "text", "chat")):
            raise refuse(self._path, raw, f"'{name}' needs a call:, a text: or a chat:")
        country = self._country(raw, raw.get("country"))
        return Line(
            id=name,
            kind=self._kind(raw),
            name=self.required(raw, "name"),
            country=country,
            country_name=str(self._content["countries"][country]),
            call=call_link(self._number(raw, raw["call"]), self._labels["call"])
            if raw.get("call")
            else None,
            text=self._text(raw) if raw.get("text") else None,
            chat=self._chat(raw, raw["chat"]) if raw.get("chat") else None,
            hours=str(raw.get("hours") or ""),
            languages=tuple(str(language) for language in raw.get("languages") or ()),
            source=self.required(raw, "source"),
            seen_on=self._date(raw, "seen_on"),
            status=self._status(raw),
            verified_on=self._verified_on(raw),
        )

    def emergencies(self) -> list[Line]:
        """One line for each country named under `emergency:`."""
        raw = self._content["emergency"]
        name, source = self.required(raw, "name"), self.required(raw, "source")
        seen_on = self._date(raw, "seen_on")
        made = []
        for number, countries in (raw.get("numbers") or {}).items():
            for code in countries:
                country = self._country(raw, code)
                made.append(
                    Line(
                        id=f"{country.lower()}_emergency",
                        kind=Kind.EMERGENCY,
                        name=name,
                        country=country,
                        country_name=str(self._content["countries"][country]),
                        call=call_link(self._number(raw, number), self._labels["call"]),
                        source=source,
                        seen_on=seen_on,
                        status="confirmed",
                        verified_on=self._verified_on(raw),
                    )
                )
        return made

    def elsewhere(self) -> tuple[Line, ...]:
        """What is shown where a country or a kind has no line."""
        raw = self._content["elsewhere"]
        source, seen_on = self.required(raw, "source"), self._date(raw, "seen_on")

        def line(name: str, kind: Kind, title: str, chat: Link | None) -> Line:
            return Line(
                id=f"{OTHER}_{name}", kind=kind, name=title, country=OTHER, country_name="",
                chat=chat, source=source, seen_on=seen_on, status="confirmed",
                verified_on=self._verified_on(raw),
            )  # fmt: skip

        site = self._chat(raw, self.required(raw, "url"))
        return (
            line("directory", Kind.SUICIDE, self.required(raw, "directory"), site),
            line("emergency", Kind.EMERGENCY, self.required(raw, "emergency"), None),
        )

    def _kind(self, raw: Table) -> Kind:
        if raw.get("kind") not in tuple(Kind):
            known = ", ".join(Kind)
            raise refuse(self._path, raw, f"kind '{raw.get('kind')}' is unknown; known: {known}")
        return Kind(raw["kind"])

    def _country(self, raw: Table, code: Any) -> str:
        if code not in self._content["countries"]:
            raise refuse(self._path, raw, f"country '{code}' is not in the list 'countries:'")
        return str(code)

    def _number(self, raw: Table, number: Any) -> str:
        if not isinstance(number, str) or not _NUMBER.fullmatch(number):
            raise refuse(self._path, raw, f"'{number}' is no number to dial; digits in quotes")
        return str(number)

    def _text(self, raw: Table) -> Link:
        way = raw["text"]
        if not isinstance(way, Table) or not {"number"} <= way.keys() <= {"number", "keyword"}:
            raise refuse(self._path, raw, 'text: needs {number: "...", keyword: ...}')
        keyword = str(way.get("keyword") or "")
        number = self._number(raw, way["number"])
        return text_link(number, keyword, self._labels["text"], self._labels["keyword"])

    def _chat(self, raw: Table, url: Any) -> Link:
        if not isinstance(url, str) or not url.startswith("https://"):
            raise refuse(self._path, raw, f"'{url}' must start with https://")
        return chat_link(str(url), self._labels["chat"])

    def _date(self, raw: Table, key: str) -> str:
        value = str(raw.get(key) or "")
        if not _DATE.fullmatch(value):
            raise refuse(self._path, raw, f"{key} '{value}' must be a date such as \"2026-11\"")
        return value

    def _verified_on(self, raw: Table) -> str | None:
        return self._date(raw, "verified_on") if raw.get("verified_on") else None

    def _status(self, raw: Table) -> str:
        if raw.get("status") not in _STATUS:
            raise refuse(self._path, raw, f"status must be one of: {', '.join(_STATUS)}")
        return str(raw["status"])
