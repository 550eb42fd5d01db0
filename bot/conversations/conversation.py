"""A conversation as the gateway holds it in memory."""

import asyncio
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

CrisisStep = Literal["none", "open", "watch", "closed"]
HISTORY = 10
ANSWERED_KEPT = 100
MESSAGES_KEPT = 300
CHARACTERS_KEPT = 200_000
# The course of a crisis goes on after a restart, also where nothing else is kept. No words in it.
COURSE = (
    *("categories", "imminent", "ask", "asking", "asked", "kinds", "answers", "crisis_at"),
    *("program_said_at", "minor"),
)


def digest(secret: str) -> str:
    """What is stored in the place of an id, a token or a client's message id."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Message:
    """One message as the API shows it; `buttons` are `{id, title}`, `links` `{title, url}`."""

    id: int
    sender: Literal["program", "person", "staff"]
    at: str
    lang: str
    kind: Literal["text", "card", "notice", "crisis"]
    text: str
    buttons: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    reply: str = ""  # the reply and its wording, counted from 1; never shown, and not in older ones
    wording: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "from": self.sender,
            "at": self.at,
            "lang": self.lang,
            "kind": self.kind,
            "text": self.text,
            "buttons": self.buttons,
            "links": self.links,
        }


@dataclass
class State:
    """What a conversation remembers besides its messages. All of it JSON."""

    used: dict[str, list[int]] = field(default_factory=dict)  # reply -> wordings, latest last
    offered: dict[str, dict[str, str]] = field(default_factory=dict)  # button id -> payload, title
    answered: dict[str, list[int]] = field(default_factory=dict)  # client id hash -> message ids
    history: list[dict[str, Any]] = field(default_factory=list)  # the person's turns and levels
    categories: list[str] = field(default_factory=list)
    imminent: bool = False
    ask: int | None = None  # id of the message with the open question
    kinds: list[str] = field(default_factory=list)  # crisis answers given in this course
    answers: list[str] = field(default_factory=list)  # what the person answered in it
    asking: bool = False  # the question about safety is what a plain yes or no would answer
    asked: list[str] = field(default_factory=list)  # its stages in this course, latest last
    concern_asked: bool = False
    lines_shown: bool = False
    program_said_at: str = ""  # when the program last said that it is one
    minor: bool | None = False  # said to be under 18; None: what was said is not known any more
    harmed: bool = False  # told of harm by a therapist: the clinic's phone is not offered
    crisis_at: str = ""  # when the latest crisis answer was given
    reported: dict[str, int] = field(default_factory=dict)  # "message id/kind" -> id of our thanks

    def remember(self, turn: dict[str, Any]) -> None:
        self.history = [*self.history, turn][-HISTORY:]

    def note_answer(self, key: str, messages: list[Message]) -> None:
        """What the same client message id gets when it comes again."""
        self.answered[key] = [m.id for m in messages]
        for old in list(self.answered)[:-ANSWERED_KEPT]:
            del self.answered[old]

    def course(self) -> dict[str, Any]:
        """The part that stands for the course of a crisis, with the buttons that answer it."""
        offered = {k: v for k, v in self.offered.items() if v["payload"].startswith("/crisis")}
        return {**{name: getattr(self, name) for name in COURSE}, "offered": offered}


@dataclass
class Conversation:
    """Everything about one conversation. `id` is known only while it is in use."""

    id: str = field(repr=False)
    token_hash: str = field(repr=False)
    channel: str = "web"
    locale: str = "en"
    country: str | None = None
    consent: bool | None = None
    crisis_step: CrisisStep = "none"
    created_at: datetime = field(default_factory=now)
    seen_at: datetime = field(default_factory=now)
    state: State = field(default_factory=State, repr=False)
    messages: list[Message] = field(default_factory=list, repr=False)
    next_id: int = 1
    stored: int = 0  # the highest message id that is in the database
    used_at: float = field(default_factory=time.monotonic)  # on a clock that nobody sets
    may_save: bool = True
    unsaved: bool = False
    erased: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # turns go one after the other
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def key(self) -> str:
        """The name of the conversation everywhere but in its owner's hands."""
        return digest(self.id)

    def accepts(self, token: str) -> bool:
        return secrets.compare_digest(self.token_hash, digest(token))

    def add(self, sender: str, kind: str, text: str, **more: Any) -> Message:
        """Appends a message with the next id; the oldest go when there are too many."""
        message = self.make(sender, kind, text, **more)
        self.messages.append(message)
        self._drop_oldest()
        return message

    def make(self, sender: str, kind: str, text: str, **more: Any) -> Message:
        """A message with the next id, which is not kept."""
        message = Message(
            id=self.next_id,
            sender=sender,  # type: ignore[arg-type]
            at=now().isoformat(timespec="seconds"),
            lang=more.pop("lang", self.locale),
            kind=kind,  # type: ignore[arg-type]
            text=text,
            **more,
        )
        self.next_id += 1
        return message

    def _drop_oldest(self) -> None:
        characters = sum(len(m.text) for m in self.messages)
        while len(self.messages) > MESSAGES_KEPT or characters > CHARACTERS_KEPT:
            characters -= len(self.messages.pop(0).text)


def new_conversation(channel: str, locale: str, country: str | None) -> tuple[Conversation, str]:
    """A conversation with a fresh id, and the token that opens it."""
    token = secrets.token_urlsafe(32)
    conversation = Conversation(
        id=secrets.token_urlsafe(18),
        token_hash=digest(token),
        channel=channel,
        locale=locale,
        country=country,
    )
    return conversation, token
