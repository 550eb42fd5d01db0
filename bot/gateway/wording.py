"""Finds the words of a named reply: by language, and by what this person has heard."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.load import Button, ContentInvalid, Reply, load_replies
from bot.conversations.conversation import Conversation, digest

PLACEHOLDER = re.compile(r"\{(\w+)\}")


class ReplyUnknown(LookupError):
    """A reply was named that no file of the language has."""


@dataclass(frozen=True)
class Worded:
    """What is sent: the bubbles' text and the buttons with their payloads."""

    text: str
    buttons: tuple[Button, ...]


class Wordings:
    """Every reply of every language, read again when a file changed."""

    def __init__(self, domain: Path, default: str = "en") -> None:
        """Raises ContentInvalid when the default language cannot be read."""
        self._domain = domain
        self._default = default
        self._stamp: dict[str, float] = {}
        self._replies: dict[str, dict[str, Reply]] = {}
        self.problem: str | None = None
        self._read(default)

    @property
    def locales(self) -> list[str]:
        return sorted(p.name for p in self._domain.iterdir() if p.is_dir())

    def word(self, conversation: Conversation, name: str, values: Mapping[str, Any]) -> Worded:
        """The least recently used wording of `name`, filled in. Raises ReplyUnknown."""
        reply = self._reply(conversation.locale, name)
        used = conversation.state.used.setdefault(name, [])
        index = _least_recent(len(reply.wordings), used, digest(conversation.id + name))
        if index in used:
            used.remove(index)
        used.append(index)
        wording = reply.wordings[index]
        filled = {key: self._value(conversation, value) for key, value in values.items()}
        buttons = (*self._added(conversation, values), *wording.buttons)
        return Worded(_fill(wording.text, filled), buttons)

    def _value(self, conversation: Conversation, value: Any) -> str:
        """A value may name a reply itself, `{"response": name, ...}`, or be a list of such."""
        if isinstance(value, list):
            return ", ".join(self._value(conversation, item) for item in value)
        if isinstance(value, dict) and "response" in value:
            return self.word(conversation, value["response"], value).text
        return str(value)

    def _added(self, conversation: Conversation, values: Mapping[str, Any]) -> Iterator[Button]:
        """Buttons that come with the values: topics to choose from, and ready ones."""
        for topic in values.get("choices", ()):
            yield Button(self.title(conversation.locale, topic), f"/{topic}")
        for button in values.get("added_buttons", ()):
            yield Button(str(button["title"]), str(button["payload"]))

    def has(self, locale: str, name: str) -> bool:
        return any(name in self._replies.get(x, {}) for x in (locale, self._default))

    def title(self, locale: str, topic: str) -> str:
        """What a button that leads to a topic says."""
        try:
            return self._reply(locale, f"utter_{topic}_title").wordings[0].text
        except ReplyUnknown:
            return topic.replace("_", " ")

    def refresh(self) -> None:
        """Reads changed files; where they cannot be read, the last good ones stay."""
        for locale in list(self._replies):
            if self._newest(locale) == self._stamp[locale]:
                continue
            try:
                self._read(locale)
                self.problem = None
            except ContentInvalid as error:
                self.problem = str(error)

    def _reply(self, locale: str, name: str) -> Reply:
        for language in (locale, self._default):
            replies = self._replies.get(language, {})
            if name in replies:
                return replies[name]
        raise ReplyUnknown(name)

    def _read(self, locale: str) -> None:
        stamp = self._newest(locale)
        self._replies[locale] = load_replies(self._domain / locale)
        self._stamp[locale] = stamp

    def _newest(self, locale: str) -> float:
        return max((p.stat().st_mtime for p in (self._domain / locale).glob("*.yml")), default=0.0)


def _least_recent(count: int, used: Sequence[int], seed: str) -> int:
    """The first unused wording, from a place that differs between people; else the oldest."""
    start = int(seed[:8], 16)
    order = [(start + i) % count for i in range(count)]
    unused = [i for i in order if i not in used]
    return unused[0] if unused else next(i for i in used if i < count)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda m: values.get(m[1], ""), text)
