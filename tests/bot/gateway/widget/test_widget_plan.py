"""The safety plan: filled in on the page, kept nowhere else, to copy or to print."""

from playwright.sync_api import Browser, Locator, expect

from tests.bot.gateway.widget.chat_page import ChatPage
from tests.bot.gateway.widget.stand_in import StandIn

MAKE = "Make a small safety plan"
FIELDS = [
    "1. What tells me it is getting bad, and what has helped before",
    "2. People I can call and places I can be with others",
    "3. How I put distance between me and what could hurt me",
]
TYPED = ["no sleep, then the lake", "my aunt Zora", "i stay at the neighbor's"]
PRINTED = """() => {
    const root = document.querySelector('aside:not(.banner)').shadowRoot;
    const seen = [...document.body.children, ...root.children]
        .filter(node => node.checkVisibility() && node.innerText?.trim());
    return seen.map(node => node.className);
}"""


def plan(chat: ChatPage) -> Locator:
    return chat.window.get_by_role("form", name="My safety plan")


def plan_fields(chat: ChatPage) -> list[Locator]:
    return chat.page.locator(".plan textarea:not([readonly])").all()


def fill(chat: ChatPage) -> None:
    for label, text in zip(FIELDS, TYPED, strict=True):
        plan(chat).get_by_label(label).fill(text)


def in_crisis(chat: ChatPage) -> ChatPage:
    chat.open().ask("i want to end my life")
    chat.care.get_by_role("button", name=MAKE).click()
    expect(plan(chat)).to_be_visible()
    return chat


def everything_stored(chat: ChatPage) -> str:
    databases = chat.page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))")
    address = (chat.page.url, chat.page.evaluate("JSON.stringify(history.state)"))
    return str((chat.stored(), chat.context.cookies(), databases, address))


def test_plan_is_offered_in_a_crisis_with_the_lines_and_says_it_stays_here(chat: ChatPage) -> None:
    in_crisis(chat)
    assert chat.focused() == "My safety plan"
    expect(plan(chat)).to_contain_text("It is not sent and not saved.")
    expect(plan(chat).locator(".written")).to_contain_text("988 Lifeline · United States · 24/7")
    expect(plan(chat).locator(".written")).to_contain_text("Call 911")
    hints = [field.get_attribute("placeholder") for field in plan_fields(chat)]
    assert [bool(hint) for hint in hints] == [True] * 3
    expect(chat.care.get_by_role("link", name="Text 988")).to_be_in_viewport(ratio=1)
    expect(chat.button("Leave quickly")).to_be_in_viewport(ratio=1)
    assert chat.violations() == []
    chat.picture("plan")


def test_what_is_typed_is_sent_nowhere_and_stored_nowhere(
    chat: ChatPage, stand_in: StandIn
) -> None:
    """After the plan the chat goes on, so that a request that could leak it is there."""
    in_crisis(chat)
    requests: list[str] = []
    chat.page.on("request", lambda one: requests.append(f"{one.url} {one.post_data}"))
    stored = everything_stored(chat)
    fill(chat)
    plan(chat).get_by_role("button", name="Copy").click()
    plan(chat).get_by_role("button", name="Back to the chat").click()
    expect(chat.bubbles("crisis").last).to_be_in_viewport()
    chat.page.wait_for_timeout(500)
    assert requests == []
    assert everything_stored(chat) == stored
    chat.ask("echo still here")
    assert len(requests) > 0
    sent = f"{requests} {stand_in.received} {everything_stored(chat)}"
    assert [text for text in TYPED if text in sent] == []
    assert [field.get_attribute("spellcheck") for field in plan_fields(chat)] == ["false"] * 3


def test_plan_follows_the_country(chat: ChatPage) -> None:
    in_crisis(chat)
    chat.care.get_by_text("I am in another country").click()
    chat.page.get_by_label("Your country").select_option("GB")
    expect(plan(chat).locator(".written")).to_contain_text("Samaritans · United Kingdom")
    expect(plan(chat)).not_to_contain_text("988")


def test_plan_by_keyboard_closes_with_escape_and_keeps_what_was_typed(chat: ChatPage) -> None:
    chat.open().ask("i want to end my life")
    chat.tab_to(MAKE, "Shift+Tab")
    chat.page.keyboard.press("Enter")
    assert chat.focused() == "My safety plan"
    chat.page.keyboard.press("Tab")
    assert chat.focused() == FIELDS[0]
    chat.page.keyboard.type("no sleep")
    chat.page.keyboard.press("Escape")
    expect(plan(chat)).to_be_hidden()
    assert chat.focused() == MAKE
    expect(chat.window).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.window).to_be_hidden()
    chat.launcher.click()
    chat.care.get_by_role("button", name=MAKE).click()
    expect(plan(chat).get_by_label(FIELDS[0])).to_have_value("no sleep")


def test_plan_is_reached_from_the_menu_and_the_help_card_without_a_server(
    chat: ChatPage, stand_in: StandIn
) -> None:
    chat.open()
    stand_in.stop()
    chat.button("More options").click()
    chat.button(MAKE).first.click()
    expect(plan(chat).locator(".written")).to_contain_text("988")
    plan(chat).get_by_label(FIELDS[2]).fill("by bus to Ana")
    chat.button("Get help now").click()
    expect(plan(chat)).to_be_hidden()
    assert chat.focused() == "Reach a person now"
    chat.care.get_by_role("button", name=MAKE).click()
    expect(plan(chat).get_by_label(FIELDS[2])).to_have_value("by bus to Ana")


def test_copy_gives_the_whole_plan(browser: Browser, base_url: str) -> None:
    chat = ChatPage(browser, base_url, permissions=["clipboard-read", "clipboard-write"])
    in_crisis(chat)
    fill(chat)
    plan(chat).get_by_role("button", name="Copy").click()
    expect(plan(chat)).to_contain_text("Copied.")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("My safety plan\n\n1. What tells me")
    assert [text for text in (*FIELDS, *TYPED, "Call 988", "Call 911") if text not in copied] == []
    chat.close()


def test_copy_marks_the_text_where_the_browser_forbids_it(chat: ChatPage) -> None:
    in_crisis(chat)
    fill(chat)
    chat.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    plan(chat).get_by_role("button", name="Copy").click()
    expect(plan(chat)).to_contain_text("Marked. You can copy it from here.")
    marked = plan(chat).get_by_role("textbox", name="My safety plan")
    expect(marked).to_be_focused()
    assert TYPED[1] in marked.input_value()
    assert marked.evaluate("node => node.selectionEnd - node.selectionStart") > 100
    assert chat.violations() == []


def test_print_shows_the_plan_and_nothing_else(chat: ChatPage) -> None:
    in_crisis(chat)
    fill(chat)
    chat.page.evaluate("window.print = () => { window.printed = true; }")
    plan(chat).get_by_role("button", name="Print").click()
    assert chat.page.evaluate("window.printed")
    chat.page.emulate_media(media="print")
    assert chat.page.evaluate(PRINTED) == ["sheet"]
    sheet = chat.page.locator("pre.sheet")
    assert [text for text in (*FIELDS, *TYPED) if text not in sheet.inner_text()] == []
    chat.picture("plan-print")
    chat.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(sheet).to_have_text("")
    expect(chat.page.get_by_role("heading", level=1)).to_be_visible()


def test_forgetting_the_chat_erases_the_plan(chat: ChatPage) -> None:
    in_crisis(chat)
    fill(chat)
    chat.button("More options").click()
    chat.button("Forget this chat").click()
    chat.button("Yes, forget it").click()
    expect(chat.page.get_by_text("This chat is forgotten.").first).to_be_visible()
    expect(plan(chat)).to_be_hidden()
    assert [field.input_value() for field in plan_fields(chat)] == ["", "", ""]


def test_quick_exit_erases_the_plan_before_the_page_is_left(chat: ChatPage) -> None:
    chat.page.goto(f"{chat.base_url}/healthz")
    in_crisis(chat)
    fill(chat)
    chat.page.evaluate("""() => {
        const root = document.querySelector('aside:not(.banner)').shadowRoot;
        const fields = [...root.querySelectorAll('.plan textarea')];
        const left = () => sessionStorage.setItem('left', fields.map(one => one.value).join());
        addEventListener('pagehide', left);
    }""")
    chat.button("Leave quickly").click()
    chat.page.wait_for_url("about:blank")
    chat.page.go_back()
    assert chat.stored() == {"left": ",,,"}


def test_plan_on_a_phone_in_the_dark_leaves_nothing_out_of_reach(phone: ChatPage) -> None:
    phone.page.emulate_media(color_scheme="dark")
    in_crisis(phone)
    assert phone.violations() == []
    for label in FIELDS:
        plan(phone).get_by_label(label).scroll_into_view_if_needed()
    last = plan(phone).get_by_role("button", name="Back to the chat")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)
    expect(phone.button("Get help now")).to_be_in_viewport(ratio=1)
    overflow = plan(phone).evaluate("node => node.scrollWidth - node.clientWidth")
    assert overflow <= 0
    phone.picture("plan-phone")


def test_plan_turns_with_a_right_to_left_language(chat: ChatPage) -> None:
    words = chat.page.request.get(f"{chat.base_url}/widget/locale/en.json").json()
    chat.page.route("**/locale/en.json", lambda route: route.fulfill(json={**words, "dir": "rtl"}))
    in_crisis(chat)
    assert plan(chat).evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert chat.violations() == []
    chat.picture("plan-rtl")
