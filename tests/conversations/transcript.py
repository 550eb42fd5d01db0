"""What happened in a conversation, turn by turn, as the rubric judges it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

DANGERS = (
    "imminent",
    "overdose",
    "self_harm",
    "harm_to_others",
    "abuse_danger",
    "other",
)
OPENINGS = ("first", "no_country", "plain")
QUESTIONS = ("ask", "ask_said", "recheck")
STAGES = (
    *OPENINGS,
    *QUESTIONS,
    *("yes", "no", "unsure", "barriers", "stay", "safe", "closed", "misunderstood"),
)
NO_CARE: dict[str, Any] = {"pinned": False, "lines": [], "ask": None}
CONCERN = "utter_after_concern"
_NAME = re.compile(
    rf"utter_crisis_(?:(?:{'|'.join(DANGERS)})_)?(?P<stage>{'|'.join(STAGES)})(?:_text|_us)?"
)
_QUOTED = re.compile('"[^"]*"')
_LABEL = re.compile(r"^(?:Call|Text) ")


@dataclass(frozen=True)
class Said:
    """One message of the program. `buttons` are payloads by title."""

    reply: str
    text: str
    wording: int = 1
    kind: str = "text"
    buttons: dict[str, str] = field(default_factory=dict)
    id: int = 0

    @property
    def stage(self) -> str:
        """The stage of a crisis this reply belongs to, else ""."""
        found = _NAME.fullmatch(self.reply)
        return found["stage"] if found else ""

    @property
    def asks(self) -> bool:
        """Whether it is the question about safety."""
        return self.stage in QUESTIONS or self.reply.startswith(CONCERN)

    @property
    def own_words(self) -> str:
        """The text without what it suggests to say to others."""
        return _QUOTED.sub("", self.text.replace("\u2019", "'"))


@dataclass(frozen=True)
class Turn:
    """What the person did, what was found in it, and what the program did.

    `deed`: open, say, press, sos, consent, country, reload or erase. `danger`: whose words the
    course uses (one of DANGERS, or "" for the common ones). `hours` counts from the beginning.
    """

    deed: str
    said: tuple[Said, ...] = ()
    level: str = "none"
    step: str = "none"
    danger: str = ""
    imminent: bool = False
    care: dict[str, Any] = field(default_factory=lambda: dict(NO_CARE))
    hours: float = 0.0

    @property
    def text(self) -> str:
        return "\n".join(said.text for said in self.said)

    @property
    def stages(self) -> list[str]:
        return [said.stage for said in self.said if said.stage]

    @property
    def is_opening(self) -> bool:
        """Whether it holds the first answer to a danger."""
        return any(stage in OPENINGS for stage in self.stages)

    @property
    def is_sign(self) -> bool:
        return self.level == "crisis" or self.deed == "sos"

    @property
    def is_near(self) -> bool:
        """Danger in which the emergency number comes before everything."""
        return self.danger in ("imminent", "overdose")

    @property
    def buttons(self) -> dict[str, str]:
        return {title: to for said in self.said for title, to in said.buttons.items()}

    @property
    def emergency(self) -> str:
        """The emergency number as the words name it."""
        numbers = _numbers(line for line in self.care["lines"] if line["kind"] == "emergency")
        return numbers[0] if numbers else "your local emergency number"

    @property
    def ways_to_talk(self) -> list[str]:
        """Numbers of all other lines, and the address that leads to more."""
        lines = (line for line in self.care["lines"] if line["kind"] != "emergency")
        return [*_numbers(lines), "findahelpline.com"]


Transcript = Sequence[Turn]


def _numbers(lines: Any) -> list[str]:
    links = [line[way] for line in lines for way in ("call", "text") if line[way]]
    return [_LABEL.sub("", link["label"]) for link in links]
