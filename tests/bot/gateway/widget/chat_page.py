"""The widget in a browser, in the words of a person who uses it. Serves every browser test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Request, expect

ARTIFACTS = Path(__file__).parents[3] / "artifacts"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


class ChatPage:
    """One tab at `base_url`. Requests to another origin and errors of the page are kept."""

    def __init__(self, browser: Browser, base_url: str, path: str = "/", **context: Any) -> None:
        self.base_url = base_url
        self.path = path
        size = context.pop("viewport", {"width": 1280, "height": 900})
        self.context = browser.new_context(viewport=size, **context)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(8000)
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._look_at)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _look_at(self, request: Request) -> None:
        if urlsplit(request.url)[:2] != urlsplit(self.base_url)[:2]:
            self.foreign.append(request.url)

    def visit(self) -> "ChatPage":
        self.page.goto(self.base_url + self.path)
        return self

    def open(self) -> "ChatPage":
        """Opens the chat by its button and waits for the opening message."""
        self.visit()
        self.launcher.click()
        expect(self.bubbles("program").first).to_be_visible()
        return self

    @property
    def launcher(self) -> Locator:
        return self.page.locator(".launcher")

    @property
    def window(self) -> Locator:
        return self.page.locator("dialog.window")

    @property
    def input(self) -> Locator:
        return self.page.get_by_label("Your message")

    @property
    def care(self) -> Locator:
        return self.page.locator("section.care")

    @property
    def live(self) -> Locator:
        return self.page.locator("dialog [aria-live]")

    @property
    def typing(self) -> Locator:
        return self.page.locator(".typing")

    def button(self, name: str) -> Locator:
        return self.window.get_by_role("button", name=name, exact=True)

    def bubbles(self, who: str) -> Locator:
        return self.page.locator(f".log li.{who} .bubble")

    def said(self, who: str) -> list[str]:
        return self.bubbles(who).all_inner_texts()

    def say(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def ask(self, text: str) -> None:
        """Says it and waits until the program has answered."""
        answers = self.page.locator(".log li.program")
        before = answers.count()
        self.say(text)
        expect(answers.nth(before)).to_be_visible()
        expect(self.typing).to_be_hidden()

    def focused(self) -> str:
        """What has the focus, as its name for assistive technology or its text."""
        return str(
            self.page.evaluate(
                """() => {
                    let node = document.activeElement;
                    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
                    return node.getAttribute('aria-label') ?? node.labels?.[0]?.textContent
                      ?? node.textContent.trim();
                }"""
            )
        )

    def tab_to(self, name: str, key: str = "Tab", most: int = 40) -> None:
        """Presses the key until that control has the focus."""
        for _ in range(most):
            self.page.keyboard.press(key)
            if self.focused() == name:
                return
        raise AssertionError(f"{key} never reached {name!r}")

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA and its best practices: rule, then the elements."""
        found = AXE.run(self.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        return [
            f"{one['id']}: {[node['target'] for node in one['nodes']]}"
            for one in found.response["violations"]
        ]

    def picture(self, name: str) -> None:
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=ARTIFACTS / f"widget-{name}.png")

    def stored(self) -> dict[str, str]:
        """Everything in the storage of this tab and of the origin."""
        found: dict[str, str] = self.page.evaluate("({...localStorage, ...sessionStorage})")
        return found

    def close(self) -> None:
        self.context.close()


def opened(browser: Browser, base_url: str, **context: Any) -> Iterator[ChatPage]:
    """For fixtures: a chat page that is closed in the end, and that stayed at home."""
    chat = ChatPage(browser, base_url, **context)
    yield chat
    chat.close()
    assert chat.foreign == []
    assert chat.errors == []
