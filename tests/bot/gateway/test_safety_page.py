"""The page /safety tells what runs right now, in plain words, and lets nothing else in."""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import bot.gateway.safety_page as safety_page
from bot.content.load import read_yaml
from bot.content.reading import grade
from bot.conversations.counts import Referral
from bot.gateway.keys import TALLY
from bot.gateway.measured import read_figures
from bot.settings import ROOT
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Gateway

PROFILE = (ROOT / "deploy" / "clinic.example.yml").read_text(encoding="utf-8")
FIGURES = {
    "measured_on": "2026-11-20",
    "rates": {
        "All": {
            "explicit danger": {
                "crisis": {"count": 97, "total": 100, "interval": [0.915, 0.99]},
                "noticed": {"count": 99, "total": 100, "interval": [0.946, 0.998]},
            }
        }
    },
}


class Page(HTMLParser):
    """The text of a page, its tags with their attributes, and the words of each table row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self._text: list[str] = []
        self._in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td") and self.rows:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        if self._in_cell:
            self.rows[-1][-1] = " ".join((self.rows[-1][-1] + data).split())

    @property
    def text(self) -> str:
        return " ".join("".join(self._text).split())

    def of(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for name, attributes in self.tags if name == tag)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of what the page is made from, to be changed."""
    folder = tmp_path / "root"
    shutil.copytree(ROOT / "data" / "safety", folder / "data" / "safety")
    shutil.copytree(ROOT / "bot" / "domain", folder / "bot" / "domain")
    return folder


async def read(gateway: Gateway) -> Page:
    answer = await gateway.ask("GET", "/safety")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return Page(answer.raw.decode())


def measured(root: Path, facts: Any) -> None:
    path = root / "benchmarks" / "results" / "safety.json"
    path.parent.mkdir(parents=True)
    path.write_text(facts if isinstance(facts, str) else json.dumps(facts))


async def test_it_states_the_protocol(gateway: Gateway) -> None:
    text = (await read(gateway)).text
    for words in (
        "thoughts of ending one's life",
        "No person watches this chat",
        "after 24 hours of silence",
        "erased 30 days after the last message",
        "Law mode: default",
        "A classifier:",
        "If life is in danger, call 911 now.",
        "emergency number, poison line, crisis line",
    ):
        assert words in text
    assert "{" not in text


async def test_it_is_a_plain_page_without_script_and_third_parties(gateway: Gateway) -> None:
    answer = await gateway.ask("GET", "/safety")
    page = Page(answer.raw.decode())
    assert next(page.of("html"))["lang"] == "en"
    assert {tag for tag, _ in page.tags} & {"script", "iframe", "img", "form", "style"} == set()
    assert not [a for _, attributes in page.tags for a in attributes if a.startswith("on")]
    for link in page.of("link"):
        assert (await gateway.ask("GET", str(link["href"]))).status == 200
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["aria-labelledby"] for _, a in page.tags if "aria-labelledby" in a} <= set(ids)


async def test_lines_are_those_of_the_clinics_country(start: Starts, tmp_path: Path) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text(PROFILE.replace("country: US", "country: GB"))
    async with start(profile=profile) as gateway:
        page = await read(gateway)
    assert "The lines shown for United Kingdom" in page.text
    row = next(row for row in page.rows if row[0] == "Samaritans")
    assert "Call 116 123" in row[1]
    assert row[4:] == ["2026-01", "not yet verified by the clinic"]
    assert "988" not in page.text


async def test_country_without_lines_has_those_for_any(start: Starts, tmp_path: Path) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text(PROFILE.replace("country: US", "country: KE"))
    async with start(profile=profile) as gateway:
        assert "Find A Helpline" in {row[0] for row in (await read(gateway)).rows}


async def test_what_the_clinic_wrote_is_escaped(start: Starts, tmp_path: Path) -> None:
    profile = tmp_path / "clinic.yml"
    evil = "<script>alert(1)</script> & <b>Sons</b>"
    profile.write_text(PROFILE.replace("name: Example Clinic", f"name: '{evil}'"))
    async with start(profile=profile) as gateway:
        raw = (await gateway.ask("GET", "/safety")).raw
    assert b"<script" not in raw
    assert b"<b>" not in raw
    assert evil in Page(raw.decode()).text


async def test_absent_classifier_is_told(start: Starts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety_page, "degraded", lambda: True)
    async with start() as gateway:
        text = (await read(gateway)).text
    assert "The classifier is not running right now." in text
    assert "A classifier:" not in text


async def test_law_mode_is_told(start: Starts) -> None:
    async with start(law="illinois") as gateway:
        text = (await read(gateway)).text
    assert "Law mode: Illinois." in text
    assert "never stored" in text
    assert "A classifier:" not in text
    assert "one gentle question" not in text
    assert "every 3 hours of a long chat" in text
    assert "every hour" not in text
    assert "What this program is" in text


async def test_demonstration_says_so(gateway: Gateway) -> None:
    assert "Texts not yet reviewed by a clinician." in (await read(gateway)).text


class TestFigures:
    async def test_none_are_none(self, start: Starts, root: Path) -> None:
        async with start(root=root) as gateway:
            assert "Not measured yet." in (await read(gateway)).text

    async def test_they_come_from_the_results(self, start: Starts, root: Path) -> None:
        measured(root, FIGURES)
        async with start(root=root) as gateway:
            page = await read(gateway)
        assert [
            "Danger said openly",
            "100",
            "97.0 % (91.5 to 99.0)",
            "99.0 % (94.6 to 99.8)",
        ] in page.rows
        assert "Measured on 2026-11-20" in page.text
        assert "Not measured yet." not in page.text

    async def test_they_are_not_those_of_another_law_mode(self, start: Starts, root: Path) -> None:
        measured(root, FIGURES)
        async with start(root=root, law="illinois") as gateway:
            text = (await read(gateway)).text
        assert "97.0 %" not in text
        assert "not been measured in this mode" in text

    @pytest.mark.parametrize("facts", ["", "[]", '{"measured_on": 1}', '{"rates": {"All": 1}}'])
    async def test_unreadable_ones_are_none(self, start: Starts, root: Path, facts: str) -> None:
        measured(root, facts)
        async with start(root=root) as gateway:
            assert "Not measured yet." in (await read(gateway)).text

    def test_committed_ones_can_be_read(self) -> None:
        path = ROOT / safety_page.FIGURES
        assert bool(read_figures(path)[1]) == path.exists()


class TestReviewed:
    async def test_nobody_has(self, gateway: Gateway) -> None:
        assert re.search(
            r"None yet\. \d\d files wait for a clinician\.", (await read(gateway)).text
        )

    async def test_who_signed_is_named_with_what_waits(self, start: Starts, root: Path) -> None:
        path = root / "data" / "safety" / "answers.yml"
        signed = "Ada <Berg>, psychologist, 2027-01-31"
        path.write_text(path.read_text().replace("reviewed: none yet", f"reviewed: {signed}"))
        async with start(root=root) as gateway:
            rows = (await read(gateway)).rows
        assert ["data/safety/answers.yml", signed] in rows
        assert ["bot/domain/en/crisis.yml", "none yet"] in rows


class TestCounts:
    async def test_small_ones_are_hidden(self, gateway: Gateway) -> None:
        chat = await gateway.open()
        await chat.sos()
        await gateway.client.app[TALLY].write()
        page = await read(gateway)
        row = next(row for row in page.rows if row[0].endswith("so far"))
        assert row[1:] == ["0", "fewer than 10", "0", "0"]

    async def test_year_that_is_over_is_exact(self, gateway: Gateway) -> None:
        for _ in range(12):
            gateway.client.app[TALLY].add(Referral("crisis", "2024-05"))
        await gateway.client.app[TALLY].write()
        assert ["2024", "12", "0", "0", "0"] in (await read(gateway)).rows

    async def test_page_stands_while_the_database_does_not(
        self, gateway: Gateway, tmp_path: Path
    ) -> None:
        assert "Nothing has been counted yet." in (await read(gateway)).text
        with sqlite3.connect(tmp_path / "data" / "conversations.db") as connection:
            connection.execute("drop table referral_count")
        assert "The counts cannot be read just now." in (await read(gateway)).text


@pytest.mark.parametrize("text", ["", "title: [", "- a", "lang: en\ntitle: only this\n"])
async def test_broken_text_is_a_refusal_with_a_way_to_a_human(
    start: Starts, root: Path, text: str
) -> None:
    (root / "data" / "safety" / "page.yml").write_text(text)
    async with start(root=root) as gateway:
        assert (await gateway.ask("GET", "/safety")).status == 503


async def test_changed_sentence_is_shown_at_once(start: Starts, root: Path) -> None:
    async with start(root=root) as gateway:
        path = root / "data" / "safety" / "page.yml"
        path.write_text(path.read_text().replace("No person watches", "Nobody at all watches"))
        assert "Nobody at all watches this chat" in (await read(gateway)).text


async def test_it_is_read_only(gateway: Gateway) -> None:
    assert (await gateway.ask("POST", "/safety", data=b"x")).status == 405


async def test_first_page_leads_to_it_and_back(gateway: Gateway) -> None:
    assert 'href="/safety"' in (await gateway.ask("GET", "/")).raw.decode()
    assert "/" in {link["href"] for link in (await read(gateway)).of("a")}


async def test_it_is_the_first_page_where_clients_are_real(start: Starts, tmp_path: Path) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text(PROFILE.replace("name: Example Clinic", "name: A Clinic"))
    async with start(live=True, profile=profile) as gateway:
        answer = await gateway.ask("GET", "/", allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (302, "/safety")
        page = await read(gateway)
    assert "Demonstration" not in answer.raw.decode() + page.text
    assert "/" not in {link["href"] for link in page.of("a")}


def test_sentences_are_easy_to_read() -> None:
    for section in read_yaml(ROOT / safety_page.TEXT)["sections"]:
        text = " ".join(section["text"])
        assert grade(re.sub(r"\{\w+\}", "it", text)) <= 8, section["id"]
