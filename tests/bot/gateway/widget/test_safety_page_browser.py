"""The page /safety in a real browser: for everyone to read, on any screen and on paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from bot.conversations.counts import REFERRALS
from bot.conversations.published import Period
from bot.gateway.app import init_app
from bot.gateway.pages import WIDGET
from bot.gateway.safety_page import TEMPLATES, _page
from bot.settings import load_settings

HOST = "http://clinic.example"
YEARS = [Period("2025", dict.fromkeys(REFERRALS, 12)), Period("2026", dict.fromkeys(REFERRALS, 0))]
FILES = {
    "/widget/demo.css": WIDGET / "demo.css",
    "/widget/icon.svg": WIDGET / "icon.svg",
    "/safety.css": TEMPLATES / "safety.css",
}


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    settings = load_settings({}, data_dir=tmp_path_factory.mktemp("data"), profile=Path("none.yml"))
    return _page(init_app(settings), YEARS)


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, html: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Whatever else than the page and its own files it asks for is an error."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        asked.append(path)
        if path == "/safety":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(path=FILES[path])

    options: Any = {"color_scheme": request.param, "viewport": {"width": 320, "height": 700}}
    page = browser.new_page(**options)
    page.route("**/*", answer)
    page.goto(f"{HOST}/safety")
    yield page
    assert set(asked) <= {"/safety", *FILES}
    page.close()


def test_nothing_hinders_a_reader(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_small_screen_needs_no_sideways_scrolling(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_table_that_scrolls_can_be_reached_by_keyboard(page: Page) -> None:
    wide = "node => node.scrollWidth > node.clientWidth"
    tables = [table for table in page.locator(".table").all() if table.evaluate(wide)]
    assert tables
    assert {table.get_attribute("tabindex") for table in tables} == {"0"}


def test_print_is_dark_on_white_with_whole_tables(page: Page) -> None:
    page.emulate_media(media="print")
    style = "getComputedStyle(document.body)"
    assert page.evaluate(f"[{style}.color, {style}.backgroundColor]") == [
        "rgb(0, 0, 0)",
        "rgb(255, 255, 255)",
    ]
    assert not page.locator("nav").is_visible()
    assert page.locator(".table").first.evaluate("n => getComputedStyle(n).overflowX") == "visible"
