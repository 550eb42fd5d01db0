"""Signs that are less than a crisis: beside a topic one gentle question, in a course its words."""

from bot.conversations.conversation import Conversation, State
from bot.gateway.crisis import open_course
from bot.gateway.question import ask_again
from bot.gateway.screening import TAKEN_BACK
from bot.safety import About, Assessment, Level

ASKED = "asked"  # marks a turn of the person, in what is kept of them for looking back
AGAIN_AFTER = 2  # turns; a new sign after the answer is worth one more question
THEN_AFTER = 3  # turns


def concern_in_course(conversation: Conversation, found: Assessment) -> list[str]:
    """The stages for a possible sign that is answered by the course, else none.

    In watch it opens the course again. Somebody else whose life is in danger now opens one, too:
    emergency help comes first.
    """
    if found.level != Level.CONCERN or TAKEN_BACK in found.evidence:
        return []
    if found.imminent and found.about == About.OTHER:
        return open_course(conversation, found)
    if conversation.crisis_step == "open":
        return ["stay", *ask_again(conversation)]
    return open_course(conversation, found) if conversation.crisis_step == "watch" else []


def ask_about_concern(conversation: Conversation, found: Assessment) -> list[str]:
    """The human-help line lightly, and the reply with one gentle question, seldom."""
    state = conversation.state
    state.lines_shown = True
    if conversation.crisis_step in ("open", "watch") or TAKEN_BACK in found.evidence:
        return []
    if state.concern_asked and not _is_due(state):
        return []
    state.concern_asked = True
    if state.history:
        state.history[-1][ASKED] = True
    other = found.about == About.OTHER
    state.kinds = ["other" if other else ""]
    state.categories = [category.value for category in found.categories]
    return [f"utter_after_concern{'_other' if other else ''}"]


def _is_due(state: State) -> bool:
    """Whether the question may be asked again: not at every sentence of sadness."""
    ages = [age for age, turn in enumerate(reversed(state.history)) if turn.get(ASKED)]
    if not ages:
        return len(state.history) > THEN_AFTER
    return ages[0] >= (AGAIN_AFTER if len(ages) == 1 else THEN_AFTER)
