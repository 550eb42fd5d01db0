"""The course of a crisis: open, watch, closed; its words, buttons and typed answers."""

from datetime import timedelta
from typing import Any

import pytest

from bot.conversations.conversation import new_conversation
from bot.gateway.crisis import CLOSES_AFTER, in_course, let_time_pass
from bot.safety import About, Assessment, Category, Level
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Answer, Chat, replies

DANGER = "i want to kill myself"
HINT = "i wish i could fall asleep and never wake up"
PILLS = "i just took all my pills"
ABUSE = "he is hitting me right now i am scared"
FRIEND = "my friend wants to kill himself"
CONCERN = "i can't go on without her"
NO_FUTURE = "there is no future for me"
CUTTING = "i am cutting myself"
RAGE = "i am going to kill him with a knife tonight"


def is_open(answer: Answer) -> bool:
    return bool(answer.care["pinned"] and answer.care["lines"])


def is_watched(answer: Answer) -> bool:
    return bool(not answer.care["pinned"] and answer.care["lines"])


def is_closed(answer: Answer) -> bool:
    return answer.care == {"pinned": False, "lines": [], "ask": None}


def step(chat: Chat) -> str:
    return chat.gateway.held(chat).crisis_step


def let_pass(chat: Chat, **time: float) -> None:
    """As if the last message had been so long ago."""
    chat.gateway.held(chat).seen_at -= timedelta(**time)


class TestOpening:
    @pytest.mark.parametrize(
        ("text", "first", "question", "line"),
        [
            (DANGER, "utter_crisis_first_text", "utter_crisis_ask_said", "suicide"),
            (HINT, "utter_crisis_first_text", "utter_crisis_ask", "suicide"),
            (PILLS, "utter_crisis_overdose_first", "utter_crisis_overdose_ask", "emergency"),
            (ABUSE, "utter_crisis_abuse_danger_first", "utter_crisis_abuse_danger_ask", "abuse"),
            (CUTTING, "utter_crisis_self_harm_first", "utter_crisis_self_harm_ask", "suicide"),
        ],
    )
    async def test_words_and_lines_fit_the_kind(
        self, chat: Chat, text: str, first: str, question: str, line: str
    ) -> None:
        answer = await chat.say(text)
        assert answer.said == [first, question]
        assert is_open(answer)
        kinds = [x["kind"] for x in answer.care["lines"]]
        assert line in kinds[:2]
        assert kinds.count("emergency") == 1

    async def test_danger_to_others(self, chat: Chat) -> None:
        answer = await chat.say(RAGE)
        assert "utter_crisis_harm_to_others_ask" in answer.said

    async def test_the_poison_line_stands_in_the_words_of_an_overdose(self, chat: Chat) -> None:
        answer = await chat.say(PILLS)
        assert "911" in answer.messages[1]["text"]
        assert answer.care["lines"][1]["kind"] == "poison"

    async def test_said_again_it_stays_without_the_same_question(self, chat: Chat) -> None:
        await chat.say(DANGER)
        answer = await chat.say("i really want to kill myself")
        assert answer.said == ["utter_crisis_stay"]
        assert is_open(answer)

    async def test_a_nearer_danger_is_answered_anew(self, chat: Chat) -> None:
        await chat.say(DANGER)
        answer = await chat.say(PILLS)
        assert answer.said == ["utter_crisis_overdose_first", "utter_crisis_overdose_ask"]
        later = await chat.say("i really want to kill myself")
        assert later.said == ["utter_crisis_overdose_stay"]
        assert [x["kind"] for x in later.care["lines"]][:2] == ["emergency", "poison"]

    async def test_sos_in_an_open_course_keeps_its_words_and_lines(self, chat: Chat) -> None:
        before = await chat.say(ABUSE)
        answer = await chat.sos()
        assert answer.said == ["utter_crisis_abuse_danger_stay"]
        assert answer.lines == before.lines


class TestAnswers:
    @pytest.mark.parametrize(
        ("answer", "replies_given", "pinned"),
        [
            ("Yes", ["utter_crisis_yes"], True),
            ("No", ["utter_crisis_no", "utter_crisis_recheck"], True),
            ("Not sure", ["utter_crisis_unsure"], True),
            ("You misunderstood me", ["utter_crisis_misunderstood"], False),
            ("I'm afraid to call", ["utter_crisis_barriers_us"], True),
        ],
    )
    @pytest.mark.parametrize("way", ["press", "say"])
    async def test_to_the_question(
        self, chat: Chat, answer: str, replies_given: list[str], pinned: bool, way: str
    ) -> None:
        await chat.say(DANGER)
        got = await (chat.press(answer) if way == "press" else chat.say(answer))
        assert got.said == replies_given
        assert got.care["pinned"] is pinned
        assert got.care["lines"]
        assert chat.gateway.rasa.turns == []

    @pytest.mark.parametrize(
        ("typed", "reply"),
        [
            ("yeah", "utter_crisis_yes"),
            ("yes i do", "utter_crisis_yes"),
            ("nope", "utter_crisis_no"),
            ("No, I'm not.", "utter_crisis_no"),
            ("no, i'm fine", "utter_crisis_no"),
            ("no thanks", "utter_crisis_no"),
            ("idk", "utter_crisis_unsure"),
            ("I’m safe", "utter_crisis_safe"),
            ("that's not what i meant", "utter_crisis_misunderstood"),
            ("will they send police?", "utter_crisis_barriers_us"),
            ("2", "utter_crisis_no"),
        ],
    )
    async def test_in_words_of_their_own(self, chat: Chat, typed: str, reply: str) -> None:
        await chat.say(DANGER)
        assert (await chat.say(typed)).said[0] == reply

    @pytest.mark.parametrize(
        ("danger", "reply"), [(DANGER, "utter_crisis_yes"), (ABUSE, "utter_crisis_abuse_danger_no")]
    )
    async def test_not_safe_is_the_danger_in_either_question(
        self, chat: Chat, danger: str, reply: str
    ) -> None:
        await chat.say(danger)
        assert (await chat.say("i'm not safe")).said == [reply]

    @pytest.mark.parametrize(
        "typed", ["no one ever listens to me", "yes i miss him every day", "no idea what to say"]
    )
    async def test_a_real_message_is_no_answer(self, chat: Chat, typed: str) -> None:
        await chat.say(DANGER)
        await chat.say(typed)
        assert [turn["text"] for turn in chat.gateway.rasa.turns] == [typed]

    async def test_the_question_stands_through_a_topic(self, chat: Chat) -> None:
        asked = await chat.say(ABUSE)
        meanwhile = await chat.say("can we talk about her")
        assert meanwhile.said == ["utter_missing_therapist"]
        assert meanwhile.care["ask"] == asked.care["ask"]
        assert (await chat.say("no")).said == ["utter_crisis_abuse_danger_no"]
        assert chat.gateway.rasa.turns[1:] == []

    async def test_the_question_stands_through_danger_told_again(self, chat: Chat) -> None:
        await chat.say("ctb soon")
        assert (await chat.say("thinking about unaliving")).said == ["utter_crisis_stay"]
        assert (await chat.say("yes")).said == ["utter_crisis_yes"]

    async def test_the_question_stands_through_fear_of_calling(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.say("nobody answers")
        assert (await chat.say("yeah soon")).said == ["utter_crisis_yes"]

    async def test_a_yes_to_a_later_offer_is_not_meant_for_the_question(self, chat: Chat) -> None:
        await chat.say(DANGER)
        chat.gateway.rasa.replies = [
            {
                "reply": "utter_delete_data",
                "values": {
                    "added_buttons": [
                        {"title": "Yes", "payload": "/affirm"},
                        {"title": "No", "payload": "/deny"},
                    ]
                },
            }
        ]
        await chat.say("delete all of this")
        await chat.say("yep")
        assert [turn.get("text") for turn in chat.gateway.rasa.turns][1:] == ["yep"]
        assert step(chat) == "open"

    async def test_an_answered_question_is_over(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("Yes")
        await chat.say("no")
        assert [turn["text"] for turn in chat.gateway.rasa.turns] == ["no"]

    async def test_an_old_yes_button_is_not_meant_by_a_later_yes(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("You misunderstood me")
        await chat.say("i miss her smile")
        await chat.say("yes")
        assert step(chat) == "watch"

    @pytest.mark.parametrize("retraction", ["jk forget it", "never mind, i was joking"])
    async def test_taking_it_back_leaves_the_course_where_it_is(
        self, chat: Chat, retraction: str
    ) -> None:
        await chat.say(DANGER)
        assert is_open(await chat.say(retraction))
        await chat.press("You misunderstood me")
        assert is_watched(await chat.say(retraction))

    async def test_a_question_stands_through_a_word_about_consent(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.post("consent", consent=False)
        assert (await chat.say("no")).said[0] == "utter_crisis_no"


class TestWordsThatNothingRecognizes:
    """In an open course no small talk and no guess at a topic answers."""

    @pytest.mark.parametrize(
        "reply",
        [
            *("utter_affirm", "utter_deny", "utter_greet", "utter_goodbye", "utter_thank"),
            *("utter_help", "utter_ask_which", "utter_out_of_scope", "utter_unavailable"),
        ],
    )
    async def test_get_words_for_staying_and_another_question(self, chat: Chat, reply: str) -> None:
        await chat.say(DANGER)
        chat.gateway.rasa.replies = [{"reply": reply, "values": {}}]
        answer = await chat.say("i already tied it")
        assert answer.said == ["utter_crisis_stay", "utter_crisis_recheck"]
        assert answer.care["ask"] == answer.messages[-1]["id"]
        assert is_open(answer)

    @pytest.mark.parametrize("text", ["...", "ich weiss nicht was ich noch machen soll heute"])
    async def test_also_without_rasa(self, chat: Chat, text: str) -> None:
        await chat.say(DANGER)
        assert (await chat.say(text)).said[0] == "utter_crisis_stay"

    async def test_are_not_asked_at_every_turn(self, chat: Chat) -> None:
        await chat.say(DANGER)
        chat.gateway.rasa.replies = [{"reply": "utter_ask_which", "values": {}}]
        asked = [(await chat.say("it is hard to say")).said[1:] for _ in range(4)]
        assert asked[1] == []
        assert asked[0] == asked[3] == ["utter_crisis_recheck"] or asked[2] != asked[0]
        assert (await chat.say("no")).said[0] == "utter_crisis_no"

    async def test_after_the_answer_are_not_asked_again(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("Yes")
        chat.gateway.rasa.replies = [{"reply": "utter_deny", "values": {}}]
        assert (await chat.say("leave it")).said == ["utter_crisis_stay"]

    async def test_a_no_to_the_second_question_brings_the_first(self, chat: Chat) -> None:
        await chat.say(DANGER)
        chat.gateway.rasa.replies = [{"reply": "utter_deny", "values": {}}]
        await chat.say("i already tied it")
        assert (await chat.say("no")).said == ["utter_crisis_no", "utter_crisis_ask_said"]

    @pytest.mark.parametrize(
        "reply", ["utter_ask_human", "utter_medical_question", "utter_bot_challenge"]
    )
    async def test_a_clear_topic_is_answered(self, chat: Chat, reply: str) -> None:
        await chat.say(DANGER)
        chat.gateway.rasa.replies = [{"reply": reply, "values": {}}]
        answer = await chat.say("something clear")
        assert answer.said == [reply]
        assert is_open(answer)

    async def test_in_watch_get_the_usual_answer(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("You misunderstood me")
        chat.gateway.rasa.replies = [{"reply": "utter_thank", "values": {}}]
        assert (await chat.say("thank you")).said == ["utter_thank"]


class TestCourse:
    async def test_one_denial_never_closes(self, chat: Chat) -> None:
        await chat.say(DANGER)
        first = await chat.press("No")
        assert is_open(first)
        assert first.care["ask"] == first.messages[-1]["id"]
        second = await chat.press("No")
        assert second.said == ["utter_crisis_safe"]
        assert is_watched(second)

    async def test_a_yes_between_starts_the_denials_anew(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("No")
        assert (await chat.press("Yes")).said == ["utter_crisis_yes"]
        assert is_open(await chat.press("No"))

    async def test_a_new_disclosure_starts_the_denials_anew(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("No")
        await chat.say(PILLS)
        assert is_open(await chat.press("No"))

    async def test_watching_goes_on_through_topics(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("You misunderstood me")
        answer = await chat.say("she was away for a month")
        assert answer.said == ["utter_missing_therapist"]
        assert is_watched(answer)

    async def test_safe_in_watch_closes(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("Yes")
        assert is_watched(await chat.press("I am safe for now"))
        answer = await chat.say("i am safe")
        assert answer.said == ["utter_crisis_closed"]
        assert is_closed(answer)
        assert is_closed(await chat.say("hello there"))

    async def test_watch_closes_after_a_day_of_silence(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("You misunderstood me")
        let_pass(chat, hours=23)
        assert is_watched(await chat.state())
        let_pass(chat, hours=2)
        assert is_closed(await chat.state())
        assert is_closed(await chat.say("hello there"))

    async def test_an_open_course_stays_through_silence(self, chat: Chat) -> None:
        await chat.say(DANGER)
        let_pass(chat, days=3)
        assert is_open(await chat.state())
        assert is_open(await chat.say("hello there"))

    @pytest.mark.parametrize("sign", [DANGER, "sos", PILLS])
    async def test_any_new_sign_opens_again(self, chat: Chat, sign: str) -> None:
        await chat.say(DANGER)
        await chat.press("No")
        await chat.press("No")
        answer = await chat.say(sign)
        assert is_open(answer)
        assert answer.said[0].endswith(("_first", "_first_text"))
        assert is_open(await chat.press("No"))

    async def test_yes_in_watch_opens_again(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("No")
        await chat.press("No")
        assert is_open(await chat.press("Yes"))

    async def test_after_a_closed_course_a_new_one_begins_at_the_start(self, chat: Chat) -> None:
        await chat.say(ABUSE)
        await chat.press("You misunderstood me")
        await chat.say("i am safe")
        answer = await chat.say(DANGER)
        assert answer.said[1] == "utter_crisis_ask_said"

    async def test_pressing_safe_after_the_end_changes_nothing(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("Yes")
        await chat.press("I am safe for now")
        await chat.press("I am safe for now")
        await chat.say("hello there")
        assert is_closed(await chat.press("I am safe for now"))


class TestAbuse:
    """The question is the other way round: are you safe to chat?"""

    async def test_no_is_the_danger(self, chat: Chat) -> None:
        await chat.say(ABUSE)
        answer = await chat.press("No")
        assert answer.said == ["utter_crisis_abuse_danger_no"]
        assert is_open(answer)
        assert answer.care["lines"][0]["kind"] == "emergency"

    async def test_yes_twice_leads_to_watching(self, chat: Chat) -> None:
        await chat.say(ABUSE)
        first = await chat.say("yes")
        assert first.said == ["utter_crisis_abuse_danger_yes", "utter_crisis_abuse_danger_recheck"]
        assert is_open(first)
        second = await chat.press("Yes")
        assert second.said == ["utter_crisis_abuse_danger_safe"]
        assert is_watched(second)

    async def test_no_between_starts_anew(self, chat: Chat) -> None:
        await chat.say(ABUSE)
        await chat.press("Yes")
        await chat.press("No")
        assert is_open(await chat.press("Yes"))


class TestConcern:
    async def test_a_line_and_one_gentle_question_beside_the_topic(self, chat: Chat) -> None:
        answer = await chat.say(CONCERN)
        assert answer.said == ["utter_missing_therapist", "utter_after_concern"]
        assert is_watched(answer)
        again = await chat.say("i do not know how to be without her")
        assert "utter_after_concern" not in again.said

    @pytest.mark.parametrize(
        ("typed", "reply", "pinned"),
        [
            ("yeah", "utter_crisis_yes", True),
            ("Yes", "utter_crisis_yes", True),
            ("maybe", "utter_crisis_unsure", True),
            ("nope", "utter_crisis_no", False),
            ("i am fine", "utter_crisis_no", False),
        ],
    )
    async def test_its_answers(self, chat: Chat, typed: str, reply: str, pinned: bool) -> None:
        await chat.say(CONCERN)
        answer = await chat.say(typed)
        assert answer.said == [reply, *(["utter_program_in_crisis"] if pinned else [])]
        assert answer.care["pinned"] is pinned
        assert answer.care["lines"]

    async def test_in_an_open_course_it_brings_the_question_again(self, chat: Chat) -> None:
        await chat.say(DANGER)
        answer = await chat.say("everyone would be better off")
        assert answer.said == ["utter_crisis_stay", "utter_crisis_recheck"]
        assert chat.gateway.rasa.turns == []

    async def test_in_watch_it_opens_again(self, chat: Chat) -> None:
        await chat.say(DANGER)
        await chat.press("You misunderstood me")
        answer = await chat.say(NO_FUTURE)
        assert answer.said[0].startswith("utter_crisis_first")
        assert is_open(answer)

    async def test_a_new_sign_after_a_no_is_asked_about_once_more(self, chat: Chat) -> None:
        first = await chat.say(CONCERN)
        await chat.say("no")
        second = await chat.say(NO_FUTURE)
        assert second.said[-1] == "utter_after_concern"
        assert second.messages[-1]["text"] != first.messages[-1]["text"]
        await chat.say("no")
        third = await chat.say("everyone would be better off")
        assert "utter_after_concern" not in third.said
        assert not is_open(third)

    @pytest.mark.parametrize("reply", ["utter_out_of_scope", "utter_ask_which"])
    @pytest.mark.parametrize("text", [FRIEND, NO_FUTURE])
    async def test_no_refusal_stands_before_it(self, chat: Chat, text: str, reply: str) -> None:
        chat.gateway.rasa.replies = [{"reply": reply, "values": {}}]
        answer = await chat.say(text)
        assert [name[:19] for name in answer.said] == ["utter_after_concern"]
        again = await chat.say(NO_FUTURE)
        assert reply not in again.said
        assert again.said

    async def test_for_someone_else_now_emergency_help_comes_first(
        self, chat: Chat, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = Assessment(
            Level.CONCERN, (Category.SUICIDAL_IDEATION,), imminent=True, about=About.OTHER
        )
        monkeypatch.setattr("bot.gateway.screening.assess", lambda *_: found)
        answer = await chat.say("my son is about to do it")
        assert answer.said == ["utter_crisis_other_first", "utter_crisis_other_ask"]
        assert answer.care["lines"][0]["kind"] == "emergency"

    async def test_for_someone_else_yes_speaks_of_them(self, chat: Chat) -> None:
        answer = await chat.say(FRIEND)
        assert answer.said[-1] == "utter_after_concern_other"
        assert (await chat.press("Yes")).said[0] == "utter_crisis_other_yes"

    async def test_a_denial_is_remembered_for_looking_back(self, chat: Chat) -> None:
        """Three concerns make a crisis, unless they were answered with no."""
        await chat.say(CONCERN)
        await chat.press("No")
        record = next(r for r in chat.gateway.held(chat).state.history if r["level"] != "none")
        assert record["answer"] == "no"

    async def test_what_was_said_before_counts(self, chat: Chat) -> None:
        for text in (CONCERN, "what is the point any more", "i am done with all of it"):
            answer = await chat.say(text)
        assert is_open(answer)


class TestWords:
    async def test_no_first_answer_again_until_all_were_used(self, chat: Chat) -> None:
        seen = []
        for _ in range(16):
            chat.gateway.held(chat).crisis_step = "none"
            seen.append((await chat.say(DANGER)).messages[1]["text"])
        assert len(set(seen)) == 16

    async def test_call_and_text_take_turns(self, chat: Chat) -> None:
        names = []
        for _ in range(4):
            chat.gateway.held(chat).crisis_step = "none"
            names.append((await chat.say(DANGER)).said[0])
        assert names == ["utter_crisis_first_text", "utter_crisis_first"] * 2

    async def test_ways_over_the_fear_of_calling_take_turns(self, chat: Chat) -> None:
        await chat.say(DANGER)
        names = [(await chat.press("I'm afraid to call")).said[0] for _ in range(3)]
        kinds = {"utter_crisis_barriers_us", "utter_crisis_barriers_text", "utter_crisis_barriers"}
        assert set(names) == kinds

    async def test_every_reply_of_the_course_exists(self, chat: Chat) -> None:
        """A missing one would be said as a fault of the program."""
        stages = ("first", "ask", "yes", "no", "unsure", "barriers", "stay", "recheck", "safe")
        known = replies()
        assert [s for s in stages if f"utter_crisis_{s}" not in known] == []


class TestRestart:
    """The course outlives the server, also where nothing else is kept."""

    async def restarted(self, start: Starts, consent: bool | None, *said: str) -> tuple[Any, Chat]:
        async with start() as gateway:
            chat = await gateway.open()
            if consent is not None:
                await chat.post("consent", consent=consent)
            for text in said:
                await chat.say(text)
        return start(), chat

    @pytest.mark.parametrize("consent", [None, False, True])
    async def test_open(self, start: Starts, consent: bool | None) -> None:
        again, chat = await self.restarted(start, consent, ABUSE)
        async with again as chat.gateway:
            state = await chat.state()
            assert is_open(state)
            assert [x["kind"] for x in state.care["lines"]][:2] == ["emergency", "abuse"]
            assert (await chat.press("No")).said == ["utter_crisis_abuse_danger_no"]

    async def test_typed_answer(self, start: Starts) -> None:
        again, chat = await self.restarted(start, None, DANGER)
        async with again as chat.gateway:
            assert (await chat.say("no")).said == ["utter_crisis_no", "utter_crisis_recheck"]

    async def test_watch(self, start: Starts) -> None:
        again, chat = await self.restarted(start, None, DANGER, "you misunderstood me")
        async with again as chat.gateway:
            assert is_watched(await chat.state())
            assert is_closed(await chat.say("i am safe"))

    async def test_nothing_of_it_stays_where_it_never_began(self, start: Starts) -> None:
        again, chat = await self.restarted(start, None, "i miss her so much")
        async with again as chat.gateway:
            assert is_closed(await chat.state())


@pytest.mark.parametrize("silent", [CLOSES_AFTER, CLOSES_AFTER + timedelta(seconds=1)])
@pytest.mark.parametrize("step", ["none", "open", "watch", "closed"])
def test_what_time_leaves_is_a_course_and_nothing_else(step: str, silent: timedelta) -> None:
    conversation = new_conversation("web", "en", None)[0]
    conversation.crisis_step, conversation.state.lines_shown = step, step != "none"
    at = conversation.seen_at + silent
    running = in_course(conversation, at)
    assert running is (step == "open" or (step == "watch" and silent == CLOSES_AFTER))
    let_time_pass(conversation, at)
    assert conversation.crisis_step == (step if running else "none")
    assert conversation.state.lines_shown is running
