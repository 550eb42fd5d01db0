"""Checks that rules and stories name intents, actions, slots and forms that exist."""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml.comments import CommentedMap

from bot.content.problem import Problem, did_you_mean
from bot.content.source import Source, entries, key_line
from bot.content.tree import Tree

_RASA_INTENTS = frozenset({"nlu_fallback", "session_start", "restart", "back"})
_RASA_SLOTS = frozenset({"requested_slot", "session_started_metadata"})
_RASA_ACTIONS = frozenset(
    {
        "action_back",
        "action_deactivate_loop",
        "action_default_ask_affirmation",
        "action_default_ask_rephrase",
        "action_default_fallback",
        "action_extract_slots",
        "action_listen",
        "action_restart",
        "action_revert_fallback_events",
        "action_session_start",
        "action_two_stage_fallback",
        "action_unlikely_intent",
        "action_validate_slot_mappings",
    }
)
_TITLES = {"rules": "rule", "stories": "story"}

Mention = tuple[str, str, int]
"""What kind of name it is (the key of the step), the name and its line."""


def check_stories(tree: Tree) -> Iterator[Problem]:
    """Wrong names in data/stories, rules without title or steps, and intents without any."""
    titles: dict[str, str] = {}
    for source in tree.story_files:
        for section, word in _TITLES.items():
            for line, story in entries(source.data, section):
                yield from _shape(source, line, story, word, titles)
        for kind, name, line in mentions(source):
            yield from _name(tree, source, kind, name, line)
    yield from _unanswered(tree)


def mentions(source: Source) -> Iterator[Mention]:
    """Every intent, entity, action, slot and form named in a file of stories."""
    for section in _TITLES:
        for _, story in entries(source.data, section):
            for part in ("condition", "steps"):
                for _, step in entries(story, part):
                    yield from _in_step(step)


def _in_step(step: Any) -> Iterator[Mention]:
    if not isinstance(step, CommentedMap):
        return
    for kind in ("intent", "action", "active_loop"):
        if isinstance(step.get(kind), str) and step[kind] not in ("", "null"):
            yield kind, step[kind], key_line(step, kind)
    for kind in ("slot_was_set", "entities"):
        for line, entry in entries(step, kind):
            for name in entry if isinstance(entry, CommentedMap) else [entry]:
                yield kind, str(name), line
    for _, either in entries(step, "or"):
        yield from _in_step(either)


def _shape(
    source: Source, line: int, story: Any, word: str, titles: dict[str, str]
) -> Iterator[Problem]:
    title = story.get(word) if isinstance(story, CommentedMap) else None
    if not isinstance(title, str) or not title:
        title = ""
        yield source.problem(line, f"This {word} has no title. Write `- {word}: what it is about`.")
    elif title in titles:
        yield source.problem(
            line, f'"{title}" is already the title in {titles[title]}. Give one of them another.'
        )
    else:
        titles[title] = f"{source.file.as_posix()}:{line}"
    if title and not list(entries(story, "steps")):
        yield source.problem(line, f'"{title}" has no steps. Write "steps:" and what happens.')


def _name(tree: Tree, source: Source, kind: str, name: str, line: int) -> Iterator[Problem]:
    known, what, cure = _known(tree, kind, name)
    if name not in known:
        yield source.problem(
            line, f'There is no {what} "{name}". {did_you_mean(name, known, cure)}'
        )


def _known(tree: Tree, kind: str, name: str) -> tuple[set[str], str, str]:
    """Which names exist, what they are called, and the cure where none looks like it."""
    if kind == "intent":
        cure = "Write the name of a topic, as its files have it."
        return tree.intents | _RASA_INTENTS, "intent", cure
    if kind == "slot_was_set":
        return tree.named("slots") | _RASA_SLOTS, "slot", "List it in bot/domain/_shared.yml."
    if kind == "entities":
        return tree.named("entities"), "entity", "List it in bot/domain/_shared.yml."
    forms = tree.named("forms")
    if kind == "active_loop":
        return forms, "form", "List it under `forms:` in bot/domain."
    if name.startswith("utter_"):
        return tree.reply_names, "reply", "Write it in bot/domain/en, or name one that is there."
    actions = tree.named("actions") | forms | _RASA_ACTIONS
    return actions, "action", "List it in bot/domain/_shared.yml, or name one that is there."


def _unanswered(tree: Tree) -> Iterator[Problem]:
    answered = {
        name
        for source in tree.story_files
        for kind, name, _ in mentions(source)
        if kind == "intent"
    }
    written = {source.file: source for source in tree.story_files}
    for topic in tree.topics:
        source = written.get(topic.stories)
        for intent in topic.intents if source else ():
            if source and intent not in answered:
                yield source.problem(
                    1,
                    f'Nothing happens when people say "{intent}". '
                    f"Write a rule with `- intent: {intent}` and the action that answers it.",
                )
