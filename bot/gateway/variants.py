"""Which reply takes the place of another: after harm, and where only buttons work."""

from bot.conversations.conversation import Conversation

HARM = "utter_therapist_harm"
# the clinic may employ the person who did it, so its phone is not offered
OUTSIDE = {
    "utter_ask_human": "utter_therapist_harm_outside",
    "utter_distress": "utter_distress_outside",
    "utter_find_referral_unavailable": "utter_find_referral_unavailable_outside",
    "utter_problem_noted": "utter_problem_noted_outside",
    "utter_unavailable": "utter_unavailable_outside",
}
# what is true of other losses would feed the doubt of someone who was harmed
AFTER_HARM = {
    "utter_missing_therapist": "utter_therapist_harm_missing",
    "utter_self_blame": "utter_therapist_harm_blame",
}
# these ask for typed words, or tell what becomes of them
BY_BUTTONS = {
    "utter_ask_find_referral_form_place": "utter_by_buttons_place",
    "utter_ask_human": "utter_by_buttons_ask_human",
    "utter_bot_challenge": "utter_by_buttons_bot_challenge",
    "utter_button_unknown": "utter_by_buttons_help",
    "utter_consent_no": "utter_by_buttons_consent",
    "utter_consent_yes": "utter_by_buttons_consent",
    "utter_deny": "utter_by_buttons_help",
    "utter_find_referral_resume": "utter_by_buttons_place",
    "utter_help": "utter_by_buttons_help",
    "utter_opening": "utter_by_buttons_opening",
    "utter_opening_return": "utter_by_buttons_return",
    "utter_privacy": "utter_by_buttons_privacy",
}
MENU = "utter_by_buttons_help"  # under it stands every topic


def note_harm(conversation: Conversation, name: str) -> None:
    """Lasts for the conversation: a change of topic does not bring the phone back."""
    if name.startswith(HARM):
        conversation.state.harmed = True


def fitting(conversation: Conversation, name: str, by_buttons: bool) -> str:
    """The reply to say in the place of `name`."""
    if conversation.state.harmed:
        name = {**OUTSIDE, **AFTER_HARM}.get(name, name)
    return BY_BUTTONS.get(name, name) if by_buttons else name
