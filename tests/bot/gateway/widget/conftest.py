"""Fixtures of the browser tests: a browser, the stand-in gateway and the chat page.

A test of the whole system reuses `ChatPage` by overriding `base_url`.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.bot.gateway.widget.chat_page import ChatPage, opened
from tests.bot.gateway.widget.stand_in import StandIn

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Of a module, since the event loop it holds would be in the way of asynchronous tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture()
def stand_in() -> Iterator[StandIn]:
    server = StandIn()
    server.start()
    yield server
    server.close()


@pytest.fixture()
def base_url(stand_in: StandIn) -> str:
    return stand_in.url


@pytest.fixture()
def chat(browser: Browser, base_url: str) -> Iterator[ChatPage]:
    yield from opened(browser, base_url)


@pytest.fixture()
def phone(browser: Browser, base_url: str) -> Iterator[ChatPage]:
    yield from opened(
        browser, base_url, viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True
    )


@pytest.fixture()
def dark(browser: Browser, base_url: str) -> Iterator[ChatPage]:
    yield from opened(browser, base_url, color_scheme="dark")
