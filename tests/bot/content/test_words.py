"""The word list catches what a reply may not say, and lets through what it may."""

import pytest

from bot.content.words import check_words, load_rules

WRONG = """
He had committed suicide before you met.
It was a successful suicide attempt.
Her therapist killed herself.
Keep razors out of the house.
It drove him to suicide.
You're not going to hurt yourself, are you?
Can you promise to call?
I'm your therapist for now.
We're a friend you can talk to.
As your counselor, this program knows.
In our sessions you can say anything.
This chat is therapy for you.
I'm so sorry for your loss.
So sorry that this happened.
Sorry to hear that.
I understand how you feel.
I can understand that.
We know how you feel.
I care about you.
I feel sad with you.
I'm always here for you.
We are here for you.
I'll be here whenever you need someone.
This page is always here for you.
Come back any time.
Please come back tomorrow.
See you soon!
Welcome back, good to see you.
You can trust me.
It stays our secret.
This chat is completely confidential.
You'll feel better soon.
You will be fine.
It will get better.
Things will get easier.
It'll be okay.
It gets better.
This will pass.
Time heals.
You will heal.
You'll find someone better.
A call is guaranteed to help.
You're so strong.
You are amazing.
How brave of you.
That's a great question.
Well done!
Thank you for sharing this.
Just breathe.
It's just a feeling.
At least you had three good years.
Everything happens for a reason.
Calm down first.
Don't worry about it.
Others have it worse.
You're overreacting.
You need to move on.
You must forgive her.
You should have asked sooner.
It was your own fault.
You're clearly depressed.
You may have an anxious attachment.
That sounds like depression.
You could stop your medication.
She abandoned you.
Your therapist really failed you.
They have betrayed you.
Your therapist was wrong.
Your former therapist acted unprofessionally.
She shouldn't have done that.
What he did was wrong.
She never cared about you.
He surely cared about you.
You had a bad therapist.
A skilled therapist would have prepared you.
Good therapists talk about the end.
In the vast majority of cases therapy ends well.
I think that hurts.
My view is that it hurts.
"""

FINE = """
Some call it died by suicide.
Are you thinking about ending your life?
I'm a computer program, not a therapist.
This is not therapy, and a program can't be your friend.
Being attached to someone who listens is natural.
You could say: "I'm so sorry I was late."
A line you can borrow: "I miss you, and I care about you."
People care about those who listen.
A doctor or a therapist can help with this.
There may be someone who can be there for you.
The line is there day and night.
What happened is not your fault.
It's never the client's fault.
If she abandoned you, as it may feel, that hurts.
What happened can feel like abandonment.
For many people the waves grow further apart with time.
You may wonder if it will get better.
You've just heard the news, and it isn't just you.
It can take at least two weeks.
Nobody can guarantee an answer.
You don't have to be strong.
One good question for a first meeting is about endings.
Friends may say "just get over it".
People may tell you to move on.
You don't have to move on.
You could ask what your records say.
Whether you report it is up to you.
Therapists are asked to talk about the end first.
When therapy has gone well, people carry something on.
The thought "it was my fault" is an attempt to make sense of it.
A program can't judge what happened.
There's no right way to say goodbye.
Tell someone you trust, and a doctor.
"""


def lines(text):
    return [line for line in text.splitlines() if line]


def found(text, topic="missing_therapist"):
    rules = [rule for rule in load_rules() if rule.place.has(topic, is_care=True)]
    return [words for rule in rules for _, words in rule.find(text) if not rule.note]


@pytest.mark.parametrize("text", lines(WRONG))
def test_wrong_words_are_found(text):
    assert found(text) != []


@pytest.mark.parametrize("text", lines(FINE))
def test_right_words_pass(text):
    assert found(text) == []


def test_skilled_therapist_may_be_asked_for_looking_forward():
    assert found("A skilled therapist will talk about endings.", "find_therapist") == []


@pytest.mark.parametrize("topic", ["therapist_harm", "therapist_died"])
def test_nobody_is_sent_back_to_a_therapist_who_did_harm_or_died(topic):
    assert found("You could talk to your therapist about it.", topic) == ["talk to your therapist"]
    assert found("You don't have to talk to your therapist.", topic) == []


def test_a_therapist_who_may_be_gone_is_named_under_a_condition():
    assert found("Talk to your therapist about it.", "abrupt_ending") == ["Talk to your therapist"]
    assert found("If you still can, talk to your therapist.", "abrupt_ending") == []


def test_hard_words_are_notes():
    hard = [rule for rule in load_rules() if rule.note]
    assert [words for rule in hard for _, words in rule.find("This is transference.")] == []
    assert [words for rule in hard for _, words in rule.find("The termination of it.")] == [
        "termination"
    ]


def test_curly_apostrophes_and_line_breaks_are_no_way_around():
    assert found("I\u2019m\nsorry about that.") == ["I\u2019m sorry", "I\u2019m"]


def test_every_rule_says_why_and_what_instead():
    for rule in load_rules():
        assert rule.because.strip() == rule.because != ""
        assert rule.instead.endswith((".", '"', '."'))


@pytest.mark.parametrize(
    "entry",
    [
        '{words: ["(a|b"], because: x, instead: y.}',
        '{words: ["a"], because: x}',
        "just",
        "{words: 5}",
    ],
)
def test_entry_that_is_not_built_right_is_told(tmp_path, entry):
    file = tmp_path / "bot" / "content" / "words.yml"
    file.parent.mkdir(parents=True)
    file.write_text(f"words:\n  - {entry}\n")
    assert [str(problem) for problem in check_words(file)] == [
        (
            "bot/content/words.yml:2: This entry is not built right. It needs words (in square "
            "brackets, each in quotes), because and instead; close each round bracket."
        )
    ]
