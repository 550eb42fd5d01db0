"""Training phrases: enough, different, each in one topic only."""

from bot.content.checks.phrases import count_different

FILE = "data/nlu/ending_grief.yml"
OTHER = "data/nlu/find_therapist.yml"
FIRST = "      - ending_grief0 said0 ending_griefly0\n"


def test_too_few_phrases(content):
    content.edit(FILE, FIRST, "")
    assert content.problems() == [
        (
            f"{FILE}:1: There are 59 different phrases (those nearly the same count once). "
            "Add 1 more, in other words and other voices."
        )
    ]


def test_near_duplicates_count_once():
    same = ["i miss her so very much today", "i miss her so much today", "i miss him so much"]
    assert count_different([*same, "she is gone"]) == 3


def test_short_phrases_count_unless_all_words_are_the_same():
    assert count_different(["miss her", "miss him", "Miss her!", "\U0001f622"]) == 3


def test_service_topics_may_have_fewer_phrases(content):
    assert content.problems() == []


def test_phrase_in_two_topics_names_both_places(content):
    line = "      - find_therapist9 said9"
    content.edit(OTHER, line, f"      - Ending_grief0 said0 ending_griefly0!\n{line}")
    assert content.problems() == [
        (
            f'{OTHER}:17: "Ending_grief0 said0 ending_griefly0!" is taught as find_therapist here '
            f"and as ending_grief in {FILE}:8. Keep it where it belongs and delete the other."
        )
    ]


def test_phrase_twice_in_one_topic_is_a_note(content):
    content.edit(FILE, FIRST, FIRST + FIRST)
    assert content.problems() == [
        f"{FILE}:9: note: This phrase stands in {FILE}:8 already. Delete one of the two."
    ]


def test_empty_phrase(content):
    content.edit(FILE, FIRST, FIRST + "      -\n")
    assert content.problems() == [
        f"{FILE}:9: A dash has no phrase after it. Write one, or delete the line."
    ]


def test_phrase_without_dash(content):
    content.edit(FILE, FIRST, FIRST + "      and I cried\n")
    assert content.problems() == [f'{FILE}:9: A phrase has no dash. Write "- " before each phrase.']


def test_over_long_phrase(content):
    content.edit(FILE, FIRST, FIRST + "      - " + "so " * 81 + "\n")
    assert content.problems() == [
        f"{FILE}:9: This phrase has 81 words. Keep it under 80, or divide it in two."
    ]


def test_stray_bracket(content):
    content.edit(FILE, FIRST, FIRST + "      - i cry [a lot\n")
    assert content.problems() == [
        f"{FILE}:9: Square brackets mean something special in phrases. Use round ones, or none."
    ]


def test_well_formed_entity_is_fine(content):
    content.edit(FILE, FIRST, FIRST + "      - i live in [Leeds](place) since spring\n")
    assert content.problems() == []


def test_intent_of_another_name(content):
    content.edit(FILE, "intent: ending_grief", "intent: ending_greif")
    assert (
        f'{FILE}:6: The intent "ending_greif" stands in the file of "ending_grief". '
        'Did you mean "ending_grief"?'
    ) in content.problems()


def test_intent_of_another_topic(content):
    content.edit(FILE, "intent: ending_grief", "intent: find_therapist")
    assert (
        f'{FILE}:6: The intent "find_therapist" stands in the file of "ending_grief". '
        "Name it ending_grief, or move the phrases to data/nlu/find_therapist.yml."
    ) in content.problems()


def test_phrases_for_crisis_in_another_file(content):
    content.edit(FILE, "intent: ending_grief", "intent: crisis")
    assert (
        f'{FILE}:6: "crisis" may never have training phrases: danger is recognized by the safety '
        "layers. Delete them here."
    ) in content.problems()


def test_entry_without_intent(content):
    content.edit(FILE, "- intent: ending_grief", "- topic: ending_grief")
    assert (f"{FILE}:6: This entry has no intent. Write `- intent: NAME`.") in content.problems()


def test_examples_without_bar(content):
    content.edit(FILE, "examples: |", "examples:")
    assert (
        f'{FILE}:6: The phrases cannot be found. Write "examples: |" and each phrase in a line of '
        'its own with "- " before it.'
    ) in content.problems()
