"""A small content tree without a fault, for tests that break it in one place."""

from pathlib import Path

import pytest

from bot.content.check import check

HEAD = '# {about}\n# example: {example}\n# reviewed: none yet\nversion: "3.1"\n'
CARE = {"ending_grief": "my last session is on friday", "find_therapist": "how do i choose one?"}
STATEMENTS = ("S1, S2", "S3, S4", "S5, S6", "S7, S8", "S9")
BUTTONS = """\
      buttons:
        - title: Tell me more
          payload: '/{topic}{{"part": "more"}}'
        - title: Talk to a person
          payload: /ask_human
"""
SHARED = """\
# What more than one topic uses
version: "3.1"
entities:
  - part
slots:
  topic: {type: text}
actions:
  - action_explain_topic
"""


class Content:
    """The files of a small project, to be edited; `problems` says what a check finds then."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replaces the first `old` in the file."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert old in text
        self.write(file, text.replace(old, new, 1))

    def delete(self, file: str) -> None:
        (self.root / file).unlink()

    def problems(self) -> list[str]:
        return [str(problem) for problem in check(self.root)]


def phrases(intent: str, seed: str, count: int = 60) -> str:
    lines = "".join(f"      - {seed}{n} said{n} {seed}ly{n}\n" for n in range(count))
    return f"nlu:\n  - intent: {intent}\n    examples: |\n{lines}"


def care_replies(topic: str) -> str:
    wordings = ""
    for number, names in enumerate(STATEMENTS):
        wordings += f"    - text: |\n        Wording {number} of this is plain and short.\n"
        wordings += f"      metadata: {{covers: [{names}]}}\n"
        wordings += BUTTONS.format(topic=topic) if number == 0 else ""
    more = "    - text: |\n        There is more to say here.\n" + BUTTONS.format(topic=topic)
    return (
        f"\nintents:\n  - {topic}\n\nresponses:\n  utter_{topic}:\n{wordings}"
        f"  utter_{topic}_more:\n{more}  utter_{topic}_title:\n    - text: Some words\n"
    )


def rules(intent: str, action: str) -> str:
    return (
        f"rules:\n  - rule: someone says {intent}\n    steps:\n"
        f"      - intent: {intent}\n      - action: {action}\n"
    )


def short_wordings(name: str, count: int) -> str:
    lines = "".join(f"    - text: Here is help number {n}.\n" for n in range(count))
    return f"  {name}:\n{lines}"


@pytest.fixture
def content(tmp_path: Path) -> Content:
    found = Content(tmp_path)
    for topic, example in CARE.items():
        head = HEAD.format(about=f"About {topic}", example=example)
        found.write(f"data/nlu/{topic}.yml", head + phrases(topic, topic))
        found.write(f"data/stories/{topic}.yml", head + rules(topic, "action_explain_topic"))
        found.write(f"bot/domain/en/{topic}.yml", head + care_replies(topic))
    for topic in ("ask_human", "crisis"):
        head = HEAD.format(about=f"About {topic}", example="an example")
        name = f"utter_{topic}"
        domain = f"intents:\n  - {topic}\nresponses:\n{short_wordings(name, 8)}"
        found.write(f"bot/domain/en/{topic}.yml", head + domain)
        found.write(f"data/stories/{topic}.yml", head + rules(topic, name))
    head = HEAD.format(about="About ask_human", example="an example")
    found.write("data/nlu/ask_human.yml", head + phrases("ask_human", "human", 3))
    found.write("bot/domain/_shared.yml", SHARED)
    found.write(
        "actions/explain_topic.py",
        'def explain(say, topic, part):\n    say(f"utter_{topic}")\n'
        '    say(f"utter_{topic}_{part}")\n',
    )
    return found
