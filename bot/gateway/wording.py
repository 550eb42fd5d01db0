"""Finds the words of a named reply: by language, and by what this person has heard."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.load import Button, ContentInvalid, Reply, load_replies
from bot.conversations.conversation import Conversation, digest
from bot.logs import place
from bot.stamp import Stamp, stamp

log = logging.getLogger(__name__)
PLACEHOLDER = re.compile(r"\{(\w+)\}")
ADDRESSES = ("https://", "http://", "tel:", "sms:", "mailto:")
# what the gateway says of itself: a folder without these is not taken up
REQUIRED = (
    "utter_opening",
    "utter_unavailable",
    "utter_crisis_first",
    "utter_crisis_no_country",
    "utter_crisis_ask",
    "utter_crisis_yes",
    "utter_crisis_no",
    "utter_crisis_unsure",
    "utter_crisis_stay",
    "utter_after_concern",
)


class ReplyUnknown(LookupError):
    """A reply was named that no file of the language has."""


@dataclass(frozen=True)
class Worded:
    """What is sent: the bubbles' text, its language, the buttons with their payloads, links.

    `reply` and `number` (from 1) tell which wording it is.
    """

    text: str
    lang: str
    buttons: tuple[Button, ...]
    links: tuple[dict[str, str], ...]
    reply: str
    number: int


class Wordings:
    """Every reply of every language, read again when a file changed."""

    def __init__(self, domain: Path, default: str = "en") -> None:
        """Raises ContentInvalid when the default language cannot be read."""
        self._domain = domain
        self._default = default
        self._stamps: dict[str, Stamp] = {}
        self._replies: dict[str, dict[str, Reply]] = {}
        self._problems: dict[str, str] = {}
        self._read(default)
        self.refresh()

    @property
    def locales(self) -> list[str]:
        return sorted(self._replies)

    @property
    def topics(self) -> list[str]:
        """Topics that explain something, in the order of their names."""
        names = self._replies[self._default]
        parts = [name.removesuffix("_more") for name in names if name.endswith("_more")]
        known = [name for name in parts if {name, f"{name}_title"} <= names.keys()]
        return sorted(name.removeprefix("utter_") for name in known)

    @property
    def problem(self) -> str | None:
        """Why a language stands at its last good state, else None."""
        return next(iter(self._problems.values()), None)

    def word(self, conversation: Conversation, name: str, values: Mapping[str, Any]) -> Worded:
        """The least recently used wording of `name`, filled in. Raises ReplyUnknown."""
        locale, reply = self._reply(conversation.locale, name)
        filled = {key: self._value(conversation, value) for key, value in values.items()}
        buttons = tuple(self._added(conversation, values))
        links = tuple(_links(values))
        used = conversation.state.used.setdefault(name, [])
        index = _least_recent(len(reply.wordings), used, digest(conversation.id + name))
        if index in used:
            used.remove(index)
        used.append(index)
        wording = reply.wordings[index]
        text, offered = _fill(wording.text, filled), (*buttons, *wording.buttons)
        return Worded(text, locale, offered, links, name, index + 1)

    def _value(self, conversation: Conversation, value: Any) -> str:
        """A value may name a reply itself, `{"response": name, ...}`, or be a list of such."""
        if isinstance(value, list):
            return ", ".join(self._value(conversation, item) for item in value)
        if isinstance(value, dict) and "response" in value:
            return self.word(conversation, value["response"], value).text
        return str(value)

    def _added(self, conversation: Conversation, values: Mapping[str, Any]) -> Iterator[Button]:
        """Buttons that come with the values: topics to choose from, and ready ones."""
        for topic in values.get("choices") or ():
            yield Button(self.title(conversation.locale, topic), f"/{topic}")
        for button in values.get("added_buttons") or ():
            yield Button(str(button["title"]), str(button["payload"]))

    def has(self, locale: str, name: str) -> bool:
        return any(name in self._replies.get(x, {}) for x in (locale, self._default))

    def title(self, locale: str, topic: str) -> str:
        """What a button that leads to a topic says."""
        try:
            return self._reply(locale, f"utter_{topic}_title")[1].wordings[0].text
        except ReplyUnknown:
            return topic.replace("_", " ")

    def refresh(self) -> None:
        """Reads changed files; where they cannot be read, the last good ones stay."""
        for folder in sorted(p for p in self._domain.iterdir() if p.is_dir()):
            locale = folder.name
            if stamp(folder.glob("*.yml")) == self._stamps.get(locale):
                continue
            try:
                self._read(locale)
                self._problems.pop(locale, None)
            except Exception as error:  # whatever is wrong with a file, the old words serve
                self._stay(locale, error)

    def _stay(self, locale: str, error: Exception) -> None:
        """Notes why. What hindered reading may pass without a change of the file."""
        if isinstance(error, OSError):
            del self._stamps[locale]
        told = isinstance(error, (ContentInvalid, OSError))
        problem = str(error) if told else place(error)
        if problem != self._problems.get(locale):
            log.error("the replies in %s stay as they were: %s", locale, problem)
        self._problems[locale] = problem

    def _reply(self, locale: str, name: str) -> tuple[str, Reply]:
        for language in (locale, self._default):
            replies = self._replies.get(language, {})
            if name in replies:
                return language, replies[name]
        raise ReplyUnknown(name)

    def _read(self, locale: str) -> None:
        folder = self._domain / locale
        self._stamps[locale] = stamp(folder.glob("*.yml"))  # a broken state is not read twice
        replies = load_replies(folder)
        if locale == self._default:
            for name in REQUIRED:
                if name not in replies:
                    raise ContentInvalid(f"{name} is missing in {folder.name}")
        self._replies[locale] = replies


def _least_recent(count: int, used: Sequence[int], seed: str) -> int:
    """The first unused wording, from a place that differs between people; else the oldest."""
    start = int(seed[:8], 16)
    order = [(start + i) % count for i in range(count)]
    unused = [i for i in order if i not in used]
    return unused[0] if unused else next(i for i in used if i < count)


def _links(values: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for link in values.get("links") or ():
        title, url = str(link["title"]), str(link["url"])
        if url.startswith(ADDRESSES):
            yield {"title": title, "url": url}


def _fill(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda m: values.get(m[1], ""), text)
