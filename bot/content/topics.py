"""A topic as one thing: what people say, what happens and what we say, in three files."""

from dataclasses import dataclass
from pathlib import Path

PHRASES = Path("data/nlu")
STORIES = Path("data/stories")
REPLIES = Path("bot/domain/en")

SMALL_TALK = ("greet", "goodbye", "thank", "affirm", "deny", "help")
WITHOUT_PHRASES = frozenset({"crisis"})
SERVICE = frozenset(
    {
        "ask_human",
        "bot_challenge",
        "crisis",
        "delete_data",
        "medical_question",
        "out_of_scope",
        "privacy",
        "small_talk",
    }
)
NO_TOPICS = frozenset({"by_buttons", "conversation"})


@dataclass(frozen=True, order=True)
class Topic:
    """One subject people write about. Its files share its name; paths are relative."""

    name: str

    @property
    def phrases(self) -> Path:
        return PHRASES / f"{self.name}.yml"

    @property
    def stories(self) -> Path:
        return STORIES / f"{self.name}.yml"

    @property
    def replies(self) -> Path:
        return REPLIES / f"{self.name}.yml"

    @property
    def files(self) -> tuple[Path, ...]:
        """The files the topic must have. Danger is recognized elsewhere, never by phrases."""
        rest = (self.stories, self.replies)
        return rest if self.name in WITHOUT_PHRASES else (self.phrases, *rest)

    @property
    def intents(self) -> tuple[str, ...]:
        return SMALL_TALK if self.name == "small_talk" else (self.name,)

    @property
    def is_care(self) -> bool:
        """True where people are taught and supported; a new topic is one of these."""
        return self.name not in SERVICE


def list_topics(root: Path) -> list[Topic]:
    """Every topic that has at least one of its files under `root`."""
    found = {path.stem for folder in (PHRASES, STORIES, REPLIES) for path in _files(root / folder)}
    return [Topic(name) for name in sorted(found - NO_TOPICS) if not name.startswith("_")]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yml"))
