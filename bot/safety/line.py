"""One crisis line: its kind, whom it serves, and the ways to reach it."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlsplit

# The country of lines that serve any country.
OTHER = "other"


class Kind(StrEnum):
    SUICIDE = "suicide"
    POISON = "poison"
    ABUSE = "abuse"
    CHILD = "child"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Link:
    """Something to tap: what it reads, and a tel:, sms: or https: address."""

    label: str
    href: str

    def as_json(self) -> dict[str, str]:
        return {"label": self.label, "href": self.href}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of help. `country` is an ISO code, or "other" for lines that serve any country."""

    id: str
    kind: Kind
    name: str
    country: str
    country_name: str
    call: Link | None = None
    text: Link | None = None
    chat: Link | None = None
    hours: str = ""
    languages: tuple[str, ...] = ()
    source: str = ""
    seen_on: str = ""
    status: str = "unconfirmed"
    verified_on: str | None = None

    def as_json(self) -> dict[str, object]:
        """The public part: what a page needs to show the line."""
        ways = {name: getattr(self, name) for name in ("call", "text", "chat")}
        return {
            "id": self.id,
            "kind": str(self.kind),
            "name": self.name,
            "country": self.country,
            "country_name": self.country_name,
            **{name: link.as_json() if link else None for name, link in ways.items()},
            "hours": self.hours,
            "languages": list(self.languages),
        }


def call_link(number: str, label: str) -> Link:
    return Link(label.format(number=number), "tel:" + _dialed(number))


def text_link(number: str, keyword: str, plain: str, with_keyword: str) -> Link:
    body = f"?&body={quote(keyword)}" if keyword else ""
    label = with_keyword if keyword else plain
    return Link(label.format(number=number, keyword=keyword), f"sms:{_dialed(number)}{body}")


def chat_link(url: str, label: str) -> Link:
    return Link(label.format(site=urlsplit(url).netloc), url)


def _dialed(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")
