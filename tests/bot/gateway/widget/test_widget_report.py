"""Reporting a problem with an answer: four choices, no words, kind when it fails."""

import pytest
from playwright.sync_api import Locator, expect

from tests.bot.gateway.widget.chat_page import ChatPage
from tests.bot.gateway.widget.stand_in import THANKS, StandIn

REPORT = "Report a problem with this answer"
KINDS = {
    "It is wrong": "wrong",
    "It hurt me": "hurtful",
    "It is not safe": "unsafe",
    "Something else": "other",
}


def flag(chat: ChatPage) -> Locator:
    """Of the newest answer."""
    return chat.page.locator("li.program").last.locator("summary")


def test_every_answer_of_the_program_and_no_other_message_can_be_reported(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open().ask("i need a referral")
    stand_in.later("A person from the clinic will call you.")
    expect(chat.bubbles("staff")).to_be_visible()
    assert chat.page.locator("li.program").count() == 3
    assert chat.page.locator("li.program summary").count() == 3
    assert chat.page.locator("li:not(.program) .report").count() == 0
    assert flag(chat).get_attribute("aria-label") == REPORT
    box = flag(chat).bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24


@pytest.mark.parametrize("title", KINDS)
def test_each_choice_posts_its_kind_with_the_message_and_no_words(
    chat: ChatPage, stand_in: StandIn, title: str
) -> None:
    chat.open().ask("i miss her")
    flag(chat).click()
    with chat.page.expect_request("**/problems") as asked:
        chat.button(title).click()
    expect(chat.bubbles("program").last).to_have_text(THANKS)
    conversation = next(iter(stand_in.conversations.values()))
    answer = next(m["id"] for m in conversation.messages if "Missing" in m["text"])
    assert stand_in.problems == [{"message": answer, "kind": KINDS[title]}]
    assert asked.value.headers["authorization"] == f"Bearer {conversation.token}"
    expect(chat.page.locator(".report[open]")).to_have_count(0)
    expect(chat.live).to_contain_text(THANKS)


def test_choices_say_that_nobody_reads_along_and_lead_to_a_person(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open().ask("i miss her")
    flag(chat).click()
    box = chat.page.locator(".report[open]")
    expect(box).to_contain_text("Nobody reads along right now.")
    expect(box.get_by_role("button", name="Something else")).to_be_in_viewport(ratio=1)
    expect(box.get_by_role("button", name="Talk to a person")).to_be_in_viewport(ratio=1)
    assert chat.violations() == []
    chat.picture("report")
    box.get_by_role("button", name="Talk to a person").click()
    expect(chat.bubbles("person").last).to_have_text("talk to a person")
    assert stand_in.problems == []


def test_report_by_keyboard_and_escape_gives_the_focus_back(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open().ask("i miss her")
    chat.tab_to(REPORT, "Shift+Tab")
    chat.page.keyboard.press("Enter")
    chat.tab_to("It hurt me", most=2)
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator(".report[open]")).to_have_count(0)
    assert chat.focused() == REPORT
    expect(chat.window).to_be_visible()
    chat.page.keyboard.press("Space")
    chat.tab_to("It hurt me", most=2)
    chat.page.keyboard.press("Enter")
    expect(chat.bubbles("program").last).to_have_text(THANKS)
    assert chat.focused() == REPORT
    assert [one["kind"] for one in stand_in.problems] == ["hurtful"]


def test_failure_is_told_kindly_and_can_be_tried_again(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open().ask("i miss her")
    flag(chat).click()
    stand_in.refusal = (503, "That was not noted. Please try again.")
    chat.button("It is wrong").click()
    expect(chat.page.get_by_text("That was not noted. Please try again.").first).to_be_visible()
    stand_in.refusal = None
    stand_in.stop()
    chat.button("It is wrong").click()
    expect(chat.page.get_by_text("That did not work. Please try again.").first).to_be_visible()
    stand_in.start()
    chat.button("It is wrong").click()
    expect(chat.bubbles("program").last).to_have_text(THANKS)
    assert [one["kind"] for one in stand_in.problems] == ["wrong"]


def test_answers_of_a_chat_that_has_ended_are_not_reported(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open().ask("echo one")
    stand_in.conversations.clear()
    chat.say("echo two")
    expect(chat.bubbles("program").last).to_have_text("You wrote: echo two")
    assert chat.page.locator(".report summary:visible").count() == 2


def test_menu_leads_to_the_page_on_safety(chat: ChatPage) -> None:
    chat.open().button("More options").click()
    link = chat.window.get_by_role("link", name="How this program keeps you safe")
    assert link.get_attribute("href") == f"{chat.base_url}/safety"
    assert link.get_attribute("target") == "_blank"
