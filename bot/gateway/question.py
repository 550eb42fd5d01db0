"""The question about safety: which words it has next, and whether it still waits for an answer."""

from bot.conversations.conversation import Conversation, Message, State, now
from bot.gateway.disclosure import is_due

QUESTIONS = ("ask", "ask_said", "recheck")
BESIDE = ("stay", "barriers")  # these leave an unanswered question as it is
YES_OR_NO = {"Yes", "No"}
PROBES_KEPT = 10


def ask_again(conversation: Conversation) -> list[str]:
    """The unanswered question in other words, not the same probe twice running.

    Not right after it was asked again: then it stands as it is. Nor in a turn that says what
    answers here, which would be too long.
    """
    state = conversation.state
    latest = [m for m in conversation.messages if m.sender == "program"][-2:]
    just_again = bool(latest) and latest[-1].id == state.ask and latest[0].reply.endswith("_stay")
    if state.ask is None or just_again or is_due(conversation, now()):
        return []
    return [other_probe(state)]


def other_probe(state: State) -> str:
    """The stage that was not asked last."""
    if state.asked[-1:] != ["recheck"]:
        return "recheck"
    return next((stage for stage in state.asked if stage != "recheck"), "ask")


def note_stage(state: State, stage: str, message: Message) -> None:
    """After a crisis answer, whose last message was that of `stage`."""
    if stage in QUESTIONS:
        state.ask = message.id
        state.asked = [*state.asked, stage][-PROBES_KEPT:]
    elif stage not in BESIDE:
        state.ask = None
    state.asking = state.ask is not None


def note_reply(conversation: Conversation, messages: list[Message], asked: bool) -> None:
    """After any other answer. `asked`: with the gentle question about a concern.

    In an open course the question stands until it is answered. A plain yes does not answer it
    while the latest message has a yes and a no of its own.
    """
    state = conversation.state
    if asked:
        state.ask, state.asking = messages[-1].id, True
        return
    if conversation.crisis_step != "open":
        state.ask = None
    titles = {button["title"] for button in messages[-1].buttons} if messages else set()
    state.asking = state.ask is not None and not titles & YES_OR_NO
