"""Which wording a person gets, and what happens when a file changes or breaks."""

import asyncio
import os
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from bot.content.load import ContentInvalid
from bot.conversations.conversation import Conversation, new_conversation
from bot.gateway.wording import REQUIRED, ReplyUnknown, Wordings
from bot.settings import ROOT
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Gateway, replies

REPLY = """responses:
  utter_test:
    - text: one {place}
      buttons:
        - title: More
          payload: /test
    - text: two {place}
    - text: three {place}
  utter_where:
    - text: near {town}
"""


@pytest.fixture
def domain(tmp_path: Path) -> Path:
    folder = tmp_path / "domain"
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "test.yml").write_text(REPLY)
    required = "".join(f"  {name}:\n    - text: {name}\n" for name in REQUIRED)
    (folder / "en" / "required.yml").write_text(f"responses:\n{required}")
    return folder


@pytest.fixture
def person() -> Conversation:
    return new_conversation("web", "en", None)[0]


def texts(wordings: Wordings, person: Conversation, count: int) -> list[str]:
    return [wordings.word(person, "utter_test", {"place": "x"}).text for _ in range(count)]


def test_none_again_until_all_were_used_and_never_twice_running(
    domain: Path, person: Conversation
) -> None:
    said = texts(Wordings(domain), person, 30)
    rounds = [said[n : n + 3] for n in range(0, 30, 3)]
    assert all(set(one) == {"one x", "two x", "three x"} for one in rounds)
    assert all(a != b for a, b in pairwise(said))


def test_people_begin_at_different_wordings(domain: Path) -> None:
    wordings = Wordings(domain)
    people = [new_conversation("web", "en", None)[0] for _ in range(60)]
    assert len({texts(wordings, person, 1)[0] for person in people}) == 3


def test_buttons_of_the_first_wording_serve_all(domain: Path, person: Conversation) -> None:
    wordings = Wordings(domain)
    worded = [wordings.word(person, "utter_test", {}) for _ in range(3)]
    assert [[b.title for b in w.buttons] for w in worded] == [["More"]] * 3


def test_values_are_filled_and_may_be_replies(domain: Path, person: Conversation) -> None:
    wordings = Wordings(domain)
    where = {"response": "utter_where", "town": "Riverton"}
    assert wordings.word(person, "utter_test", {"place": where}).text.endswith("near Riverton")
    both = wordings.word(person, "utter_test", {"place": [where, "online"]}).text
    assert both.endswith("near Riverton, online")
    assert wordings.word(person, "utter_test", {}).text.split() in (["one"], ["two"], ["three"])


def test_values_are_never_read_as_placeholders(domain: Path, person: Conversation) -> None:
    values = {"place": "{secret}", "secret": "x"}
    assert "{secret}" in Wordings(domain).word(person, "utter_test", values).text


def test_an_unknown_reply(domain: Path, person: Conversation) -> None:
    with pytest.raises(ReplyUnknown):
        Wordings(domain).word(person, "utter_nowhere", {})


def test_another_language_and_what_it_lacks(domain: Path, person: Conversation) -> None:
    (domain / "es").mkdir()
    (domain / "es" / "test.yml").write_text("responses:\n  utter_test:\n    - text: uno\n")
    wordings = Wordings(domain)
    person.locale = "es"
    own, other = wordings.word(person, "utter_test", {}), wordings.word(person, "utter_where", {})
    assert (own.text, own.lang) == ("uno", "es")
    assert (other.text, other.lang) == ("near ", "en")
    assert wordings.locales == ["en", "es"]


def test_a_change_is_taken_up(domain: Path, person: Conversation) -> None:
    wordings = Wordings(domain)
    texts(wordings, person, 3)
    (domain / "en" / "test.yml").write_text(REPLY.replace("two", "zwei"))
    wordings.refresh()
    assert "zwei x" in texts(wordings, person, 3)


def test_fewer_wordings_than_before(domain: Path, person: Conversation) -> None:
    wordings = Wordings(domain)
    texts(wordings, person, 5)
    (domain / "en" / "test.yml").write_text("responses:\n  utter_test:\n    - text: only\n")
    wordings.refresh()
    assert texts(wordings, person, 2) == ["only", "only"]


def test_an_older_file_put_back_is_a_change(domain: Path, person: Conversation) -> None:
    wordings = Wordings(domain)
    path = domain / "en" / "test.yml"
    path.write_text(REPLY.replace("{place}", "!"))
    os.utime(path, (1, 1))
    wordings.refresh()
    assert texts(wordings, person, 1)[0].endswith("!")


def test_a_file_taken_away_is_a_change(domain: Path, person: Conversation) -> None:
    wordings = Wordings(domain)
    (domain / "en" / "test.yml").unlink()
    wordings.refresh()
    assert wordings.problem is None
    assert not wordings.has("en", "utter_test")


def test_a_new_language_is_taken_up(domain: Path) -> None:
    wordings = Wordings(domain)
    (domain / "fr").mkdir()
    (domain / "fr" / "test.yml").write_text("responses:\n  utter_test:\n    - text: un\n")
    wordings.refresh()
    assert wordings.locales == ["en", "fr"]


@pytest.mark.parametrize(
    "broken",
    [
        "responses: [",
        "responses: 5",
        "- a list",
        "responses:\n  utter_test: []",
        "responses:\n  utter_test: text",
        "responses:\n  utter_test:\n    - buttons: []",
        "responses:\n  utter_test:\n    - text: a\n      buttons: [{title: b}]",
        "responses:\n  utter_test:\n    - text: a\n      metadata: x",
        "responses:\n  utter_where:\n    - text: a\n  utter_where:\n    - text: b",
        "responses:\n  utter_opening:\n    - text: twice",
    ],
)
def test_a_broken_file_keeps_the_last_good_one(
    domain: Path, person: Conversation, broken: str
) -> None:
    wordings = Wordings(domain)
    path = domain / "en" / "test.yml"
    path.write_text(broken)
    wordings.refresh()
    assert wordings.problem
    assert len(set(texts(wordings, person, 3))) == 3
    wordings.refresh()
    assert wordings.problem
    path.write_text(REPLY + "\n")
    wordings.refresh()
    assert wordings.problem is None


def test_a_broken_file_is_logged_once_with_its_line(
    domain: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wordings = Wordings(domain)
    (domain / "en" / "test.yml").write_text(REPLY + "  - [")
    for _ in range(2):
        wordings.refresh()
    [logged] = caplog.messages
    assert logged.startswith("the replies in en stay as they were: test.yml, line 11")


@pytest.mark.parametrize("change", ["", "  utter_new:\n    - text: new\n"])
def test_a_file_that_an_editor_locks_for_a_while_is_no_lasting_problem(
    domain: Path, caplog: pytest.LogCaptureFixture, change: str
) -> None:
    wordings = Wordings(domain)
    lock = domain / "en" / ".#test.yml"
    lock.symlink_to("someone@a-machine.1")
    if change:
        (domain / "en" / "test.yml").write_text(REPLY + change)
    for _ in range(3):
        wordings.refresh()
    assert len(caplog.messages) <= 1
    lock.unlink()
    wordings.refresh()
    assert wordings.problem is None
    assert wordings.has("en", "utter_new") is bool(change)


@pytest.mark.parametrize("name", REQUIRED)
def test_a_file_without_what_the_gateway_says_itself(domain: Path, name: str) -> None:
    wordings = Wordings(domain)
    path = domain / "en" / "required.yml"
    path.write_text(path.read_text().replace(f"{name}:", "utter_renamed:"))
    wordings.refresh()
    assert wordings.problem == f"{name} is missing in en"
    assert wordings.has("en", name)


def test_bytes_that_are_no_text(domain: Path) -> None:
    wordings = Wordings(domain)
    (domain / "en" / "test.yml").write_bytes(b"\xff\xfe")
    wordings.refresh()
    assert "UTF-8" in str(wordings.problem)


def test_at_the_start_a_broken_file_is_an_error(domain: Path) -> None:
    (domain / "en" / "test.yml").write_text("responses: [")
    with pytest.raises(ContentInvalid, match=r"test\.yml"):
        Wordings(domain)


def test_the_real_replies_have_all_that_is_needed() -> None:
    assert set(REQUIRED) <= set(replies())


async def test_while_running(
    start: Starts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a restart: a change is said, a mistake is not, and health tells."""
    root = tmp_path / "root"
    shutil.copytree(ROOT / "bot" / "domain", root / "bot" / "domain")
    shutil.copytree(ROOT / "data" / "safety", root / "data" / "safety")
    path = root / "bot" / "domain" / "en" / "conversation.yml"
    monkeypatch.setattr("bot.gateway.tidying.TIDY_EVERY", 0.05)
    async with start(root=root) as gateway:
        good = path.read_text()
        path.write_text(good.replace("a computer program", "a COMPUTER program"))
        await _until(gateway, "ok", "COMPUTER")
        path.write_text("responses: [")
        await _until(gateway, "degraded", "COMPUTER")
        path.write_text(good)
        await _until(gateway, "ok", "computer program")


async def _until(gateway: Gateway, health: str, words: str) -> None:
    async with asyncio.timeout(10):
        while True:
            answer = await gateway.ask("GET", "/healthz")
            chat = await gateway.open()
            text = chat.opening.messages[0]["text"]
            if answer.body["parts"]["wordings"] == health and words in text:
                return
            await asyncio.sleep(0.05)
