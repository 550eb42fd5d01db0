"""The course of a crisis: open -> watch -> closed. It needs neither Rasa nor a database.

Functions change the conversation's state and give stages; `reply_names` finds the reply of
a stage that fits the kind of danger: `utter_crisis_<kind>_<stage>`, else the common one.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot.conversations.conversation import Conversation, State, now
from bot.gateway.question import QUESTIONS, other_probe
from bot.safety import About, Assessment, Category

CLOSES_AFTER = timedelta(hours=24)
ASKS_FOR_SAFETY = Category.ABUSE_DANGER.value  # its question is the other way round
OWN_WORDS = (
    Category.OVERDOSE,
    Category.SELF_HARM,
    Category.HARM_TO_OTHERS,
    Category.ABUSE_DANGER,
)
NEARER = ("imminent", "overdose")  # these words stay when the same danger is told more plainly
SOS_BUTTON = ("sos",)
# patterns by which a person names the wish to die: the question then goes a step further
NAMED = tuple(f"suicidal_ideation/{id}" for id in ("want_to_die", "end_own_life", "suicidal"))


def open_course(conversation: Conversation, found: Assessment) -> list[str]:
    """Danger was seen, or the person asked for help: the first answer and one question.

    Said again while the course is open, and no nearer than before, it gets words for staying.
    """
    state = conversation.state
    if conversation.crisis_step != "open":
        state.kinds, state.asked, state.imminent = [], [], False
    kind = _kind(found, state)
    known = kind in state.kinds
    conversation.crisis_step = "open"
    if found.evidence != SOS_BUTTON or not state.categories:
        seen = [c.value for c in found.categories]
        state.categories = list(dict.fromkeys([*seen, *state.categories]))
    state.imminent = state.imminent or found.imminent
    state.kinds = [*(k for k in state.kinds if k != kind), kind]
    state.answers = []
    state.crisis_at = now().isoformat()
    if known:
        return ["stay"]
    return ["first", "ask_said" if kind == "" and _is_named(found) else "ask"]


def answer_course(conversation: Conversation, answer: str) -> list[str]:
    """What the person answered, by button or in words."""
    state = conversation.state
    state.crisis_at = now().isoformat()
    if answer == "barriers":
        return ["barriers"]
    reversed_question = bool(state.kinds) and state.kinds[-1] == ASKS_FOR_SAFETY
    if answer == "danger":  # said plainly: "i am not safe"
        answer = "no" if reversed_question else "yes"
    means = {"yes": "no", "no": "yes"}.get(answer, answer) if reversed_question else answer
    _note_for_looking_back(state, means)
    if means in ("yes", "unsure"):
        return _is_in_danger(conversation, answer, means)
    if answer == "misunderstood":
        conversation.crisis_step = "watch"
        return ["misunderstood"]
    if answer == "safe":
        return _feels_safe(conversation)
    return _denies(conversation, answer)


def _is_in_danger(conversation: Conversation, answer: str, means: str) -> list[str]:
    state = conversation.state
    if conversation.crisis_step != "open":
        state.program_said_at = ""  # the first turn of a course says what answers
    conversation.crisis_step = "open"
    state.kinds = state.kinds or [""]
    plain = state.kinds[-1] in ("", ASKS_FOR_SAFETY)
    state.imminent = state.imminent or (means == "yes" and plain)
    state.answers = [means]
    return [answer]


def _denies(conversation: Conversation, answer: str) -> list[str]:
    """One denial never closes: it brings a different question, and only then watching."""
    state = conversation.state
    if conversation.crisis_step != "open":
        return [answer]
    said_before = "no" in state.answers
    state.answers = ["no"]
    if not said_before:
        return [answer, other_probe(state)]
    conversation.crisis_step = "watch"
    return ["safe"]


def _feels_safe(conversation: Conversation) -> list[str]:
    """From open to watching, from watching to closed; elsewhere there is nothing to close."""
    if conversation.crisis_step == "open":
        conversation.crisis_step = "watch"
        return ["safe"]
    if conversation.crisis_step == "none" and conversation.state.lines_shown:
        return ["no"]
    conversation.crisis_step = "closed"
    return ["closed"]


def _note_for_looking_back(state: State, means: str) -> None:
    """The answer belongs to the turn that brought the question."""
    answer = {"safe": "no", "misunderstood": "no"}.get(means, means)
    for record in reversed(state.history):
        if record["level"] != "none":
            record["answer"] = answer
            return


def in_course(conversation: Conversation, at: datetime) -> bool:
    """Whether a course runs; one in watch has ended after a day of silence."""
    silent = at - conversation.seen_at > CLOSES_AFTER
    step = conversation.crisis_step
    return step == "open" or (step == "watch" and not silent)


def let_time_pass(conversation: Conversation, at: datetime) -> None:
    """A course in watch closes after a day of silence; a closed one leaves no trace."""
    if conversation.crisis_step == "none" or in_course(conversation, at):
        return
    state = conversation.state
    state.categories, state.answers, state.kinds, state.asked = [], [], [], []
    state.imminent, state.ask, state.asking = False, None, False
    state.lines_shown = state.concern_asked = False
    conversation.crisis_step = "none"


def reply_names(
    conversation: Conversation,
    stages: list[str],
    values: dict[str, str],
    exists: Callable[[str], bool],
) -> list[str]:
    """The reply for each stage: with the country's lines in mind, then the kind, then any."""
    kinds = conversation.state.kinds
    kind = kinds[-1] if kinds else ""
    used = conversation.state.used
    names = []
    for stage in stages:
        wanted = [n for n in _wanted(stage, f"{kind}_" if kind else "", values) if exists(n)]
        special = [n for n in wanted if not kind and n.endswith(("_text", "_us"))]
        # a way of its own comes first, then they take turns
        among = [*special, f"utter_crisis_{stage}"] if special else wanted[:1]
        names.append(min(among, key=lambda name: len(used.get(name, ()))))
    return names


def _wanted(stage: str, kind: str, values: dict[str, str]) -> Iterator[str]:
    if stage == "first" and not values["line_call"] and kind != "imminent_":
        stage = "no_country"
    elif stage in ("first", "barriers") and not kind:
        if stage == "barriers" and values["line_country"] == "US":
            yield "utter_crisis_barriers_us"
        if values["line_text"]:
            yield f"utter_crisis_{stage}_text"
    yield f"utter_crisis_{kind}{stage}"
    yield f"utter_crisis_{stage}"
    yield "utter_crisis_ask" if stage in QUESTIONS else "utter_unavailable"


def _is_named(found: Assessment) -> bool:
    return any(name in NAMED for name in found.evidence)


def _kind(found: Assessment, state: State) -> str:
    """Which words fit: someone else, imminent, a category of its own, or the common ones."""
    if found.evidence == SOS_BUTTON and state.kinds:
        return state.kinds[-1]
    if found.about == About.OTHER:
        return "other"
    first = found.categories[0] if found.categories else Category.SUICIDAL_IDEATION
    if first == Category.OVERDOSE:
        return "overdose"
    if found.imminent and first not in (Category.ABUSE_DANGER, Category.HARM_TO_OTHERS):
        return "imminent"
    if first in OWN_WORDS:
        return first.value
    return next((kind for kind in reversed(state.kinds) if kind in NEARER), "")
