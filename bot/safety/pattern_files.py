"""Reads and checks the files of data/safety/patterns; broken data is refused with file and line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.safety.entry import Entry, Role, Scope
from bot.safety.models import About, Category, Level
from bot.safety.phrase_reader import Groups, PhraseInvalid, read_group, read_phrase
from bot.safety.phrases import Choice, Phrase
from bot.safety.stream import FILLERS
from bot.safety.yaml_file import SafetyDataInvalid, Table, read_yaml, refuse
from bot.text.normalize import normalize
from bot.text.word_set import word_set

HINT = "hint"
# Signals no phrase gives: the person has said something of concern about themselves. A signal of
# an earlier turn also counts under its name with "earlier_" before it.
COMPUTED = frozenset({"disclosure"})
_ROLES: dict[str, Role] = {"signals": "signal", "harmless": "harmless"}
_COMMON = word_set("id says match unless")
_KEYS = {
    "danger": _COMMON
    | word_set("level imminent about with category contains language negation past who firm third"),
    "harmless": _COMMON | word_set("scope withdraws third"),
    "signal": _COMMON | word_set("negation"),
}


@dataclass(frozen=True, slots=True)
class PatternFiles:
    entries: tuple[Entry, ...]
    contained: tuple[Entry, ...]


def read_patterns(folder: Path) -> PatternFiles:
    """Every entry of the files in `folder`. Raises SafetyDataInvalid."""
    groups = _read_groups(folder / "words.yml")
    entries: dict[str, Entry] = {}
    places: dict[str, tuple[Path, Table]] = {}
    for name in (*Category, "hints", "languages", "signals", "harmless"):
        path = folder / f"{name}.yml"
        for entry, raw in _read_file(path, groups):
            if entry.id in entries:
                raise refuse(path, raw, f"the id '{raw['id']}' stands twice; choose another")
            entries[entry.id], places[entry.id] = entry, (path, raw)
    _check_signals(entries, places)
    found = tuple(entries.values())
    return PatternFiles(found, tuple(entry for entry in found if entry.contains))


def _check_signals(entries: dict[str, Entry], places: dict[str, tuple[Path, Table]]) -> None:
    known = {entry.id for entry in entries.values() if entry.role == "signal"} | COMPUTED
    known |= {f"earlier_{name}" for name in known}
    for entry in entries.values():
        if unknown := entry.with_ - known:
            problem = f"'{min(unknown)}' is no signal of signals.yml; known: "
            raise refuse(*places[entry.id], problem + ", ".join(sorted(known)))


def _read_groups(path: Path) -> Groups:
    groups: dict[str, Choice] = {}
    for name, phrases in _list_of(path, read_yaml(path), "lists", Table).items():
        if not isinstance(phrases, list) or not phrases:
            raise refuse(path, name, f"the list '{name}' needs at least one '- phrase'")
        for phrase in phrases:
            _string(path, phrase, name)
        try:
            groups[str(name)] = read_group([str(phrase) for phrase in phrases], groups, FILLERS)
        except PhraseInvalid as error:
            raise refuse(path, name, f"in the list '{name}': {error}") from error
    return groups


def _read_file(path: Path, groups: Groups) -> list[tuple[Entry, Table]]:
    content = read_yaml(path)
    role = _ROLES.get(path.stem, "danger")
    found = []
    for raw in _list_of(path, content, "patterns", list):
        if not isinstance(raw, Table):
            raise refuse(path, raw, "every pattern starts with '- id: name'")
        if unknown := raw.keys() - _KEYS[role]:
            known = ", ".join(sorted(_KEYS[role]))
            raise refuse(path, raw, f"'{min(unknown)}' is no key of a pattern here; known: {known}")
        found.append((_entry(path, raw, role, groups, content.get("category")), raw))
    return found


def _entry(path: Path, raw: Table, role: Role, groups: Groups, category: Any) -> Entry:
    for key in ("id", "says"):
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            raise refuse(path, raw, f"the pattern needs a '{key}:'")
    contains = tuple(
        normalize(_string(path, part, raw["id"])).replace(" ", "")
        for part in raw.get("contains") or ()
    )
    phrases = _phrases(path, raw, "match", groups)
    if not phrases and not contains:
        raise refuse(path, raw, f"'{raw['id']}' finds nothing; give it a 'match:' list of phrases")
    prefix = path.stem if role == "danger" else role
    named = raw.get("category", category)
    hint = raw.get("level") == HINT
    return Entry(
        id=raw["id"] if role == "signal" else f"{prefix}/{raw['id']}",
        role=role,
        phrases=phrases,
        level=Level.NONE if hint or role != "danger" else _level(path, raw),
        hint=hint,
        third=_flag(path, raw, "third", raw.get("about") == About.OTHER),
        category=_category(path, raw, named) if role == "danger" else None,
        imminent=_flag(path, raw, "imminent", False),
        about=_one_of(path, raw, "about", About, About.SELF),
        unless=_phrases(path, raw, "unless", groups),
        contains=contains,
        negation=_flag(path, raw, "negation", True),
        past=_flag(path, raw, "past", True),
        who=_flag(path, raw, "who", True),
        firm=_flag(path, raw, "firm", False),
        scope=_scope(path, raw),
        with_=frozenset(_string(path, name, raw["id"]) for name in raw.get("with") or ()),
        withdraws=frozenset(
            _category(path, raw, name) for name in raw.get("withdraws") or Category
        ),
    )


def _phrases(path: Path, raw: Table, key: str, groups: Groups) -> tuple[Phrase, ...]:
    listed = raw.get(key) or []
    if not isinstance(listed, list):
        raise refuse(path, raw, f"'{key}:' of '{raw['id']}' must be a list, one '- phrase' a line")
    read = []
    for text in listed:
        try:
            read.append(read_phrase(_string(path, text, raw["id"]), groups, FILLERS))
        except PhraseInvalid as error:
            raise refuse(path, text, f"in '{raw['id']}': {error}") from error
    return tuple(read)


def _string(path: Path, value: Any, owner: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise refuse(path, owner, f"'{value}' in '{owner}' is no phrase; put it in quotes")
    return value


def _list_of(path: Path, content: Table, key: str, kind: type) -> Any:
    if not isinstance(content.get(key), kind) or not content[key]:
        raise SafetyDataInvalid(f"{path.name}: needs '{key}:' with at least one entry below it")
    return content[key]


def _one_of(path: Path, raw: Table, key: str, kind: Any, default: Any) -> Any:
    value = raw.get(key, default)
    if value not in tuple(kind):
        known = ", ".join(kind)
        raise refuse(path, raw, f"{key} '{value}' of '{raw['id']}' is unknown; known: {known}")
    return next(item for item in kind if item == value)


def _level(path: Path, raw: Table) -> Level:
    return Level(_one_of(path, raw, "level", (Level.CONCERN, Level.CRISIS), Level.CRISIS))


def _category(path: Path, raw: Table, name: Any) -> Category:
    try:
        return Category(name)
    except ValueError:
        known = ", ".join(Category)
        raise refuse(
            path, raw, f"category '{name}' of '{raw['id']}' is unknown; known: {known}"
        ) from None


def _flag(path: Path, raw: Table, key: str, default: bool) -> bool:
    value = raw.get(key, default)
    if not isinstance(value, bool):
        raise refuse(path, raw, f"{key} of '{raw['id']}' must be true or false")
    return value


def _scope(path: Path, raw: Table) -> Scope:
    scope: Scope = raw.get("scope", "phrase")
    if scope not in ("phrase", "sentence", "message"):
        raise refuse(path, raw, f"scope of '{raw['id']}' must be phrase, sentence or message")
    return scope
