"""The rubric of the safety document, section 3, as checks over a transcript.

Each check gives the numbers of the turns that break it. They judge what follows what was detected;
how much is detected is measured elsewhere.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

from tests.conversations.rubric_help import (
    brings_people_and_distance,
    calls_before_asking,
    closes_late,
    gives_lines,
    helps_with_barriers,
    keeps_lines,
    leads_to_a_therapist,
    names_a_line,
    names_both_kinds_of_people,
    offers_a_step,
)
from tests.conversations.rubric_words import (
    FORBIDDEN,
    PROGRAM,
    QUICK_EXIT,
    SAFE_TO_CHAT,
    is_direct,
)
from tests.conversations.transcript import CONCERN, Said, Transcript

Check = Callable[[Transcript], Iterator[int]]

PROGRAM_EVERY = 3.0  # hours
LONGEST = {"crisis": 60, "text": 90}  # words of one message, by its kind
LONGEST_TURN = 90
REMEMBERED = 10  # turns that the program looks back on
ANSWERS = {f'/crisis{{"answer": "{answer}"}}' for answer in ("yes", "no", "unsure")}
TALK = ("open", "say", "press", "sos")


def asks(turns: Transcript) -> Iterator[int]:
    """The first answer to a danger ends with the question, with yes, no and not sure below."""
    for number, turn in enumerate(turns):
        if turn.is_opening:
            last = turn.said[-1]
            answerable = set(last.buttons.values()) >= ANSWERS and turn.care["ask"] == last.id
            if not (last.asks and answerable):
                yield number


def asks_once(turns: Transcript) -> Iterator[int]:
    """No second question in a turn, and none while nothing new was told or answered.

    Left unanswered, it may come again with words for staying, and then as another one.
    """
    latest = ""
    for number, turn in enumerate(turns):
        questions = [said for said in turn.said if said.asks]
        if "stay" in turn.stages and any(said.stage == latest for said in questions):
            yield number
        latest = questions[-1].stage if questions else latest
        told = turn.level != "none" or turn.deed == "sos" or len(turn.stages) > 1
        if len(questions) > 1 or (questions and not told):
            yield number


def asks_about_concern_seldom(turns: Transcript) -> Iterator[int]:
    """Lightly: with nothing pinned, once more after the answer, then not within three turns."""
    asked: list[int] = []
    before, count = "none", 0
    for number, turn in enumerate(turns):
        count += turn.deed in ("say", "press")
        asked = [] if before != "none" and turn.step == "none" else asked
        before = turn.step
        recent = [at for at in asked if count - at < REMEMBERED]
        soon = bool(recent) and count - recent[-1] < (2 if len(recent) == 1 else 3)
        if any(said.reply.startswith(CONCERN) for said in turn.said):
            asked = [*asked, count]
            if soon or turn.care["pinned"]:
                yield number


def asks_directly(turns: Transcript) -> Iterator[int]:
    """The question names its subject, leads to no answer, and fits the danger."""
    for number, turn in enumerate(turns):
        for said in turn.said:
            if said.stage in ("ask", "ask_said") and not is_direct(said.text, turn.danger):
                yield number
            if said.reply.startswith(CONCERN):
                kind = "other" if said.reply.endswith("_other") else ""
                if not is_direct(said.text, kind):
                    yield number


def asks_for_safety_in_abuse(turns: Transcript) -> Iterator[int]:
    """Whether it is safe to chat, with the quick exit in sight."""
    for number, turn in enumerate(turns):
        if turn.danger == "abuse_danger" and turn.is_opening:
            asked = turn.said[-1].text
            if not (SAFE_TO_CHAT.search(asked) and QUICK_EXIT.search(turn.text)):
                yield number


def says_program(turns: Transcript) -> Iterator[int]:
    """At the start, in the first turn of a crisis, and every three hours."""
    said_at = None
    for number, turn in enumerate(turns):
        says = PROGRAM.search(turn.text) is not None
        late = said_at is None or turn.hours - said_at > PROGRAM_EVERY
        if turn.deed in TALK and not says and (late or turn.is_opening):
            yield number
        if says:
            said_at = turn.hours


def varies(turns: Transcript, wordings: dict[str, int]) -> Iterator[int]:
    """No wording again until all of its reply were said. `wordings` counts them, by reply."""
    heard: defaultdict[str, list[int]] = defaultdict(list)
    for number, turn in enumerate(turns):
        for said in turn.said:
            others = wordings.get(said.reply, 1) - 1
            if others and said.wording in heard[said.reply][-others:]:
                yield number
            heard[said.reply].append(said.wording)


def is_short(turns: Transcript) -> Iterator[int]:
    """At most 60 words a crisis reply and 90 any other; a crisis turn 90 in all."""
    for number, turn in enumerate(turns):
        spoken = [said for said in turn.said if said.kind != "card"]
        long = any(_words(said) > LONGEST[said.kind] for said in spoken)
        crisis = any(said.kind == "crisis" for said in spoken)
        if long or (crisis and sum(map(_words, spoken)) > LONGEST_TURN):
            yield number


def goes_on(turns: Transcript) -> Iterator[int]:
    """Every turn is answered, and every answer has buttons under it; the chat never ends."""
    for number, turn in enumerate(turns):
        if turn.deed in (*TALK, "consent") and not (turn.said and turn.said[-1].buttons):
            yield number


def leaves_grief_alone(turns: Transcript) -> Iterator[int]:
    """Without any sign, nobody is treated as a case."""
    if any(turn.level != "none" or turn.deed == "sos" for turn in turns):
        return
    for number, turn in enumerate(turns):
        if turn.care["pinned"] or any(said.kind == "crisis" or said.asks for said in turn.said):
            yield number


def spares_the_clinic(turns: Transcript, clinic_phone: str) -> Iterator[int]:
    """Told of harm by a therapist, it does not offer the phone of the clinic they may work in."""
    harm = False
    for number, turn in enumerate(turns):
        if harm and clinic_phone in turn.text:
            yield number
        harm = harm or any(said.reply.startswith("utter_therapist_harm") for said in turn.said)


def says_nothing(turns: Transcript, kind: str) -> Iterator[int]:
    """None of the words that FORBIDDEN lists under `kind`."""
    for number, turn in enumerate(turns):
        spoken = [said.own_words for said in turn.said if said.kind != "card"]
        if any(FORBIDDEN[kind].search(words) for words in spoken):
            yield number


def _words(said: Said) -> int:
    return len(said.text.split())


COURSE: tuple[Check, ...] = (
    *(gives_lines, keeps_lines, closes_late, asks, asks_once, asks_about_concern_seldom),
    *(asks_directly, asks_for_safety_in_abuse, calls_before_asking, brings_people_and_distance),
    *(names_a_line, names_both_kinds_of_people, helps_with_barriers, leads_to_a_therapist),
    *(offers_a_step, says_program, is_short, goes_on, leaves_grief_alone),
)


def checks(wordings: dict[str, int], clinic_phone: str) -> dict[str, Check]:
    """Every check by name. `wordings` tells how many wordings each reply has."""
    return {
        **{check.__name__: check for check in COURSE},
        "spares_the_clinic": partial(spares_the_clinic, clinic_phone=clinic_phone),
        "varies": partial(varies, wordings=wordings),
        **{f"no {kind} words": partial(says_nothing, kind=kind) for kind in FORBIDDEN},
    }
