"""Who says that they are under 18; and whose words only look like it."""

import time

import pytest

from bot.gateway.minors import says_under_18

MINORS = [
    "i'm 15",
    "I’m fifteen and my therapist left",
    "i am 17 years old",
    "im only 13",
    "im15",
    "I'M 15!!",
    "hi, i'm 12, can i talk",
    "i'm 15. my mom doesn't know",
    "because i'm 15 nobody listens",
    "i'm 16 and a half",
    "i'm 7 years old",
    "i'm a 15 year old girl",
    "as a 16 yo",
    "as a 16-year-old this is hard",
    "15f and i lost my therapist",
    "16 yo girl here",
    "14 years old and alone",
    "me (15f) and my therapist",
    "I [16M] miss him",
    "i'm 15/f",
    "my age is 14",
    "we're both 16",
    "im in 9th grade",
    "i'm in grade 10",
    "i'm in year 9",
    "i'm in high school",
    "i go to middle school",
    "im a freshman in high school",
    "i'm a high schooler",
    "i'm an 8th grader",
    "i'm a minor",
    "i'm underage",
    "i'm under 18",
    "im not 18 yet",
    "i turn 16 next month",
    "i'm turning 14 soon",
    "i just turned 15",
    "i can't see her until i'm 18",
    "i'm still a kid",
    "im a teenager",
]
OTHERS = [
    "my 15 year old daughter",
    "15 year old daughter needs help",
    "a 15 year old boy",
    "my daughter is 15",
    "my son, 16, misses his therapist",
    "as a mother of a 15 year old",
    "i'm a mom of a 12 year old",
    "i (35f) have a son (15m)",
    "i was 15 when it started",
    "when i was a kid",
    "i have been in therapy since i was 14",
    "as a 15 year old i had no one",
    "as a teen i was in therapy",
    "i'm not 15 anymore",
    "i'm no longer 16",
    "she treats me like i'm 12",
    "i feel like i'm 15 again",
    "i feel like a kid",
    "i'm a kid at heart",
    "i'm an only child",
    "for 15 years",
    "he was 15 years older",
    "i've seen her for 15 years",
    "i'm 15 years into therapy",
    "i'm 10 years sober",
    "i'm 16 days clean",
    "i'm 16 weeks pregnant",
    "i am 13 weeks out from my last session",
    "15 minutes",
    "it's 15 past nine",
    "i'm 15 minutes late",
    "if i'm 10 minutes late she is cross",
    "i am 17 hours away",
    "i'm 12 sessions in",
    "i'm 8 to 5 at work",
    "i'm 15k in debt",
    "i'm 5'2",
    "i'm 10/10 sad",
    "i'm 9 on a scale of 10",
    "i miss the 12 o'clock appointment",
    "i'm in therapy with 15 others",
    "i'm 18",
    "i'm 45",
    "i'm 150",
    "i'm a high school teacher",
    "i'm a 9th grade teacher",
    "i teach 9th grade",
    "i am a school counselor",
    "i'm a senior at work",
    "",
]


@pytest.mark.parametrize("text", MINORS)
def test_under_18(text: str) -> None:
    assert says_under_18(text)
    assert says_under_18(f"well, {text.lower()} and it hurts" if text[0] != "1" else text)


@pytest.mark.parametrize("text", OTHERS)
def test_not_under_18(text: str) -> None:
    assert not says_under_18(text)
    assert not says_under_18(f"yesterday. {text}.")


@pytest.mark.parametrize("part", ["i'm ", "just ", "1", "a", "15 years old ", "until i'm 15 min "])
def test_no_text_holds_it_up(part: str) -> None:
    begun = time.monotonic()
    says_under_18("i'm " + part * (2000 // len(part)))
    assert time.monotonic() - begun < 0.2
