"""Reads and checks crisis_lines.yml; broken data is refused with file, line and what to do."""

import re
from pathlib import Path
from typing import Any

from bot.safety.lines import OTHER, Kind, Line, Lines, call_link, chat_link, text_link
from bot.safety.yaml_file import SafetyDataInvalid, Table, read_yaml, refuse

_KEYS = {"id", "kind", "country", "name", "call", "text", "chat", "hours", "languages", "source",
         "seen_on", "status", "verified_on"}  # fmt: skip
_NUMBER = re.compile(r"\+?\d[\d \-]*")
_DATE = re.compile(r"20\d\d-[01]\d(-[0-3]\d)?")
_STATUS = ("confirmed", "unconfirmed")


def read_lines(path: Path) -> Lines:
    """Raises SafetyDataInvalid."""
    content = read_yaml(path)
    for key, kind in (("labels", Table), ("elsewhere", Table), ("countries", Table),
                      ("emergency", Table), ("lines", list)):  # fmt: skip
        if not isinstance(content.get(key), kind) or not content[key]:
            raise SafetyDataInvalid(f"{path.name}: needs '{key}:' with at least one entry below it")
    reader = _Reader(path, content)
    lines = [reader.line(raw) for raw in content["lines"]] + reader.emergencies()
    seen: set[str] = set()
    for line, raw in zip(lines, content["lines"], strict=False):
        if line.id in seen:
            raise refuse(path, raw, f"the id '{line.id}' stands twice; choose another")
        seen.add(line.id)
    return Lines(dict(content["countries"]), tuple(lines), reader.elsewhere(),
                 reader.required(content["elsewhere"], "text"))  # fmt: skip


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
            verified_on=self._date(raw, "verified_on") if raw.get("verified_on") else None,
        )

    def emergencies(self) -> list[Line]:
        """One line for each country named under `emergency:`."""
        raw = self._content["emergency"]
        source, seen_on = self.required(raw, "source"), self._date(raw, "seen_on")
        made = []
        for number, countries in (raw.get("numbers") or {}).items():
            for code in countries:
                country = self._country(raw, code)
                made.append(
                    Line(
                        id=f"{country.lower()}_emergency",
                        kind=Kind.EMERGENCY,
                        name=self._labels_emergency(),
                        country=country,
                        country_name=str(self._content["countries"][country]),
                        call=call_link(self._number(raw, number), self._labels["call"]),
                        source=source,
                        seen_on=seen_on,
                        status="confirmed",
                    )
                )
        return made

    def elsewhere(self) -> tuple[Line, ...]:
        """What is shown where a country or a kind has no line."""
        raw = self._content["elsewhere"]
        shared = {
            "country": OTHER,
            "country_name": "",
            "source": self.required(raw, "source"),
            "seen_on": self._date(raw, "seen_on"),
        }
        directory, emergency = self.required(raw, "directory"), self.required(raw, "emergency")
        chat = self._chat(raw, self.required(raw, "url"))
        return (
            Line(id="other_directory", kind=Kind.SUICIDE, name=directory, chat=chat, **shared),
            Line(id="other_emergency", kind=Kind.EMERGENCY, name=emergency, **shared),
        )

    def _labels_emergency(self) -> str:
        return self.required(self._content["emergency"], "name")

    def _kind(self, raw: Table) -> Kind:
        try:
            return Kind(raw.get("kind"))
        except ValueError:
            known = ", ".join(Kind)
            raise refuse(
                self._path, raw, f"kind '{raw.get('kind')}' is unknown; known: {known}"
            ) from None

    def _country(self, raw: Table, code: Any) -> str:
        if code not in self._content["countries"]:
            raise refuse(self._path, raw, f"country '{code}' is not in the list 'countries:'")
        return str(code)

    def _number(self, raw: Table, number: Any) -> str:
        if not isinstance(number, str) or not _NUMBER.fullmatch(number):
            raise refuse(self._path, raw, f"'{number}' is no number to dial; digits in quotes")
        return str(number)

    def _text(self, raw: Table) -> Any:
        way = raw["text"]
        if not isinstance(way, Table) or not {"number"} <= way.keys() <= {"number", "keyword"}:
            raise refuse(self._path, raw, 'text: needs {number: "...", keyword: ...}')
        keyword = str(way.get("keyword") or "")
        number = self._number(raw, way["number"])
        return text_link(number, keyword, self._labels["text"], self._labels["keyword"])

    def _chat(self, raw: Table, url: Any) -> Any:
        if not isinstance(url, str) or not url.startswith("https://"):
            raise refuse(self._path, raw, f"'{url}' must start with https://")
        return chat_link(str(url), self._labels["chat"])

    def _date(self, raw: Table, key: str) -> str:
        value = str(raw.get(key) or "")
        if not _DATE.fullmatch(value):
            raise refuse(self._path, raw, f"{key} '{value}' must be a date such as \"2026-11\"")
        return value

    def _status(self, raw: Table) -> str:
        if raw.get("status") not in _STATUS:
            raise refuse(self._path, raw, f"status must be one of: {', '.join(_STATUS)}")
        return str(raw["status"])
