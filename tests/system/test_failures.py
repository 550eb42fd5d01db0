"""Parts are killed or stall in the middle of a conversation: a human's number is always there."""

import os
import signal
import time
from contextlib import suppress

from tests.system.program import DIRECT, Program, Visitor, until

CLINIC_PHONE = "+1 503-555-0142"
MISSES = "i miss my therapist so much it hurts"
DANGER = "i want to kill myself"
HEARD = 2.0  # seconds after which the supervisor has heard from a part that is there


def gives_a_human(visitor: Visitor, answer: str) -> bool:
    """The fixed reply: the clinic's number in words, and the lines beside it."""
    return CLINIC_PHONE in answer and any(line["call"] for line in visitor.care["lines"])


def gives_the_line_within_a_second(program: Program) -> bool:
    visitor = Visitor(program)
    started = time.monotonic()
    answer = visitor.says(DANGER)
    took = time.monotonic() - started
    return took < 1 and "988" in answer and visitor.care["pinned"] is True


def understands_again(visitor: Visitor) -> bool:
    return CLINIC_PHONE not in visitor.says(MISSES)


def test_rasa_is_killed(whole: Program, visitor: Visitor) -> None:
    assert understands_again(visitor)
    killed = whole.kill("worker")
    assert gives_a_human(visitor, visitor.says(MISSES))
    assert visitor.titles
    assert gives_the_line_within_a_second(whole)
    until(lambda: understands_again(visitor), 60, "Rasa answers again")
    assert whole.part("worker") != killed


def test_logs_hold_nobodys_words(whole: Program, visitor: Visitor) -> None:
    visitor.tells("consent", {"consent": True})
    whole.kill("worker")
    assert visitor.says("i miss margaret of the blue house")
    until(whole.understands, 60, "Rasa is back")
    for body in (b'{"text": "margaret"}', b'["margaret"]', b'{"margaret', b'"margaret"'):
        with suppress(OSError):
            DIRECT.open(f"http://127.0.0.1:{whole.rasa_port}/webhooks/gateway/turn", body)
    assert visitor.says("i miss margaret of the blue house")
    assert "worker ended" in whole.output
    assert "margaret" not in whole.output


def test_button_still_works_while_rasa_is_away(whole: Program, visitor: Visitor) -> None:
    visitor.says(MISSES)
    title = visitor.titles[0]
    whole.kill("worker")
    assert CLINIC_PHONE not in visitor.presses(title)


def test_action_server_is_killed(whole: Program, visitor: Visitor) -> None:
    killed = whole.kill("actions")
    assert visitor.says(MISSES)  # the fixed reply, or the topic's where a new one was quick enough
    assert visitor.titles
    assert gives_the_line_within_a_second(whole)
    until(lambda: understands_again(visitor), 60, "the actions answer again")
    assert whole.part("actions") != killed


def test_stalled_action_server_gets_the_fixed_reply_and_is_started_again(
    whole: Program, visitor: Visitor
) -> None:
    time.sleep(HEARD)
    stalled = whole.kill("actions", signal.SIGSTOP)
    started = time.monotonic()
    assert gives_a_human(visitor, visitor.says(MISSES))
    assert time.monotonic() - started < 8
    until(lambda: stalled not in whole.processes(), 30, "the stalled one is killed")
    until(lambda: understands_again(visitor), 60, "the actions answer again")


def test_gateway_is_killed_and_the_same_token_works(whole: Program, visitor: Visitor) -> None:
    visitor.says(MISSES)
    killed = whole.kill("gateway")
    assert not whole.answers()
    took = until(whole.answers, 10, "the gateway is back")
    print(f"gateway back after {took:.1f} s")
    assert whole.part("gateway") != killed
    assert visitor.reads()["messages"] == []
    assert understands_again(visitor)
    assert gives_the_line_within_a_second(whole)


def test_kept_conversation_survives_the_gateway(whole: Program, visitor: Visitor) -> None:
    visitor.tells("consent", {"consent": True})
    answer = visitor.says(MISSES)
    time.sleep(0.5)  # it is written in the background
    whole.kill("gateway")
    until(whole.answers, 10, "the gateway is back")
    assert answer in [message["text"] for message in visitor.reads()["messages"]]
    ids = [message["id"] for message in visitor.reads()["messages"]]
    visitor.says(MISSES)
    assert visitor.messages[0]["id"] > max(ids)


def test_search_of_a_kept_conversation_survives_rasa(whole: Program, visitor: Visitor) -> None:
    visitor.tells("consent", {"consent": True})
    visitor.says("can i talk to a real person")
    visitor.presses("Find someone to talk to")
    killed = whole.kill("worker")
    until(lambda: killed not in whole.processes(), 5, "it is gone")
    until(whole.understands, 60, "Rasa is back")
    assert "Example, not a real service" in visitor.says("Portland, Oregon")


def test_stalled_gateway_is_started_again(whole: Program, visitor: Visitor) -> None:
    time.sleep(HEARD)
    stalled = whole.kill("gateway", signal.SIGSTOP)
    took = until(lambda: stalled not in whole.processes() and whole.answers(), 20, "a new one")
    print(f"stalled gateway replaced after {took:.1f} s")
    assert took < 12
    assert visitor.reads()["consent"] == "unasked"


def test_stalled_rasa_gets_the_fixed_reply_and_is_started_again(
    whole: Program, visitor: Visitor
) -> None:
    time.sleep(HEARD)
    stalled = whole.kill("worker", signal.SIGSTOP)
    assert gives_the_line_within_a_second(whole)
    started = time.monotonic()
    assert gives_a_human(visitor, visitor.says(MISSES))
    assert time.monotonic() - started < 8
    assert gives_the_line_within_a_second(whole)
    until(lambda: stalled not in whole.processes(), 40, "the stalled one is killed")
    until(lambda: understands_again(visitor), 60, "Rasa answers again")


def test_rasa_that_stalled_for_a_moment_stays(whole: Program, visitor: Visitor) -> None:
    stalled = whole.kill("worker", signal.SIGSTOP)
    time.sleep(2)
    os.kill(stalled, signal.SIGCONT)
    assert understands_again(visitor)
    assert whole.part("worker") == stalled


def test_database_is_gone(whole: Program, visitor: Visitor) -> None:
    visitor.says(MISSES)
    database, away = whole.data / "conversations.db", whole.data / "away.db"
    database.rename(away)
    database.mkdir()
    assert understands_again(visitor)
    assert understands_again(Visitor(whole))
    assert gives_the_line_within_a_second(whole)
    database.rmdir()
    away.rename(database)
