"""The course of a crisis: open -> watch -> closed. It needs neither Rasa nor a database.

Functions change the conversation's state and give stages; `reply_names` finds the reply of
a stage that fits the kind of danger: `utter_crisis_<kind>_<stage>`, else the common one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.conversations.conversation import Conversation
from bot.safety import About, Assessment, Category

CLOSES_AFTER = timedelta(hours=24)
ASKS_FOR_SAFETY = Category.ABUSE_DANGER.value  # its question is the other way round
OWN_WORDS = (
    Category.OVERDOSE,
    Category.SELF_HARM,
    Category.HARM_TO_OTHERS,
    Category.ABUSE_DANGER,
)


def open_course(conversation: Conversation, found: Assessment) -> list[str]:
    """Danger was seen, or the person asked for help: the first answer and one question.

    Said again while the course is open, and no nearer than before, it gets words for staying.
    """
    state = conversation.state
    kind = _kind(found)
    known = conversation.crisis_step == "open" and kind in state.kinds
    conversation.crisis_step = "open"
    state.categories = [c.value for c in found.categories] or state.categories
    state.imminent = state.imminent or found.imminent
    state.kinds = [k for k in state.kinds if k != kind] + [kind]
    return ["stay"] if known else ["first", "ask"]


def answer_course(conversation: Conversation, answer: str) -> list[str]:
    """What the person answered, by button or in words."""
    state = conversation.state
    said_before = answer in state.answers
    state.answers.append(answer)
    if answer in ("yes", "no") and state.kinds and state.kinds[-1] == ASKS_FOR_SAFETY:
        return _is_safe(conversation, answer, said_before)
    if answer in ("yes", "unsure"):
        conversation.crisis_step = "open"
        state.kinds = state.kinds or [""]
        state.imminent = state.imminent or (answer == "yes" and state.kinds[-1] == "")
        return [answer]
    if answer == "misunderstood":
        conversation.crisis_step = "watch"
        return ["misunderstood"]
    if answer == "safe":
        return _feels_safe(conversation)
    if answer == "no":
        return _denies(conversation, said_before)
    return ["barriers"]


def _is_safe(conversation: Conversation, answer: str, said_before: bool) -> list[str]:
    """Asked "are you safe to chat?", a no is the danger, and one yes does not close."""
    if answer == "no":
        conversation.crisis_step, conversation.state.imminent = "open", True
        return ["no"]
    return _feels_safe(conversation) if said_before else ["yes"]


def _denies(conversation: Conversation, said_before: bool) -> list[str]:
    """One denial never closes: it brings a different question, and only then watching."""
    if conversation.crisis_step != "open":
        return ["no"]
    if not said_before:
        return ["no", "recheck"]
    conversation.crisis_step = "watch"
    return ["safe"]


def _feels_safe(conversation: Conversation) -> list[str]:
    if conversation.crisis_step == "watch":
        conversation.crisis_step = "closed"
        return ["closed"]
    conversation.crisis_step = "watch"
    return ["safe"]


def let_time_pass(conversation: Conversation, at: datetime) -> None:
    """A course in watch closes after a day of silence; a closed one leaves no trace."""
    if conversation.crisis_step == "watch" and at - conversation.seen_at > CLOSES_AFTER:
        conversation.crisis_step = "closed"
    if conversation.crisis_step == "closed":
        state = conversation.state
        state.categories, state.answers, state.kinds = [], [], []
        state.imminent, state.ask, state.lines_shown = False, None, False
        conversation.crisis_step = "none"


def reply_names(
    conversation: Conversation,
    stages: list[str],
    values: dict[str, str],
    exists: Callable[[str], bool],
) -> list[str]:
    """The reply for each stage: with the country's lines in mind, then the kind, then any."""
    kinds = conversation.state.kinds
    kind = f"{kinds[-1]}_" if kinds and kinds[-1] else ""
    turn = len(conversation.state.used.get("utter_crisis_first", []))
    names = []
    for stage in stages:
        wanted = [f"utter_crisis_{kind}{stage}", f"utter_crisis_{stage}"]
        if stage == "first" and not values["line_call"]:
            wanted = [f"utter_crisis_{kind}no_country", "utter_crisis_no_country"]
        elif stage == "first" and values["line_text"] and turn % 2 == 0:
            wanted.insert(0, f"utter_crisis_{kind}first_text")
        elif stage == "barriers" and not kind and values["line_call"] == "988":
            wanted.insert(0, "utter_crisis_barriers_us")
        names.append(next(name for name in wanted if exists(name)))
    return names


def _kind(found: Assessment) -> str:
    """Which words fit: someone else, imminent, a category of its own, or the common ones."""
    if found.about == About.OTHER:
        return "other"
    first = found.categories[0] if found.categories else Category.SUICIDAL_IDEATION
    if first == Category.OVERDOSE:
        return "overdose"
    if found.imminent and first not in (Category.ABUSE_DANGER, Category.HARM_TO_OTHERS):
        return "imminent"
    return first.value if first in OWN_WORDS else ""
