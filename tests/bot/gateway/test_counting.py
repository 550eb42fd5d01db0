"""Crisis referrals and reported answers are counted, once each, and nobody with them."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.conversations.conversation import Message, now
from bot.conversations.counts import ProblemReport, Referral
from bot.gateway.keys import TALLY
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Chat, Gateway, files_of, replies, reply_of

DANGER = "i want to kill myself"
CONCERN = "what's the point any more"


async def counted(gateway: Gateway) -> dict[str, int]:
    """Referrals by kind, all that waits written."""
    tally = gateway.client.app[TALLY]
    await tally.write()
    return {referral.kind: count for referral, count in (await tally.read(Referral)).items()}


async def problems(gateway: Gateway) -> dict[ProblemReport, int]:
    tally = gateway.client.app[TALLY]
    await tally.write()
    return await tally.read(ProblemReport)


class TestReferrals:
    async def test_crisis_answer_counts_once_in_a_course(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.say("i cut myself just now")  # another answer of the same course
        await chat.sos()
        assert await counted(chat.gateway) == {"crisis": 1}

    async def test_call_for_help_counts_apart(self, gateway: Gateway) -> None:
        pressed, typed = await gateway.open(), await gateway.open()
        await pressed.sos()
        await pressed.sos()
        await typed.say("help me now")
        await typed.say(DANGER)
        assert await counted(gateway) == {"sos": 2}

    async def test_same_message_twice_counts_once(self, chat: Chat) -> None:
        for _ in range(2):
            await chat.say(DANGER, id="the same")
        assert await counted(chat.gateway) == {"crisis": 1}

    async def test_course_in_watch_is_the_same_course(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.say("i am safe for now")
        assert chat.gateway.held(chat).crisis_step == "watch"
        await chat.say(DANGER)
        assert await counted(chat.gateway) == {"crisis": 1}

    async def test_after_a_day_of_silence_it_is_a_new_one(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.say("i am safe for now")
        chat.gateway.held(chat).seen_at = now() - timedelta(hours=25)
        await chat.say(DANGER)
        assert await counted(chat.gateway) == {"crisis": 2}

    async def test_closed_course_is_followed_by_a_new_one(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.say("i am safe for now")
        await chat.say("i am safe now")
        await chat.say(DANGER)
        assert await counted(chat.gateway) == {"crisis": 2}

    async def test_concern_counts_once_in_a_chat(self, chat: Chat) -> None:
        first = await chat.say(CONCERN)
        assert first.lines
        await chat.say("i miss her")
        await chat.say(CONCERN)
        assert await counted(chat.gateway) == {"concern": 1}

    async def test_yes_after_a_concern_is_a_crisis(self, chat: Chat) -> None:
        await chat.say(CONCERN)
        await chat.say("yes")
        assert await counted(chat.gateway) == {"concern": 1, "crisis": 1}

    async def test_misunderstood_counts_and_opens_nothing(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("You misunderstood me")
        assert await counted(chat.gateway) == {"crisis": 1, "misunderstood": 1}

    async def test_misunderstood_after_a_concern_is_no_crisis(self, chat: Chat) -> None:
        await chat.say(CONCERN)
        await chat.say("you misunderstood me")
        assert await counted(chat.gateway) == {"concern": 1, "misunderstood": 1}

    async def test_harmless_talk_counts_nothing(self, chat: Chat) -> None:
        await chat.say("i miss her")
        assert await counted(chat.gateway) == {}

    async def test_counts_are_written_without_being_asked(self, start: Starts) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            await chat.say(DANGER)
        async with start() as again:
            tally = again.client.app[TALLY]
            assert list((await tally.read(Referral)).values()) == [1]

    async def test_answer_does_not_wait_for_a_database_that_is_down(
        self, chat: Chat, tmp_path: Path
    ) -> None:
        path = tmp_path / "data" / "conversations.db"
        await chat.gateway.settled()
        with sqlite3.connect(path) as connection:
            connection.execute("alter table referral_count rename to away")
        answer = await chat.say(DANGER)
        assert (answer.status, answer.care["pinned"]) == (200, True)
        assert answer.seconds < 1
        await asyncio.sleep(0.2)
        with sqlite3.connect(path) as connection:
            connection.execute("alter table away rename to referral_count")
        assert await counted(chat.gateway) == {"crisis": 1}


class TestProblems:
    async def test_thanks_and_a_count_of_the_wording(self, chat: Chat) -> None:
        said = (await chat.say("i miss her")).messages[1]
        answer = await chat.post("problems", message=said["id"], kind="hurtful")
        assert answer.status == 201
        assert answer.said == ["utter_problem_noted"]
        assert set(answer.body) == {"messages", "care"}
        [(problem, count)] = (await problems(chat.gateway)).items()
        assert (problem.reply, problem.kind, count) == ("utter_missing_therapist", "hurtful", 1)
        wording = replies()[problem.reply].wordings[problem.wording - 1].text
        assert reply_of(said["text"]) == problem.reply
        assert wording.split("{")[0] in said["text"]

    async def test_after_harm_the_thanks_name_people_outside_the_clinic(self, chat: Chat) -> None:
        chat.gateway.held(chat).state.harmed = True
        answer = await chat.post("problems", message=1, kind="hurtful")
        assert answer.said == ["utter_problem_noted_outside"]

    async def test_same_message_and_kind_count_once(self, chat: Chat) -> None:
        id = chat.opening.messages[0]["id"]
        first = await chat.post("problems", message=id, kind="wrong")
        again = await chat.post("problems", message=id, kind="wrong")
        assert (again.status, again.messages) == (201, first.messages)
        await chat.post("problems", message=id, kind="other")
        assert sorted((p.kind, n) for p, n in (await problems(chat.gateway)).items()) == [
            ("other", 1),
            ("wrong", 1),
        ]

    async def test_another_person_counts_again(self, gateway: Gateway) -> None:
        for _ in range(40):  # some open with the same wording
            chat = await gateway.open()
            id = chat.opening.messages[0]["id"]
            await chat.post("problems", message=id, kind="wrong")
        assert sum((await problems(gateway)).values()) == 40

    async def test_it_counts_once_after_a_restart(self, start: Starts) -> None:
        async with start() as gateway:
            chat = await gateway.open()
            await chat.post("consent", consent=True)
            id = chat.opening.messages[0]["id"]
            await chat.post("problems", message=id, kind="wrong")
        async with start() as chat.gateway:
            assert (await chat.post("problems", message=id, kind="wrong")).status == 201
            [(problem, count)] = (await problems(chat.gateway)).items()
            assert (problem.reply, count) == ("utter_opening", 1)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"message": 1},
            {"kind": "wrong"},
            {"message": 1, "kind": "boring"},
            {"message": 1, "kind": ["wrong"]},
            {"message": True, "kind": "wrong"},
            {"message": "1", "kind": "wrong"},
            {"message": None, "kind": "wrong"},
            {"message": 4711, "kind": "wrong"},
            {"message": 2, "kind": "wrong"},  # the person's own
        ],
        ids=str,
    )
    async def test_what_is_unknown_is_refused(self, chat: Chat, body: dict[str, Any]) -> None:
        own = (await chat.say("i miss her")).messages[0]
        assert (own["id"], own["from"]) == (2, "person")
        assert (await chat.post("problems", **body)).status == 422
        assert await problems(chat.gateway) == {}

    async def test_without_its_token_it_is_refused(self, chat: Chat) -> None:
        body = {"message": 1, "kind": "wrong"}
        path = f"{chat.path}/problems"
        assert (await chat.gateway.ask("POST", path, json=body)).status == 401
        other = await chat.gateway.open()
        answer = await chat.gateway.ask("POST", path, json=body, headers=other.signed)
        assert answer.status == 401

    async def test_too_many_at_once_are_refused(self, start: Starts) -> None:
        async with start(messages_per_minute=2) as gateway:
            chat = await gateway.open()
            kinds = ("wrong", "hurtful", "unsafe")
            found = [(await chat.post("problems", message=1, kind=k)).status for k in kinds]
            assert found == [201, 201, 429]

    async def test_open_course_stays_as_it_is(self, chat: Chat) -> None:
        answer = await chat.say(DANGER)
        id = answer.messages[-1]["id"]
        noted = await chat.post("problems", message=id, kind="unsafe")
        assert noted.care == answer.care
        await chat.press("No")
        assert chat.gateway.held(chat).crisis_step == "open"

    async def test_nothing_of_the_person_is_with_the_count(
        self, chat: Chat, tmp_path: Path
    ) -> None:
        said = (await chat.say("the violet umbrella in her room")).messages[1]
        await chat.post("problems", message=said["id"], kind="wrong")
        await problems(chat.gateway)
        assert b"umbrella" not in files_of(tmp_path / "data")
        with sqlite3.connect(tmp_path / "data" / "conversations.db") as connection:
            columns = [row[1] for row in connection.execute("pragma table_info(problem_count)")]
        assert columns == ["month", "reply", "wording", "kind", "count"]

    async def test_which_wording_it_was_is_not_told_to_the_page(self, chat: Chat) -> None:
        assert not {"reply", "wording"} & set(chat.opening.messages[0])


def test_message_of_an_older_version_still_loads() -> None:
    record = dict(id=1, sender="program", at="", lang="en", kind="text", text="x", links=[])
    assert (Message(**record).reply, Message(**record).wording) == ("", 0)  # type: ignore[arg-type]
