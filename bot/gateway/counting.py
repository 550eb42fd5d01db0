"""Counts crisis referrals as answers go out, and problems that people report with an answer."""

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.conversations.conversation import Conversation, Message
from bot.conversations.counts import PROBLEMS, ProblemReport
from bot.gateway.crisis import SOS_BUTTON
from bot.gateway.keys import LIMITS, REGISTRY, TALLY, TURNS
from bot.gateway.refusals import Refused
from bot.safety import Assessment

CONCERN = "utter_after_concern"  # and the same about someone else
MISUNDERSTOOD = "_misunderstood"
REPORTED_KEPT = 1000


def count_referral(
    app: web.Application,
    conversation: Conversation,
    found: Assessment,
    answers: Sequence[Message],
    was_in_course: bool,
) -> None:
    """Once in a course: a crisis answer. Once in a chat: a concern. Each "misunderstood"."""
    said = {message.reply for message in answers}
    crisis = any(message.kind == "crisis" for message in answers)
    if crisis and conversation.crisis_step == "open" and not was_in_course:
        app[TALLY].add_referral("sos" if found.evidence == SOS_BUTTON else "crisis")
    asked = [m.id for m in conversation.messages if m.reply.startswith(CONCERN)]
    if asked and asked[0] in [message.id for message in answers]:
        app[TALLY].add_referral("concern")
    if any(reply.endswith(MISUNDERSTOOD) for reply in said):
        app[TALLY].add_referral("misunderstood")


def read_problem(conversation: Conversation, body: dict[str, Any]) -> tuple[Message, str]:
    """The program's message and the kind of problem with it."""
    number, kind = body.get("message"), body.get("kind")
    if kind not in PROBLEMS:
        raise Refused(422, f"`kind` must be one of: {', '.join(PROBLEMS)}.")
    if isinstance(number, int) and not isinstance(number, bool):
        for message in conversation.messages:
            if message.id == number and message.sender == "program":
                return message, str(kind)
    raise Refused(422, "`message` must be the id of an answer in this chat.")


def report_problem(
    app: web.Application, conversation: Conversation, message: Message, kind: str
) -> Message:
    """Our thanks; the same message and kind twice counts once. Raises TooFast."""
    reported, key = conversation.state.reported, f"{message.id}/{kind}"
    if key in reported:
        for thanks in conversation.messages:
            if thanks.id == reported[key]:
                return thanks
    app[LIMITS].count_message(conversation.key)
    if key not in reported:
        app[TALLY].add(ProblemReport(message.reply, message.wording, kind))
    thanks = app[TURNS].say(conversation, "utter_problem_noted")[0]
    reported[key] = thanks.id
    for old in list(reported)[:-REPORTED_KEPT]:
        del reported[old]
    app[REGISTRY].save_soon(conversation)
    return thanks
