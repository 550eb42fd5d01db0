"""Buttons fit, lead somewhere, and every reply that cares has a way on and one to a person."""

import pytest

FILE = "bot/domain/en/ending_grief.yml"
TITLE = "title: Tell me more"
PAYLOAD = """payload: '/ending_grief{"part": "more"}'"""
HOW = 'Write it as /ask_human or \'/missing_therapist{"part": "more"}\'.'
HUMAN = "        - title: Talk to a person\n          payload: /ask_human\n"
MORE = f"        - {TITLE}\n          {PAYLOAD}\n"


def test_title_too_long(content):
    content.edit(FILE, TITLE, "title: " + "a" * 41)
    assert content.problems() == [
        f'{FILE}:15: The button "{"a" * 41}" has 41 characters. Keep it to 40 or fewer.'
    ]


def test_title_of_forty_characters_fits(content):
    content.edit(FILE, TITLE, "title: " + "a" * 40)
    assert content.problems() == []


@pytest.mark.parametrize("title", ["title:", "title: true", "title: 42"])
def test_title_is_no_text(content, title):
    content.edit(FILE, TITLE, title)
    assert content.problems() == [
        (
            f'{FILE}:15: This button has no title. Write "title:" and its words, '
            "in quotes if they look odd."
        )
    ]


def test_curly_quotes_around_a_title(content):
    content.edit(FILE, TITLE, "title: \u201cTell me more\u201d")
    assert content.problems() == [
        f'{FILE}:15: Curly quotation marks stand around the title. Use straight ones: "...".'
    ]


def test_no_payload(content):
    content.edit(FILE, PAYLOAD, "payload:")
    assert content.problems()[0] == (
        f"{FILE}:15: This button leads nowhere: it has no payload. {HOW}"
    )


def test_payload_with_curly_quotes(content):
    content.edit(FILE, PAYLOAD, "payload: '/ending_grief{\u201cpart\u201d: \u201cmore\u201d}'")
    assert content.problems() == [
        f"{FILE}:15: The payload has curly quotation marks. Use straight ones. {HOW}"
    ]


def test_payload_without_slash(content):
    content.edit(FILE, PAYLOAD, "payload: ending_grief")
    assert content.problems() == [f"{FILE}:15: The payload ending_grief is not well formed. {HOW}"]


def test_payload_to_an_unknown_intent(content):
    content.edit(FILE, PAYLOAD, "payload: /ending_greif")
    assert content.problems() == [
        (
            f'{FILE}:15: The payload names the intent "ending_greif", which does not exist. '
            'Did you mean "ending_grief"?'
        )
    ]


def test_payload_whose_values_cannot_be_read(content):
    content.edit(FILE, PAYLOAD, "payload: '/ending_grief{part: more}'")
    assert content.problems() == [
        f"{FILE}:15: The part {{part: more}} of the payload cannot be read. {HOW}"
    ]


def test_payload_with_an_unknown_name(content):
    content.edit(FILE, PAYLOAD, """payload: '/ending_grief{"parts": "more"}'""")
    assert content.problems() == [
        f'{FILE}:15: The payload names "parts", which is not known. Did you mean "part"?'
    ]


def test_payload_asks_for_a_part_nobody_wrote(content):
    content.edit(FILE, PAYLOAD, """payload: '/ending_grief{"part": "try"}'""")
    assert content.problems() == [
        (
            f"{FILE}:15: The button asks for utter_ending_grief_try, which does not exist. "
            f"Write that reply in {FILE}, or choose another part."
        )
    ]


def test_answers_to_the_crisis_question_are_fine(content):
    content.edit(FILE, PAYLOAD, """payload: '/crisis{"answer": "yes"}'""")
    assert content.problems() == []


def test_no_way_to_a_person(content):
    content.edit(FILE, HUMAN, "")
    assert content.problems() == [
        (
            f"{FILE}:11: utter_ending_grief has no way to a person. "
            "Add a button with the payload /ask_human."
        )
    ]


def test_no_way_on(content):
    content.edit(FILE, MORE, "")
    assert content.problems() == [
        (
            f"{FILE}:11: utter_ending_grief has no way on. "
            "Add a button that leads to more, or to a topic."
        )
    ]


def test_wording_with_buttons_of_its_own_needs_both_ways(content):
    content.edit(
        FILE, "metadata: {covers: [S9]}\n", f"metadata: {{covers: [S9]}}\n      buttons:\n{MORE}"
    )
    assert content.problems() == [
        (
            f"{FILE}:28: utter_ending_grief has no way to a person. "
            "Add a button with the payload /ask_human."
        )
    ]


def test_cards_and_titles_need_no_way_on(content):
    content.edit(FILE, "responses:\n", "responses:\n  utter_place_card: [{text: Call them.}]\n")
    content.write("actions/card.py", 'CARD = "utter_place_card"\n')
    assert content.problems() == []
