"""The rubric of the safety document, section 3, as checks over a transcript.

Each check gives the numbers of the turns that break it. They judge what follows what was detected;
how much is detected is measured elsewhere.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from tests.conversations.rubric_words import (
    COMPANY,
    COPING,
    DISTANCE,
    FORBIDDEN,
    PROFESSIONAL,
    PROGRAM,
    QUICK_EXIT,
    SAFE_TO_CHAT,
    TRUSTED,
    is_direct,
)
from tests.conversations.transcript import CONCERN, Said, Transcript

Check = Callable[[Transcript], Iterator[int]]

PROGRAM_EVERY = 3.0  # hours
LONGEST = {"crisis": 60, "text": 90}  # words of one message, by its kind
LONGEST_TURN = 90
BARRIERS = '/crisis{"answer": "barriers"}'
SEARCH = '/ask_human{"part": "search"}'
ANSWERS = {f'/crisis{{"answer": "{answer}"}}' for answer in ("yes", "no", "unsure")}
ANSWERED = ("yes", "no", "unsure", "stay", "safe")
DENIALS = ("no", "safe", "misunderstood")


def gives_lines(turns: Transcript) -> Iterator[int]:
    """Lines at every sign of danger, pinned where it is a crisis, with a number for emergencies."""
    for number, turn in enumerate(turns):
        kinds = [line["kind"] for line in turn.care["lines"]]
        if turn.is_sign and not (turn.care["pinned"] and "emergency" in kinds and len(kinds) > 1):
            yield number
        if turn.level == "concern" and not kinds:
            yield number


def keeps_lines(turns: Transcript) -> Iterator[int]:
    """From the first crisis answer on until the person is safe, and so after each denial."""
    for number, turn in enumerate(turns):
        denied = any(stage in DENIALS for stage in turn.stages)
        if (denied or turn.step in ("open", "watch")) and not turn.care["lines"]:
            yield number
        if turn.step == "open" and not turn.care["pinned"]:
            yield number


def closes_late(turns: Transcript) -> Iterator[int]:
    """Every sign opens the course, and no open one closes in a single step."""
    for number, (before, turn) in enumerate(pairwise(turns), start=1):
        if before.step == "open" and turn.step == "closed":
            yield number
        if turn.is_sign and turn.step != "open":
            yield number


def asks(turns: Transcript) -> Iterator[int]:
    """The first answer to a danger ends with the question, with yes, no and not sure below."""
    for number, turn in enumerate(turns):
        if turn.is_opening:
            last = turn.said[-1]
            answerable = set(last.buttons.values()) >= ANSWERS and turn.care["ask"] == last.id
            if not (last.asks and answerable):
                yield number


def asks_once(turns: Transcript) -> Iterator[int]:
    """No second question in a turn, and none while nothing new was told or answered."""
    for number, turn in enumerate(turns):
        questions = [said for said in turn.said if said.asks]
        told = turn.level != "none" or turn.deed == "sos" or len(turn.stages) > 1
        if len(questions) > 1 or (questions and not told):
            yield number


def asks_about_concern_once(turns: Transcript) -> Iterator[int]:
    """Lightly: beside an answer, once until a course has closed, and with nothing pinned."""
    asked, before = False, "none"
    for number, turn in enumerate(turns):
        gentle = any(said.reply.startswith(CONCERN) for said in turn.said)
        asked = asked and not (before != "none" and turn.step == "none")
        if gentle and (asked or turn.care["pinned"] or len(turn.said) < 2):
            yield number
        asked, before = asked or gentle, turn.step


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


def calls_before_asking(turns: Transcript) -> Iterator[int]:
    """Where minutes count, the emergency number comes before any question or other number."""
    for number, turn in enumerate(turns):
        if turn.is_near and turn.is_opening:
            called = turn.text.find(turn.emergency)
            later = [turn.text.find("?"), *map(turn.text.find, turn.ways_to_talk)]
            first = turn.care["lines"][0]["kind"] == "emergency"
            if called < 0 or not first or any(0 <= place < called for place in later):
                yield number


def brings_people_and_distance(turns: Transcript) -> Iterator[int]:
    """Where it is near: the emergency number, someone beside, and away from what could hurt."""
    for number, turn in enumerate(turns):
        for said in turn.said:
            near = turn.is_near and said.stage in ("first", "yes", "unsure")
            confirmed = said.stage == "yes" and turn.danger != "abuse_danger"
            far = turn.danger != "overdose" or said.stage == "yes"
            if (near or confirmed) and not (
                turn.emergency in said.text
                and COMPANY.search(said.text)
                and (not far or DISTANCE.search(said.text))
            ):
                yield number


def names_a_line(turns: Transcript) -> Iterator[int]:
    """The number stands in the words: of a line, and for danger right now."""
    for number, turn in enumerate(turns):
        if turn.is_opening:
            named = turn.is_near or any(way in turn.text for way in turn.ways_to_talk)
            if not named or turn.emergency not in turn.text:
                yield number


def names_both_kinds_of_people(turns: Transcript) -> Iterator[int]:
    """Professional care and people one trusts; where it is near, those who come first do."""
    for number, turn in enumerate(turns):
        both = PROFESSIONAL.search(turn.text) and TRUSTED.search(turn.text)
        if turn.is_opening and not turn.is_near and not both:
            yield number


def helps_with_barriers(turns: Transcript) -> Iterator[int]:
    """A way to say that calling is hard, and an answer to it that asks nothing."""
    for number, turn in enumerate(turns):
        if turn.is_opening and BARRIERS not in turn.buttons.values():
            yield number
        if "barriers" in turn.stages and any(said.asks for said in turn.said):
            yield number


def leads_to_a_therapist(turns: Transcript) -> Iterator[int]:
    """A search for someone to see, at once where there is time, else when the danger is over."""
    for number, turn in enumerate(turns):
        calm = turn.is_opening and not turn.is_near
        if (calm or "safe" in turn.stages) and SEARCH not in turn.buttons.values():
            yield number


def offers_a_step(turns: Transcript) -> Iterator[int]:
    """Something to do for the next minutes, or a plan, in one of any three answers."""
    without = 0
    for number, turn in enumerate(turns):
        if turn.is_opening:
            without = 0
        elif any(stage in ANSWERED for stage in turn.stages):
            without = 0 if COPING.search(turn.text) else without + 1
        if without > 2 and turn.danger != "other":
            yield number


def says_program(turns: Transcript) -> Iterator[int]:
    """At the start, in the first turn of a crisis, and every three hours."""
    said_at = None
    for number, turn in enumerate(turns):
        says = PROGRAM.search(turn.text) is not None
        late = said_at is None or turn.hours - said_at > PROGRAM_EVERY
        if turn.said and not says and (late or turn.is_opening):
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
        expected = turn.deed in ("open", "say", "press", "sos", "consent")
        if expected and not (turn.said and turn.said[-1].buttons):
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
    *(gives_lines, keeps_lines, closes_late, asks, asks_once, asks_about_concern_once),
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
