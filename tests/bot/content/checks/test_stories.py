"""Rules and stories name what exists."""

FILE = "data/stories/ending_grief.yml"


def test_unknown_intent(content):
    content.edit(FILE, "- intent: ending_grief", "- intent: ending_greif")
    assert content.problems() == [
        (
            f'{FILE}:1: Nothing happens when people say "ending_grief". '
            "Write a rule with `- intent: ending_grief` and the action that answers it."
        ),
        f'{FILE}:8: There is no intent "ending_greif". Did you mean "ending_grief"?',
    ]


def test_unknown_action(content):
    content.edit(FILE, "action_explain_topic", "action_explain")
    assert content.problems() == [
        (
            f'{FILE}:9: There is no action "action_explain". '
            "List it in bot/domain/_shared.yml, or name one that is there."
        )
    ]


def test_unknown_reply(content):
    content.edit(
        "data/stories/ask_human.yml", "action: utter_ask_human", "action: utter_ask_humans"
    )
    assert (
        'data/stories/ask_human.yml:9: There is no reply "utter_ask_humans". '
        'Did you mean "utter_ask_human"?'
    ) in content.problems()


def test_actions_of_rasa_are_known(content):
    content.edit(FILE, "- action: action_explain_topic", "- action: action_listen")
    assert content.problems() == []


def test_unknown_slot_and_form(content):
    content.edit(
        FILE,
        "    steps:\n",
        "    condition:\n      - active_loop: find_form\n      - slot_was_set:\n"
        "          - topik: x\n    steps:\n",
    )
    assert content.problems() == [
        f'{FILE}:8: There is no form "find_form". List it under `forms:` in bot/domain.',
        f'{FILE}:10: There is no slot "topik". List it in bot/domain/_shared.yml.',
    ]


def test_either_of_two_intents_is_read(content):
    content.edit(
        FILE,
        "      - intent: ending_grief\n",
        "      - or:\n          - intent: ending_grief\n          - intent: nobody\n",
    )
    assert content.problems() == [
        f'{FILE}:10: There is no intent "nobody". Write the name of a topic, as its files have it.'
    ]


def test_rule_without_title(content):
    content.edit(FILE, "- rule: someone says ending_grief", "- rule:")
    assert content.problems() == [
        f"{FILE}:6: This rule has no title. Write `- rule: what it is about`."
    ]


def test_title_twice(content):
    content.edit(FILE, "someone says ending_grief", "someone says find_therapist")
    assert content.problems() == [
        (
            'data/stories/find_therapist.yml:6: "someone says find_therapist" is already the title '
            f"in {FILE}:6. Give one of them another."
        )
    ]


def test_rule_without_steps(content):
    content.edit(FILE, "    steps:\n", "    step:\n")
    assert (
        f'{FILE}:6: "someone says ending_grief" has no steps. Write "steps:" and what happens.'
    ) in content.problems()
