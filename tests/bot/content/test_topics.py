"""A topic is its three files; danger has no phrases."""

from pathlib import Path

from bot.content.topics import Topic, list_topics


def test_topic_has_three_files_of_its_name():
    assert Topic("distress").files == (
        Path("data/nlu/distress.yml"),
        Path("data/stories/distress.yml"),
        Path("bot/domain/en/distress.yml"),
    )


def test_crisis_has_no_phrases():
    assert Topic("crisis").files == (
        Path("data/stories/crisis.yml"),
        Path("bot/domain/en/crisis.yml"),
    )


def test_small_talk_has_six_intents():
    assert Topic("small_talk").intents == ("greet", "goodbye", "thank", "affirm", "deny", "help")


def test_new_topic_is_one_that_cares():
    assert (Topic("something_new").is_care, Topic("privacy").is_care) == (True, False)


def test_topics_are_found_by_any_of_their_files(content):
    content.write("data/nlu/third.yml", "")
    content.write("bot/domain/en/conversation.yml", "")
    assert [topic.name for topic in list_topics(content.root)] == [
        "ask_human",
        "crisis",
        "ending_grief",
        "find_therapist",
        "third",
    ]
