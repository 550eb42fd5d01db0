"""When the program says that it is a program and not a human (safety document, section 5).

At the start, on return after seven days, every three hours of a session (every hour once the
person said that they are under 18, or where that is not known any more), whenever asked, and in
the first turn of a crisis. Never twice in one turn, and never before a crisis answer.
"""

from datetime import datetime, timedelta

from bot.conversations.conversation import Conversation
from bot.gateway.rasa_client import NamedReply

EVERY = timedelta(hours=3)
EVERY_FOR_MINORS = timedelta(hours=1)
LONG_AWAY = timedelta(days=7)
# replies every wording of which says it
SAYING_SO = ("utter_opening", "utter_bot_challenge", "utter_by_buttons", "utter_still_a_program")
IN_CRISIS = "utter_program_in_crisis"


def is_due(conversation: Conversation, at: datetime) -> bool:
    """Whether it is time to say it again. What nobody remembers saying is due.

    So is what was said in the future: the clock was set back meanwhile.
    """
    state = conversation.state
    if not state.program_said_at:
        return True
    every = EVERY if state.minor is False else EVERY_FOR_MINORS
    since = at - datetime.fromisoformat(state.program_said_at)
    return not timedelta(0) <= since < every


def was_away(conversation: Conversation, at: datetime) -> bool:
    return at - conversation.seen_at > LONG_AWAY


def disclosed(
    conversation: Conversation, replies: list[NamedReply], at: datetime
) -> list[NamedReply]:
    """The replies, with the reminder first where it is due and none of them says it."""
    says_so = any(reply.reply.startswith(SAYING_SO) for reply in replies)
    due = is_due(conversation, at)
    if says_so or due:
        conversation.state.program_said_at = at.isoformat()
    if says_so or not due:
        return replies
    away = was_away(conversation, at)
    return [NamedReply("utter_opening_return" if away else "utter_still_a_program", {}), *replies]


def disclosed_in_crisis(
    conversation: Conversation, stages: list[str], names: list[str], at: datetime
) -> list[str]:
    """The names of a crisis answer, with the reminder after the first where it is due.

    The first answer of a course says it in its own words.
    """
    if "first" not in stages and not is_due(conversation, at):
        return names
    conversation.state.program_said_at = at.isoformat()
    return names if "first" in stages else [names[0], IN_CRISIS, *names[1:]]
