"""A newcomer's conversations: every topic answers from its own file, over HTTP."""

import re
import time

import pytest

from bot.content.load import load_replies
from tests.system.program import DIRECT, ROOT, Program, Visitor

DOMAIN = ROOT / "bot" / "domain" / "en"


def topics() -> list[str]:
    return sorted(p.stem for p in (ROOT / "data" / "nlu").glob("*.yml") if p.stem != "small_talk")


def care_topics() -> list[str]:
    return sorted(p.stem for p in DOMAIN.glob("*.yml") if f"utter_{p.stem}_more:" in p.read_text())


def example(topic: str) -> str:
    lines = (ROOT / "data" / "nlu" / f"{topic}.yml").read_text(encoding="utf-8").splitlines()
    return lines[1].removeprefix("# example: ")


def is_worded(reply: str, said: str) -> bool:
    """Whether one of the reply's wordings stands in what was said."""
    return any(
        re.search(re.sub(r"\\\{\w+\\\}", ".+?", re.escape(wording.text.strip())), said, re.DOTALL)
        for wording in load_replies(DOMAIN)[reply].wordings
    )


@pytest.mark.parametrize("topic", topics())
def test_topic_answers_from_its_own_file(visitor: Visitor, topic: str) -> None:
    said = visitor.says(example(topic))
    assert is_worded(f"utter_{topic}", said), said
    assert visitor.titles


@pytest.mark.parametrize("topic", care_topics())
def test_topic_goes_on_to_its_other_parts_and_to_a_person(visitor: Visitor, topic: str) -> None:
    visitor.says(example(topic))
    first, second, *_ = visitor.titles
    people = [title for title in visitor.titles if "person" in title.lower() or "Find" in title]
    assert people, visitor.titles
    for title in (first, second, people[0]):
        assert visitor.presses(title)
        assert visitor.titles


def test_opening_says_what_it_is_and_where_to_go(visitor: Visitor) -> None:
    opening = visitor.messages[0]["text"]
    assert "program" in opening
    assert visitor.titles


def test_danger_gets_the_line_at_once(visitor: Visitor) -> None:
    started = time.monotonic()
    answer = visitor.says("i want to kill myself")
    assert time.monotonic() - started < 1
    assert "988" in answer
    assert visitor.care["pinned"] is True
    assert [line["id"] for line in visitor.care["lines"]]


def test_wording_does_not_come_again_until_all_are_used(visitor: Visitor) -> None:
    count = len(load_replies(DOMAIN)["utter_privacy"].wordings)
    heard = [visitor.says("will my therapist see this?") for _ in range(count + 1)]
    assert len(set(heard[:count])) == count
    assert heard[-1] in heard[:-2]


def test_buttons_of_the_clarifying_question_are_the_two_likeliest(visitor: Visitor) -> None:
    replies = load_replies(DOMAIN)
    answer = visitor.says("hmm the thing with the thing")
    assert is_worded("utter_ask_which", answer)
    titles = {name: replies[name].wordings[0].text for name in replies if name.endswith("_title")}
    assert set(visitor.titles[:2]) <= set(titles.values())
    assert visitor.presses(visitor.titles[0])


def test_search_finds_people_near_a_place(visitor: Visitor) -> None:
    visitor.says("can i talk to a real person")
    visitor.presses("Find someone to talk to")
    answer = visitor.says("Portland, Oregon")
    assert "Example, not a real service" in answer
    links = [link["title"] for message in visitor.messages for link in message["links"]]
    assert any("555-01" in title for title in links)


@pytest.mark.parametrize(
    "said", ["", " ", "\U0001f62d", "/restart", '/greet{"a": 1}', "a" * 20_000, "\x00", "\u202e"]
)
def test_any_input_gets_an_answer_and_a_way_on(visitor: Visitor, said: str) -> None:
    assert visitor.says(said)
    assert visitor.titles


def test_page_and_widget_are_served(program: Program) -> None:
    with DIRECT.open(f"http://127.0.0.1:{program.port}/", timeout=5) as page:
        assert "<script" in page.read().decode()
