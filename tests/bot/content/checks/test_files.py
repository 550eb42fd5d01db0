"""Each topic has its files, opened as they should, with sections that Rasa reads."""

DOMAIN = "bot/domain/en/ending_grief.yml"
PHRASES = "data/nlu/ending_grief.yml"


def test_missing_file_of_a_topic(content):
    content.delete("data/stories/ending_grief.yml")
    assert content.problems() == [
        (
            'data/stories/ending_grief.yml:1: This file of the topic "ending_grief" is missing. '
            "Make it, or give all files of the topic one name "
            "(data/nlu/ending_grief.yml and bot/domain/en/ending_grief.yml)."
        )
    ]


def test_missing_replies_are_told_once(content):
    content.delete("bot/domain/en/ask_human.yml")
    assert [says for says in content.problems() if "ask_human.yml:1" in says] == [
        (
            'bot/domain/en/ask_human.yml:1: This file of the topic "ask_human" is missing. '
            "Make it, or give all files of the topic one name (data/nlu/ask_human.yml and "
            "data/stories/ask_human.yml)."
        )
    ]
    assert not [says for says in content.problems() if "payload" in says]


def test_phrases_for_crisis_are_refused(content):
    content.write("data/nlu/crisis.yml", 'version: "3.1"\nnlu: []\n')
    assert (
        "data/nlu/crisis.yml:1: Danger is recognized by the safety layers, never by training "
        "phrases. Delete this file."
    ) in content.problems()


def test_conversation_is_replies_only(content):
    content.write(
        "bot/domain/en/conversation.yml",
        '# Words between topics\n# reviewed: none yet\nversion: "3.1"\nresponses:\n'
        "  utter_ask_human_again:\n    - text: Here is how to reach someone.\n",
    )
    content.write("actions/again.py", 'NAME = "utter_ask_human_again"\n')
    assert content.problems() == []


def test_first_line_says_what_the_topic_is_about(content):
    content.edit(DOMAIN, "# About ending_grief", "#")
    assert content.problems() == [
        (
            f"{DOMAIN}:1: The first line does not say what the topic is about. "
            "Write `# ` and one sentence."
        )
    ]


def test_second_line_gives_an_example(content):
    content.edit(PHRASES, "# example: my last session is on friday", "# my last session")
    assert content.problems() == [
        (
            f"{PHRASES}:2: The second line gives no example. "
            "Write `# example: ` and one thing a person might say."
        )
    ]


def test_third_line_says_who_has_reviewed(content):
    content.edit(PHRASES, "# reviewed: none yet", "# draft")
    assert content.problems() == [
        (
            f"{PHRASES}:3: Nothing says who has reviewed this file. "
            "Write `# reviewed: none yet` in line 3."
        )
    ]


def test_replies_outside_topics_need_the_line_too(content):
    content.edit(
        "bot/domain/_shared.yml", "actions:", "responses:\n  utter_x: [{text: y}]\nactions:"
    )
    assert (
        "bot/domain/_shared.yml:3: Nothing says who has reviewed this file. "
        "Write `# reviewed: none yet` in line 3."
    ) in content.problems()


def test_signature_has_name_and_date(content):
    content.edit(DOMAIN, "reviewed: none yet", "reviewed: yes")
    assert content.problems() == [
        (
            f"{DOMAIN}:3: The signature has no name or no date. "
            "Write it as `# reviewed: Name, profession, 2027-01-31`, or `# reviewed: none yet`."
        )
    ]


def test_signature_with_an_impossible_date_is_refused(content):
    content.edit(DOMAIN, "reviewed: none yet", "reviewed: Ada Berg, psychologist, 2027-02-31")
    assert len(content.problems()) == 1


def test_signed_file_passes(content):
    content.edit(DOMAIN, "reviewed: none yet", "reviewed: Ada Berg, psychologist, 2027-01-31")
    assert content.problems() == []


def test_misspelled_section(content):
    content.edit("bot/domain/_shared.yml", "slots:", "slotts:")
    assert content.problems() == [
        'bot/domain/_shared.yml:5: "slotts:" is no section of such a file. Did you mean "slots"?'
    ]


def test_unknown_section(content):
    content.edit(PHRASES, "nlu:", "phrases: x\nnlu:")
    assert content.problems() == [
        f'{PHRASES}:5: "phrases:" is no section of such a file. It may have: nlu.'
    ]


def test_version_without_quotes(content):
    content.edit(PHRASES, 'version: "3.1"', "version: 3.1")
    assert content.problems() == [
        f'{PHRASES}:4: The version is missing or odd. Write `version: "3.1"`.'
    ]


def test_empty_file(content):
    content.write("data/stories/crisis.yml", "# a\n# example: b\n# reviewed: none yet\n")
    assert (
        "data/stories/crisis.yml:1: The file is empty or no list of names. "
        'It needs the line "rules:".'
    ) in content.problems()


def test_intent_of_the_topic_is_listed(content):
    content.edit(DOMAIN, "  - ending_grief\n", "  - ending_grieff\n")
    assert content.problems() == [
        (
            f'{DOMAIN}:1: The intent "ending_grief" is not listed. '
            "Write `  - ending_grief` under `intents:`."
        ),
        (
            f'{DOMAIN}:7: The intent "ending_grieff" stands in the file of "ending_grief". '
            "Name it ending_grief, or make files of its own for it."
        ),
    ]


def test_small_talk_lists_its_six_intents(content):
    for folder in ("data/nlu", "data/stories", "bot/domain/en"):
        content.write(f"{folder}/small_talk.yml", "")
    content.write("bot/domain/en/small_talk.yml", "intents: [greet, goodbye, thank, affirm, deny]")
    assert (
        'bot/domain/en/small_talk.yml:1: The intent "help" is not listed. '
        "Write `  - help` under `intents:`."
    ) in content.problems()
