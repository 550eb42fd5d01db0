"""The care block: the help lines beside the words, for a person and for every refusal."""

from typing import Any

from bot.conversations.conversation import Conversation, State
from bot.gateway.clinic import Clinic
from bot.safety import Assessment, Category, Level
from bot.safety.lines import Kind, Line, Lines, Link

Json = dict[str, Any]
DEFAULT = (Category.SUICIDAL_IDEATION,)
LINE_OF = {Category.OVERDOSE: Kind.POISON, Category.ABUSE_DANGER: Kind.ABUSE}


class Care:
    """Chooses the lines for a conversation. Never says a level or a category."""

    def __init__(self, lines: Lines, clinic: Clinic) -> None:
        self._lines = lines
        self._clinic = clinic

    def of(self, conversation: Conversation) -> Json:
        """`{pinned, lines, ask}` for the present state of a conversation."""
        state = conversation.state
        pinned = conversation.crisis_step == "open"
        shown = pinned or conversation.crisis_step == "watch" or state.lines_shown
        return {
            "pinned": pinned,
            "lines": [line.as_json() for line in self._found(conversation)] if shown else [],
            "ask": state.ask if pinned else None,
        }

    def on_refusal(self, conversation: Conversation | None, found: Assessment | None) -> Json:
        """What every refusal carries; never without lines."""
        danger = found if found is not None and found.level == Level.CRISIS else None
        state = conversation.state if conversation else State()
        pinned = conversation is not None and conversation.crisis_step == "open"
        country = (conversation.country if conversation else None) or self._clinic.country
        seen = danger.categories if danger else ()
        categories = tuple(dict.fromkeys([*seen, *map(Category, state.categories)]))
        imminent = state.imminent or (danger is not None and danger.imminent)
        minor = state.minor is True
        lines = self._lines.ordered(country, categories or DEFAULT, imminent, minor)
        return {
            "pinned": pinned or danger is not None,
            "lines": [line.as_json() for line in lines],
            "ask": state.ask if pinned else None,
        }

    def values(self, conversation: Conversation) -> dict[str, str]:
        """Numbers for the words of an answer; empty where the country has none."""
        lines = self._found(conversation)
        first = Category((conversation.state.categories or DEFAULT)[0])
        of_kind = [line for line in lines if line.kind == LINE_OF.get(first, Kind.SUICIDE)]
        talk = _to_call(of_kind) or _to_call([x for x in lines if x.kind == Kind.SUICIDE])
        emergency = next((line for line in lines if line.kind == Kind.EMERGENCY), None)
        number = _number(emergency.call) if emergency else ""
        return {
            "emergency": number or "your local emergency number",
            "line_name": talk.name if talk else "",
            "line_call": _number(talk.call) if talk else "",
            "line_text": _number(talk.text) if talk else "",
            "line_country": talk.country if talk else "",
        }

    def _found(self, conversation: Conversation) -> list[Line]:
        """Country from the person's choice, else the clinic's; never from an address."""
        state = conversation.state
        categories = tuple(Category(c) for c in state.categories) or DEFAULT
        country = conversation.country or self._clinic.country
        return self._lines.ordered(country, categories, state.imminent, state.minor is True)


def _to_call(lines: list[Line]) -> Line | None:
    """The first line with a voice, else the first: words that name it say "call"."""
    return next((line for line in lines if line.call), lines[0] if lines else None)


def _number(link: Link | None) -> str:
    """The number in a label such as "Call 988", or "HOME to 741741" for a text line."""
    if link is None:
        return ""
    return link.label.removeprefix("Call ").removeprefix("Text ")
