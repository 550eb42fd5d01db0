"""Replies named by the program exist, and every reply is used."""

FILE = "bot/domain/en/ask_human.yml"
UNUSED = "  utter_lonely:\n    - text: Nobody says this.\n"


def test_reply_missing_for_the_program(content):
    content.write("actions/other.py", '\n\ndef say(x):\n    x("utter_ask_humn")\n')
    assert content.problems() == [
        (
            "actions/other.py:4: The program uses the reply utter_ask_humn, which does not exist. "
            'Did you mean "utter_ask_human"?'
        )
    ]


def test_unused_reply_is_a_note(content):
    content.edit(FILE, "responses:\n", "responses:\n" + UNUSED)
    assert content.problems() == [
        f"{FILE}:8: note: Nothing uses utter_lonely. Name it in a rule, or delete it."
    ]


def test_reply_named_in_the_settings_is_used(content):
    content.edit(FILE, "responses:\n", "responses:\n" + UNUSED)
    content.write("config.yml", "fallback: utter_lonely\n")
    assert content.problems() == []


def test_reply_named_by_parts_is_used(content):
    content.edit(FILE, "responses:\n", "responses:\n" + UNUSED)
    content.write("bot/gateway/say.py", 'def say(x):\n    return f"utter_lon{x}"\n')
    assert content.problems() == []


def test_topic_filled_into_a_name_does_not_use_everything(content):
    content.edit(FILE, "responses:\n", "responses:\n" + UNUSED.replace("lonely", "so_lonely"))
    content.write("bot/gateway/say.py", 'def say(x):\n    return f"utter_{x}"\n')
    assert len(content.problems()) == 1


def test_question_of_a_form_is_used(content):
    content.edit(FILE, "responses:\n", "responses:\n" + UNUSED.replace("lonely", "ask_topic"))
    assert content.problems() == []


def test_program_that_cannot_be_read_is_left_to_lint(content):
    content.write("actions/broken.py", "def (:\n")
    assert content.problems() == []
