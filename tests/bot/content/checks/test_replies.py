"""Replies are built so that they can be shown: wordings, names, and values put into them."""

FILE = "bot/domain/en/ending_grief.yml"
HUMAN = "bot/domain/en/ask_human.yml"
CRISIS = "bot/domain/en/crisis.yml"
FIRST = "Wording 0 of this is plain and short."
LAST = (
    "    - text: |\n        Wording {n} of this is plain and short.\n"
    "      metadata: {{covers: [{names}]}}\n"
)


def test_too_few_wordings(content):
    for number, names in ((2, "S5, S6"), (3, "S7, S8"), (4, "S9")):
        content.edit(FILE, LAST.format(n=number, names=names), "")
    assert (
        f"{FILE}:10: utter_ending_grief has 2 of 3 wordings. "
        "Write the others, so that nobody hears the same words again."
    ) in content.problems()


def test_crisis_needs_more_wordings(content):
    content.edit(CRISIS, "    - text: Here is help number 7.\n", "")
    assert content.problems() == [
        (
            f"{CRISIS}:8: utter_crisis has 7 of 8 wordings. "
            "Write the others, so that nobody hears the same words again."
        )
    ]


def test_same_wording_twice(content):
    content.edit(FILE, "Wording 2 of this", "Wording 1 of  THIS")
    assert content.problems() == [
        (
            f"{FILE}:22: utter_ending_grief says the same in line 19. "
            "Write it in other words, or delete one."
        )
    ]


def test_first_reply_is_missing(content):
    content.edit(FILE, "  utter_ending_grief:\n", "  utter_ending_grief_try:\n")
    content.write("actions/try.py", 'TRY = "utter_ending_grief_try"\n')
    assert content.problems() == [
        f"{FILE}:1: The first reply of the topic is missing. Write utter_ending_grief in this file."
    ]


def test_title_is_missing(content):
    content.edit(FILE, "  utter_ending_grief_title:\n    - text: Some words\n", "")
    assert content.problems() == [
        (
            f"{FILE}:1: What a button that leads to the topic says is missing. "
            "Write utter_ending_grief_title in this file."
        )
    ]


def test_title_is_too_long_for_a_button(content):
    content.edit(FILE, "text: Some words", "text: " + "so " * 20)
    assert content.problems() == [
        f'{FILE}:40: The button "{("so " * 20).strip()}" has 59 characters. Keep it to 40 or fewer.'
    ]


def test_reply_in_two_files(content):
    content.edit(HUMAN, "responses:\n", "responses:\n  utter_crisis: [{text: Here it is.}]\n")
    assert (
        f"{CRISIS}:8: utter_crisis is already in {HUMAN}:8. Rename one, or put all wordings there."
    ) in content.problems()


def test_name_that_is_no_reply(content):
    content.edit(HUMAN, "responses:\n", "responses:\n  ask_again: [{text: Here it is.}]\n")
    assert (
        f'{HUMAN}:8: "ask_again" is no name for a reply. Begin it with "utter_".'
    ) in content.problems()


def test_reply_without_dash(content):
    content.edit(HUMAN, "responses:\n", "responses:\n  utter_ask_topic:\n    text: Where?\n")
    assert content.problems() == [
        f'{HUMAN}:8: utter_ask_topic has no wordings. Write "- text: |" and the text under it.'
    ]


def test_wording_that_is_only_text(content):
    content.edit(HUMAN, "responses:\n", "responses:\n  utter_ask_topic:\n    - Where?\n")
    assert content.problems() == [
        f'{HUMAN}:9: This wording of utter_ask_topic is not built right. Write "- text: |".'
    ]


def test_misspelled_part_of_a_wording(content):
    content.edit(FILE, "      buttons:", "      button:")
    assert (
        f'{FILE}:14: "button:" is not known in a wording. Did you mean "buttons"?'
    ) in content.problems()


def test_wording_without_text(content):
    content.edit(HUMAN, "responses:\n", "responses:\n  utter_ask_topic:\n    - text: 5\n")
    assert content.problems() == [
        f'{HUMAN}:9: This wording of utter_ask_topic has no text. Write "- text: |".'
    ]


def test_empty_wording(content):
    content.edit(HUMAN, "text: Here is help number 0.", 'text: ""')
    assert content.problems() == [
        f"{HUMAN}:9: A wording of utter_ask_human is empty. Write its text."
    ]


def test_curly_quotes_around_a_text(content):
    content.edit(HUMAN, "Here is help number 0.", "\u201cHere it is.\u201d")
    assert content.problems() == [
        (
            f"{HUMAN}:9: Curly quotation marks stand around the text and would be shown. "
            'Use straight ones: "...".'
        )
    ]


def test_note_inside_the_text(content):
    content.edit(FILE, FIRST, f"{FIRST}\n        # check this again")
    assert content.problems() == [
        (
            f"{FILE}:13: This note stands inside the text, and people would read it. "
            "Move it to a line above the `- text:`."
        )
    ]


def test_value_that_nothing_fills_in(content):
    content.edit(FILE, FIRST, f"{FIRST}\n        Call {{clinic_fone}}.")
    assert content.problems() == [
        f'{FILE}:13: Nothing fills in {{clinic_fone}} here. Did you mean "clinic_phone"?'
    ]


def test_known_values_are_fine(content):
    content.edit(FILE, FIRST, f"{FIRST} Call {{clinic_phone}} or {{emergency}}.")
    assert content.problems() == []


def test_value_passed_by_an_action_is_fine_in_its_reply_only(content):
    content.write("actions/other.py", 'say(response="utter_ask_human", place="Leeds")\n')
    content.edit(HUMAN, "Here is help number 0.", "Here is help in {place}.")
    assert content.problems() == []
    content.edit(FILE, FIRST, "Here is help in {place}.")
    assert [says.split(". ")[0] for says in content.problems()] == [
        f"{FILE}:12: Nothing fills in {{place}} here"
    ]


def test_curly_bracket_alone(content):
    content.edit(FILE, FIRST, f"{FIRST}\n        Call {{clinic_phone.")
    assert content.problems() == [
        f"{FILE}:13: A curly bracket stands alone. Write it as {{clinic_phone}}, or delete it."
    ]
