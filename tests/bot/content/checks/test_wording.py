"""Replies are short, easy to read, free of harmful words, and voice the source text."""

FILE = "bot/domain/en/ending_grief.yml"
CRISIS = "bot/domain/en/crisis.yml"
FIRST = "Wording 0 of this is plain and short."
TITLE = "title: Tell me more"


def test_harmful_words_name_reason_and_another_wording(content):
    content.edit(FILE, FIRST, "It is plain.\n        Her brother committed suicide.")
    assert content.problems() == [
        f'{FILE}:13: "committed suicide" sounds like a crime or a sin. Say "died by suicide".'
    ]


def test_line_is_that_of_the_words(content):
    content.edit(FILE, FIRST, "It is plain.\n\n        I'm\n        sorry.")
    assert content.problems()[0].startswith(f'{FILE}:14: "I\'m sorry" lets the program')


def test_hard_word_is_a_note(content):
    content.edit(FILE, FIRST, "This is about attunement.")
    assert content.problems() == [
        f'{FILE}:12: note: "attunement" is a word of the profession. Say it in plain words.'
    ]


def test_words_on_a_button_are_the_persons_own(content):
    content.edit(FILE, TITLE, "title: I miss him")
    assert content.problems() == []


def test_harmful_words_on_a_button(content):
    content.edit(FILE, TITLE, "title: He committed suicide")
    assert content.problems() == [
        f'{FILE}:15: "committed suicide" sounds like a crime or a sin. Say "died by suicide".'
    ]


def test_title_of_a_topic_is_the_persons_own(content):
    content.edit(FILE, "text: Some words", "text: I miss my therapist")
    assert content.problems() == []


def test_wording_is_kept_on_purpose_with_a_reason(content):
    content.edit(FILE, FIRST, "Just breathe.")
    note = "    # wording-ok: our clients know this exercise by the word\n    - text: |\n"
    content.edit(FILE, "    - text: |\n", note)
    assert content.problems() == []


def test_reason_may_stand_on_the_line_itself(content):
    content.edit(FILE, FIRST, "Just breathe.")
    content.edit(FILE, "- text: |", "- text: |  # wording-ok: the name of an exercise")
    assert content.problems() == []


def test_reason_at_the_reply_keeps_all_its_wordings(content):
    content.edit(FILE, FIRST, "Just breathe.")
    content.edit(FILE, "Wording 1 of this is plain", "Just walk. It is plain")
    content.edit(FILE, "  utter_ending_grief:\n", "  utter_ending_grief:  # wording-ok: names\n")
    assert content.problems() == []


def test_reason_serves_only_its_own_wording(content):
    content.edit(FILE, "Wording 1 of this is plain", "Just walk. It is plain")
    content.edit(FILE, "    - text: |", "    # wording-ok: a name\n    - text: |")
    assert len(content.problems()) == 1


def test_keeping_a_wording_needs_a_reason(content):
    content.edit(FILE, FIRST, "Just breathe.")
    content.edit(FILE, "    - text: |", "    # wording-ok\n    - text: |")
    assert content.problems() == [
        f"{FILE}:12: `# wording-ok` gives no reason. Write it as `# wording-ok: why it stays`."
    ]


def test_too_many_words(content):
    content.edit(FILE, FIRST, "You may go. " * 31)
    assert content.problems() == [f"{FILE}:11: This wording has 93 words. Keep it to 90 or fewer."]


def test_crisis_is_shorter(content):
    content.edit(CRISIS, "Here is help number 0.", "You may go. " * 21)
    assert content.problems() == [f"{CRISIS}:9: This wording has 63 words. Keep it to 60 or fewer."]


def test_too_many_bubbles(content):
    content.edit(FILE, FIRST, "One thing.\n\n        Two things.\n\n        Three things.")
    assert content.problems() == [
        (
            f"{FILE}:11: Blank lines divide this wording into 3 bubbles. "
            "Keep it to 2: take a blank line out."
        )
    ]


def test_hard_to_read(content):
    content.edit(
        FILE,
        FIRST,
        "Therapeutic relationships frequently generate considerable emotional attachment, "
        "particularly whenever separation follows extended collaboration.",
    )
    assert content.problems() == [
        (
            f"{FILE}:11: This wording needs 33.0 years of school to read with ease, and 8 is the "
            "most. Make sentences shorter and choose shorter words."
        )
    ]


def test_short_lines_are_not_graded(content):
    content.edit(FILE, FIRST, "Complicated feelings are understandable.")
    assert content.problems() == []


def test_unknown_statement(content):
    content.edit(FILE, "covers: [S9]", "covers: [S9, S10]")
    assert content.problems() == [
        f"{FILE}:28: S10 is no statement of the source text. Use S1 to S9."
    ]


def test_three_statements_at_once(content):
    content.edit(FILE, "covers: [S1, S2]", "covers: [S1, S2, S3]")
    assert content.problems() == [
        (
            f"{FILE}:11: This wording voices S1, S2, S3, and 2 are the most. "
            "Leave one to another wording."
        )
    ]


def test_statement_voiced_by_one_topic_only(content):
    content.edit(FILE, "covers: [S9]", "covers: []")
    assert content.problems() == [
        (
            "bot/domain/en/find_therapist.yml:28: S9 of the source text is voiced only in "
            "find_therapist, and needs 2 topics. "
            "Write a wording that says it, with `metadata: {covers: [S9]}`."
        )
    ]


def test_statement_voiced_nowhere(content):
    for file in (FILE, "bot/domain/en/find_therapist.yml"):
        content.edit(file, "covers: [S9]", "covers: []")
    assert content.problems() == [
        (
            "bot/domain/en:1: S9 of the source text is voiced nowhere, and needs 2 topics. "
            "Write a wording that says it, with `metadata: {covers: [S9]}`."
        )
    ]


def rename(content, old, new):
    """Makes the topic `old` the topic `new`, in all its files."""
    for folder in ("data/nlu", "data/stories", "bot/domain/en"):
        path = content.root / folder / f"{old}.yml"
        content.write(f"{folder}/{new}.yml", path.read_text().replace(old, new))
        path.unlink()


def test_good_endings_are_not_voiced_to_someone_who_was_hurt(content):
    rename(content, "ending_grief", "therapist_harm")
    assert (
        "bot/domain/en/therapist_harm.yml:22: S5 may not be voiced in therapist_harm: it speaks of "
        "good endings to someone who did not have one. "
        "Say something else, and take it out of `covers:`."
    ) in content.problems()


def test_choosing_well_is_voiced_looking_forward_only(content):
    rename(content, "ending_grief", "missing_therapist")
    assert content.problems() == [
        (
            "bot/domain/en/missing_therapist.yml:25: S7 may not be voiced in missing_therapist: it "
            "tells someone who was hurt that they chose badly. "
            "Say something else, and take it out of `covers:`."
        )
    ]
