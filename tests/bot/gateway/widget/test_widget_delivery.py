"""What the widget keeps, resends and erases when the gateway or the page goes away."""

import time
from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.bot.gateway.widget.chat_page import ChatPage
from tests.bot.gateway.widget.stand_in import StandIn

OFFLINE = "This page cannot reach the program right now. Your message is kept and is sent again."
WAITING = "Not sent yet – sending again"


def texts(stand_in: StandIn) -> list[str]:
    """What the gateway holds of the person's words, in its order."""
    conversations = stand_in.conversations.values()
    return [m["text"] for c in conversations for m in c.messages if m["from"] == "person"]


def test_gateway_dying_in_the_middle_loses_and_doubles_nothing(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open().ask("echo one")
    stand_in.stop()
    chat.say("echo two")
    expect(chat.care).to_contain_text(OFFLINE)
    chat.say("echo three")
    expect(chat.page.get_by_text(WAITING)).to_have_count(2)
    expect(chat.care.get_by_role("link", name="Call 988")).to_be_visible()
    expect(chat.care.get_by_role("link", name="Call +1 202 555 0143")).to_be_visible()
    expect(chat.live).to_contain_text("cannot reach the program")
    assert chat.violations() == []
    chat.picture("offline")
    stand_in.start()
    expect(chat.bubbles("program").last).to_have_text("You wrote: echo three")
    expect(chat.care).to_be_hidden()
    expect(chat.page.get_by_text(WAITING)).to_have_count(0)
    assert texts(stand_in) == ["echo one", "echo two", "echo three"]
    assert chat.said("person") == ["echo one", "echo two", "echo three"]
    assert chat.said("program")[-3:] == [f"You wrote: echo {n}" for n in ("one", "two", "three")]


def test_lost_answer_is_fetched_with_the_same_message_id(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open()
    stand_in.lose_answers = 1
    chat.say("echo once")
    expect(chat.bubbles("program").last).to_have_text("You wrote: echo once")
    expect(chat.page.locator(".pending, .state:visible")).to_have_count(0)
    chat.page.wait_for_timeout(1300)
    ids = {body["client_message_id"] for body in stand_in.received}
    assert (len(stand_in.received), len(ids)) == (2, 1)
    assert texts(stand_in) == ["echo once"]
    assert chat.said("person") == ["echo once"]


def test_send_now_does_not_wait_for_the_next_attempt(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open()
    stand_in.refusal = (503, "The program is starting.")
    chat.say("echo now")
    expect(chat.page.get_by_text("The program is starting.")).to_be_visible()
    expect(chat.care.get_by_role("link", name="Call 988")).to_be_visible()
    stand_in.refusal = None
    chat.button("Send now").click()
    expect(chat.bubbles("program").last).to_have_text("You wrote: echo now", timeout=900)


def test_slow_answer_shows_the_card_and_takes_it_away(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open()
    stand_in.delay = 3.3
    chat.say("echo slow")
    expect(chat.typing).to_be_visible()
    expect(chat.care).to_contain_text(OFFLINE, timeout=3500)
    expect(chat.bubbles("program").last).to_have_text("You wrote: echo slow")
    expect(chat.care).to_be_hidden()
    assert texts(stand_in) == ["echo slow"]


def test_next_message_goes_out_before_a_slow_answer(chat: ChatPage, stand_in: StandIn) -> None:
    """Nobody in danger waits for the answer to an earlier message."""
    chat.open()
    stand_in.answer_delay = 2.0
    chat.say("echo first")
    wait_until(lambda: len(stand_in.received) == 1)
    stand_in.answer_delay = 0.0
    chat.say("i want to end my life")
    expect(chat.page.locator("li.crisis")).to_be_visible(timeout=1800)
    assert chat.said("person") == ["echo first", "i want to end my life"]
    expect(chat.page.get_by_text("You wrote: echo first").first).to_be_visible()
    assert texts(stand_in) == ["echo first", "i want to end my life"]
    assert chat.said("person") == ["echo first", "i want to end my life"]


def test_refused_message_says_why_and_shows_the_lines(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open()
    stand_in.refusal = (413, "That was too long to read.")
    chat.say("echo refused")
    expect(chat.page.get_by_text("Not sent. That was too long to read.").first).to_be_visible()
    expect(chat.care.get_by_role("link", name="Call 988")).to_be_visible()
    stand_in.refusal = None
    chat.ask("echo next")
    assert texts(stand_in) == ["echo next"]


def test_message_that_comes_later_is_shown_once(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open().ask("echo one")
    expect(chat.live).to_have_text("You wrote: echo one")
    stand_in.later("A person from the clinic will call you.")
    expect(chat.bubbles("staff")).to_have_text("A person from the clinic will call you.")
    expect(chat.live).to_have_text("A person from the clinic will call you.")
    stand_in.stop()
    stand_in.later("Written while the line was down.")
    stand_in.start()
    expect(chat.bubbles("staff").last).to_have_text("Written while the line was down.")
    expect(chat.bubbles("staff")).to_have_count(2)


def test_reload_without_consent_says_kindly_that_words_are_not_kept(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open().ask("echo secret")
    assert "secret" not in str(chat.stored())
    chat.page.reload()
    expect(chat.page.get_by_text("Earlier words of this chat were not kept.").first).to_be_visible()
    assert chat.said("person") == []
    chat.ask("echo after")
    assert len(stand_in.conversations) == 1


def test_reload_with_consent_brings_the_chat_back_silently(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open().ask("echo one")
    chat.button("Keep it").click()
    expect(chat.button("Keep it")).to_be_hidden()
    chat.ask("echo two")
    chat.page.reload()
    expect(chat.bubbles("person")).to_have_text(["echo one", "echo two"])
    expect(chat.live).to_have_text("You wrote: echo two")
    expect(chat.bubbles("program").last).to_be_in_viewport()
    assert "echo" not in str(chat.stored())
    assert [one.consent for one in stand_in.conversations.values()] == ["yes"]


def test_declining_is_told_to_the_server_and_the_chat_goes_on(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open().button("Don’t keep it").click()
    expect(chat.button("Don’t keep it")).to_be_hidden()
    chat.ask("echo still works")
    assert [one.consent for one in stand_in.conversations.values()] == ["no"]


def test_chat_the_server_no_longer_knows_is_started_anew(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open().ask("echo one")
    stand_in.conversations.clear()
    chat.say("echo two")
    expect(chat.page.get_by_text("The earlier chat has ended").first).to_be_visible()
    expect(chat.bubbles("program").last).to_have_text("You wrote: echo two")
    assert texts(stand_in) == ["echo two"]


def test_chat_erased_by_its_own_words_leaves_the_page_too(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open().ask("echo secret")
    chat.say("echo delete everything")
    expect(chat.bubbles("program")).to_have_text(["You wrote: echo delete everything"])
    assert chat.said("person") == []
    assert "afterword.chat" not in chat.stored()
    assert chat.window.get_by_role("button", name="Tell me more").count() == 0
    chat.ask("echo new")
    assert texts(stand_in) == ["echo new"]


def test_quick_exit_leaves_nothing_behind(chat: ChatPage, stand_in: StandIn) -> None:
    chat.page.goto(f"{chat.base_url}/healthz")
    chat.open().ask("echo secret")
    assert "afterword.chat" in chat.stored()
    chat.button("Leave quickly").click()
    chat.page.wait_for_url("about:blank")
    chat.page.go_back()
    expect(chat.page).to_have_url(f"{chat.base_url}/healthz")
    assert chat.stored() == {}
    assert stand_in.conversations == {}


def test_closed_tab_forgets(browser: Browser, base_url: str) -> None:
    chat = ChatPage(browser, base_url).open()
    second = chat.context.new_page()
    second.goto(base_url)
    expect(second.locator(".launcher")).to_be_visible()
    assert second.evaluate("sessionStorage.length") == 0
    chat.close()


def test_loader_shows_the_lines_where_the_chat_cannot_be_loaded(
    chat: ChatPage, stand_in: StandIn
) -> None:
    with chat.page.expect_response("**/api/lines"):
        chat.visit()
    expect(chat.launcher).to_be_visible()
    stand_in.stop()
    chat.launcher.click()
    card = chat.page.locator(".fallback")
    expect(card.get_by_role("link", name="Call 988")).to_be_visible()
    assert chat.violations() == []
    chat.picture("loader-card")
    stand_in.start()
    card.get_by_role("button", name="Try again").click()
    expect(chat.bubbles("program").first).to_be_visible()
    expect(card).to_be_hidden()


def test_health_is_asked_lightly_and_only_while_offline(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open().ask("echo one")
    assert stand_in.health_asked == 0
    stand_in.stop()
    chat.button("Don’t keep it").click()
    expect(chat.care).to_contain_text("This page cannot reach the program right now.")
    stand_in.start()
    expect(chat.care).to_be_hidden()
    assert stand_in.health_asked == 1


def test_page_of_another_origin_embeds_it_under_its_own_strict_policy(
    browser: Browser, stand_in: StandIn
) -> None:
    home = stand_in.url.replace("127.0.0.1", "localhost")
    chat = ChatPage(browser, home, "/elsewhere")
    chat.open().ask("echo from elsewhere")
    assert chat.said("program")[-1] == "You wrote: echo from elsewhere"
    assert chat.errors == []
    assert {url.split("/", 3)[2] for url in chat.foreign} == {stand_in.url.split("/")[2]}
    chat.close()


def test_event_stream_rests_while_the_tab_is_hidden_for_long(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.page.clock.install()
    chat.open().ask("echo one")
    hide = """hidden => {
        Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
        document.dispatchEvent(new Event('visibilitychange'));
    }"""
    conversation = next(iter(stand_in.conversations.values()))
    chat.page.evaluate(hide, True)
    chat.page.clock.fast_forward("06:00")
    wait_until(lambda: not conversation.streams)
    stand_in.later("Written while the tab was hidden.")
    chat.page.evaluate(hide, False)
    expect(chat.bubbles("staff")).to_have_text("Written while the tab was hidden.")
    wait_until(lambda: len(conversation.streams) == 1)


def wait_until(true: Callable[[], bool], seconds: float = 3.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_cry_for_help_does_not_wait_behind_a_message_that_was_too_fast(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open()
    stand_in.refusal = (429, "That was very fast.")
    chat.say("echo too fast")
    expect(chat.page.get_by_text("That was very fast.")).to_be_visible()
    stand_in.refusal = None
    chat.say("i want to end my life")
    expect(chat.page.locator("li.crisis")).to_be_visible(timeout=900)
