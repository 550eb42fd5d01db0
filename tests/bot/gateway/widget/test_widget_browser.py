"""The widget in a real browser: talking, reading, the keyboard, accessibility, pictures."""

from playwright.sync_api import Browser, expect

from tests.bot.gateway.widget.chat_page import ChatPage
from tests.bot.gateway.widget.stand_in import ANSWER, CRISIS, OPENING, StandIn

FIRST_OPENING, FIRST_ANSWER = OPENING.split("\n\n")[0], ANSWER.split("\n\n")[0]
CHOOSE_COUNTRY = "I am in another country"


def test_closed_page_shows_a_named_launcher_and_the_demonstration_banner(chat: ChatPage) -> None:
    chat.visit()
    expect(chat.page.get_by_role("button", name="Talk about the end of therapy")).to_be_visible()
    expect(chat.page.get_by_text("Demonstration. Example data, not a real clinic.")).to_be_visible()
    assert chat.violations() == []
    chat.picture("closed")


def test_whole_conversation_by_keyboard_alone(chat: ChatPage) -> None:
    keyboard = chat.visit().page.keyboard
    expect(chat.launcher).to_be_visible()
    chat.tab_to("Talk about the end of therapy")
    keyboard.press("Enter")
    expect(chat.input).to_be_focused()
    expect(chat.bubbles("program").first).to_have_text(FIRST_OPENING)

    keyboard.type("i miss my therapist")
    keyboard.press("Shift+Enter")
    keyboard.type("so much it hurts")
    keyboard.press("Enter")
    expect(chat.bubbles("person")).to_have_text("i miss my therapist\nso much it hurts")
    expect(chat.button("Tell me more")).to_be_visible()

    chat.tab_to("Tell me more", "Shift+Tab")
    keyboard.press("Space")
    expect(chat.bubbles("person").last).to_have_text("Tell me more")
    expect(chat.input).to_be_focused()

    chat.tab_to("Keep it", "Shift+Tab")
    keyboard.press("Enter")
    expect(chat.button("Keep it")).to_be_hidden()

    chat.tab_to("Get help now", "Shift+Tab")
    keyboard.press("Enter")
    expect(chat.care).to_be_visible()
    chat.tab_to("Text 988")
    chat.tab_to("More options", "Shift+Tab")
    keyboard.press("Enter")
    assert chat.focused() == "Make a small safety plan"
    keyboard.press("Escape")
    assert chat.focused() == "More options"
    keyboard.press("Escape")
    expect(chat.window).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_answer_stands_in_a_list_in_bubbles_with_choices_under_the_newest(chat: ChatPage) -> None:
    chat.open().ask("i miss my therapist so much it hurts")
    chat.ask("and i think of her every day")
    assert chat.said("program")[-2:] == ANSWER.split("\n\n")
    assert chat.page.locator(".log ul > li.program").last.get_attribute("lang") == "en"
    assert chat.window.get_by_role("button", name="Tell me more").count() == 1
    expect(chat.page.locator(".past").last).to_have_text(
        "Tell me more · What can I do now? · Talk to a person"
    )
    assert chat.violations() == []
    chat.picture("answer")


def test_live_region_holds_only_the_newest_program_text(chat: ChatPage) -> None:
    chat.open()
    expect(chat.live).to_have_text(OPENING, use_inner_text=False)
    chat.ask("echo one")
    expect(chat.live).to_have_text("You wrote: echo one")
    assert chat.page.locator("[aria-live]").count() == 1
    assert chat.live.evaluate("node => node.children.length") == 0


def test_opened_widget_says_it_is_a_program_and_is_clean(chat: ChatPage) -> None:
    chat.open()
    expect(chat.window).to_contain_text("A computer program, not a person")
    assert chat.violations() == []
    chat.picture("open")


def test_talk_to_a_person_is_an_ordinary_message(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open().page.get_by_text("Talk to a person").last.click()
    expect(chat.bubbles("person")).to_have_text("talk to a person")
    assert [body["text"] for body in stand_in.received] == ["talk to a person"]


def test_directory_card_and_notice_are_set_apart(chat: ChatPage) -> None:
    chat.open().ask("i need a referral")
    card = chat.page.locator("li.card")
    expect(card).to_contain_text("Example, not a real service")
    assert card.get_by_role("link").get_attribute("href") == "tel:+12025550187"
    assert chat.violations() == []
    chat.picture("card")


def test_lines_that_are_not_pinned_stand_in_a_small_row(chat: ChatPage) -> None:
    chat.open().ask("i cannot cope any more")
    expect(chat.care.get_by_role("link", name="Call 988")).to_be_visible()
    expect(chat.care).not_to_have_class("care pinned")
    assert chat.violations() == []
    chat.picture("row")


def test_crisis_pins_the_lines_with_their_country(chat: ChatPage) -> None:
    chat.open().ask("i want to end my life")
    expect(chat.bubbles("crisis").last).to_have_text(CRISIS.split("\n\n")[1])
    expect(chat.bubbles("crisis").last).to_be_in_viewport()
    expect(chat.care).to_contain_text("United States")
    assert chat.care.get_by_role("link", name="Text 988").get_attribute("href") == "sms:988"
    expect(chat.care.get_by_role("link", name="Call 911")).to_be_in_viewport(ratio=1)
    assert chat.violations() == []
    chat.picture("crisis")
    expect(chat.care.get_by_text("988 Lifeline en español")).to_be_hidden()
    chat.care.get_by_text("More lines").click()
    expect(chat.care.get_by_text("988 Lifeline en español")).to_be_visible()
    chat.ask("echo still here")
    expect(chat.care.get_by_role("link", name="Call 911")).to_be_in_viewport()
    expect(chat.button("Not sure")).to_be_visible()


def test_another_country_shows_its_lines_at_once_and_tells_the_server(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open().ask("i want to end my life")
    chat.care.get_by_text(CHOOSE_COUNTRY).click()
    assert chat.violations() == []
    chat.picture("country")
    with chat.page.expect_response("**/country"):
        chat.page.get_by_label("Your country").select_option("GB")
        expect(chat.care).to_contain_text("Samaritans", timeout=650)
    assert [one.country for one in stand_in.conversations.values()] == ["GB"]
    expect(chat.care).to_contain_text("United Kingdom")
    expect(chat.care).not_to_contain_text("988")


def test_country_without_lines_shows_the_directory(chat: ChatPage) -> None:
    chat.open().ask("i want to end my life")
    chat.care.get_by_text(CHOOSE_COUNTRY).click()
    chat.page.get_by_label("Your country").select_option("other")
    link = chat.care.get_by_role("link", name="findahelpline.com")
    assert link.get_attribute("href") == "https://findahelpline.com"
    expect(chat.care).not_to_contain_text("988")


def test_help_button_shows_lines_before_any_answer(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open()
    stand_in.stop()
    chat.button("Get help now").click()
    expect(chat.care.get_by_role("link", name="Call 988")).to_be_visible(timeout=650)
    assert chat.focused() == "Reach a person now"
    chat.picture("help")


def test_help_button_opens_the_crisis_answer_once(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open().button("Get help now").click()
    expect(chat.page.locator("li.crisis")).to_have_count(1)
    assert len(stand_in.received) == 1


def test_menu_forgets_the_chat_after_asking(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open().ask("i miss her")
    chat.button("More options").click()
    chat.button("Forget this chat").click()
    assert chat.focused() == "No, go back"
    assert chat.violations() == []
    chat.picture("menu")
    chat.button("Yes, forget it").click()
    expect(chat.page.get_by_text("This chat is forgotten.").first).to_be_visible()
    assert stand_in.conversations == {}
    assert "afterword.chat" not in chat.stored()
    assert chat.said("person") == []
    chat.ask("echo hello again")
    expect(chat.bubbles("program").last).to_have_text("You wrote: echo hello again")


def test_too_long_text_is_kept_and_explained(chat: ChatPage, stand_in: StandIn) -> None:
    chat.open().say("x" * 20001)
    expect(chat.page.get_by_text("This is 20,001 characters long.").first).to_be_visible()
    assert stand_in.received == []
    assert len(chat.input.input_value()) == 20001
    chat.say("y" * 20000)
    expect(chat.bubbles("person")).to_have_count(1)


def test_text_is_never_read_as_markup(chat: ChatPage) -> None:
    chat.open().ask("echo <img src=x onerror=alert(1)> <b>bold</b>")
    assert chat.said("program")[-1] == "You wrote: echo <img src=x onerror=alert(1)> <b>bold</b>"
    assert chat.page.locator(".log img, .log b").count() == 0


def test_dark_mode_is_clean(dark: ChatPage) -> None:
    dark.open().ask("i want to end my life")
    assert dark.violations() == []
    dark.picture("dark")


def test_phone_fills_the_screen_and_holds_the_focus(phone: ChatPage) -> None:
    phone.open().ask("i miss my therapist so much it hurts")
    assert phone.window.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 780}
    assert phone.violations() == []
    phone.picture("phone")
    phone.ask("i want to end my life")
    expect(phone.care.get_by_role("link", name="Call 911")).to_be_in_viewport(ratio=1)
    expect(phone.bubbles("crisis").first).to_be_in_viewport()
    assert phone.violations() == []
    phone.picture("phone-crisis")


def test_targets_are_large_enough_for_a_finger(phone: ChatPage) -> None:
    phone.open().ask("i want to end my life")
    small = phone.page.evaluate(
        """() => [...document.querySelector('aside:not(.banner)').shadowRoot
            .querySelectorAll('button, a, select, summary, textarea')]
            .filter(node => node.checkVisibility())
            .map(node => [node.textContent, node.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"""
    )
    assert small == []


def test_double_zoom_keeps_every_part_in_reach(browser: Browser, base_url: str) -> None:
    chat = ChatPage(browser, base_url, viewport={"width": 640, "height": 450})
    chat.open().ask("i want to end my life")
    for one in (chat.input, chat.button("Get help now"), chat.button("Leave quickly")):
        expect(one).to_be_in_viewport(ratio=1)
    expect(chat.care.get_by_role("link", name="Text 988")).to_be_in_viewport()
    expect(chat.bubbles("crisis").first).to_be_in_viewport()
    overflow = chat.window.evaluate("node => node.scrollWidth - node.clientWidth")
    assert overflow <= 0
    chat.picture("zoom")
    chat.close()


def test_forced_colors_and_reduced_motion_keep_the_edges(browser: Browser, base_url: str) -> None:
    chat = ChatPage(browser, base_url, forced_colors="active", reduced_motion="reduce")
    chat.open().ask("i want to end my life")
    width = chat.bubbles("person").first.evaluate("node => getComputedStyle(node).borderTopWidth")
    assert width == "1px"
    chat.picture("forced-colors")
    chat.close()


def test_right_to_left_language_turns_the_window(chat: ChatPage) -> None:
    words = chat.page.request.get(f"{chat.base_url}/widget/locale/en.json").json()
    chat.page.route("**/locale/en.json", lambda route: route.fulfill(json={**words, "dir": "rtl"}))
    chat.open().ask("i want to end my life")
    launcher_side = chat.window.bounding_box()
    assert launcher_side and launcher_side["x"] < 100
    assert chat.violations() == []
    chat.picture("rtl")


def test_every_word_of_the_window_comes_from_the_locale_file(chat: ChatPage) -> None:
    words = chat.page.request.get(f"{chat.base_url}/widget/locale/en.json").json()
    fixed = {"lang": words.pop("lang"), "dir": words.pop("dir")}
    other = {name: f"_{text}_" for name, text in words.items()}
    chat.page.route("**/locale/en.json", lambda route: route.fulfill(json={**fixed, **other}))
    chat.visit().launcher.click()
    expect(chat.bubbles("program").first).to_be_visible()
    seen = chat.window.evaluate(
        """node => [...node.querySelectorAll('header *, .entry *, .plan :not(.written), .report *')]
            .filter(one => !one.children.length && one.textContent.trim())
            .map(one => one.textContent.replace(/^\\d[.] /, ''))"""
    )
    assert [text for text in seen if not text.startswith("_")] == []
