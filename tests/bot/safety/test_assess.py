"""Rates of the pattern layer on phrases of our own, and what must hold for any text."""

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety.assess import PATTERNS, Detector, Watch
from bot.safety.classifier import WEIGHTS, DangerClassifier
from bot.safety.models import Assessment, Level, Turn
from bot.safety.patterns import PatternLayer
from bot.safety.phrases import Phrase
from bot.safety.yaml_file import SafetyDataInvalid
from bot.text.word_set import word_set

HERE = Path(__file__).parent
BROKEN = "lists:\n  a:\n    - (b\n"
PATTERN = """
  - id: violet_door
    says: the violet door calls
    match: [the violet door calls me]
"""
DETECTOR = Detector(PatternLayer.load(PATTERNS))


def phrases(name: str) -> list[str]:
    """The lines of a phrase file that are neither empty nor comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def danger(name: str = "danger.txt") -> Iterator[tuple[Level, str, str]]:
    """Level, category and message of a file of danger."""
    for line in phrases(name):
        level, category, message = line.split("|", 2)
        yield Level(level), category, message


def test_files_hold_enough_phrases() -> None:
    assert len(phrases("everyday.txt")) >= 200
    assert len(phrases("grief.txt")) >= 200
    assert len(list(danger())) >= 300


@pytest.mark.parametrize("name", ["everyday.txt", "grief.txt"])
def test_patterns_raise_no_alarm_on_harmless_messages(name: str) -> None:
    messages = phrases(name)
    alarmed = [message for message in messages if DETECTOR.assess(message).level != Level.NONE]
    assert len(alarmed) / len(messages) <= 0.01, alarmed


def test_patterns_find_explicit_danger_of_every_category() -> None:
    found: dict[str, list[bool]] = {}
    for level, category, message in danger():
        if level is Level.CRISIS:
            found.setdefault(category, []).append(DETECTOR.assess(message).level == level)
    rates = {category: sum(hits) / len(hits) for category, hits in found.items()}
    assert min(rates.values()) >= 0.97, rates


def test_patterns_notice_every_kind_of_danger() -> None:
    missed = [text for _, _, text in danger() if DETECTOR.assess(text).level == Level.NONE]
    assert len(missed) / len(list(danger())) <= 0.02, missed


def test_patterns_find_most_of_what_is_said_in_hard_ways() -> None:
    hard = list(danger("hard_danger.txt"))
    grave = [text for level, _, text in hard if level is Level.CRISIS]
    found = [text for text in grave if DETECTOR.assess(text).level == Level.CRISIS]
    noticed = [text for _, _, text in hard if DETECTOR.assess(text).level != Level.NONE]
    assert len(found) / len(grave) >= 0.88
    assert len(noticed) / len(hard) >= 0.93


def test_patterns_raise_few_alarms_on_hard_harmless_messages() -> None:
    messages = phrases("hard_harmless.txt")
    levels = [DETECTOR.assess(message).level for message in messages]
    assert levels.count(Level.CRISIS) / len(levels) <= 0.005
    assert levels.count(Level.CONCERN) / len(levels) <= 0.03


def test_danger_is_given_its_category() -> None:
    wrong = [
        text for _, category, text in danger() if category not in DETECTOR.assess(text).categories
    ]
    assert len(wrong) / len(list(danger())) <= 0.03, wrong


def test_danger_deep_inside_a_long_letter_is_found() -> None:
    grief = " ".join(phrases("grief.txt"))
    letter = (grief * 3)[:9_000] + " i want to kill myself tonight " + (grief * 3)[:9_000]
    assert DETECTOR.assess(letter).level == Level.CRISIS


def test_danger_at_the_very_end_of_twenty_thousand_characters_is_found() -> None:
    assert DETECTOR.assess("she left. " * 1998 + "i want to die").level == Level.CRISIS


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_assessed(text: str) -> None:
    assert isinstance(DETECTOR.assess(text), Assessment)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([m for _, _, m in danger()]), max_size=5), st.text(max_size=40))
def test_any_history_is_assessed(earlier: list[str], text: str) -> None:
    turns = [Turn(Level.CRISIS, text=message) for message in earlier]
    assert isinstance(DETECTOR.assess(text, turns), Assessment)


WORDS = list(
    word_set("i me want to die not kill my self him she pills took the have no point . ? of live")
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "Zanzibar", "Quux-7", "o'Malley"]), max_size=40))
def test_evidence_names_patterns_and_layers_only(words: list[str]) -> None:
    known = {entry.id for entry in DETECTOR.patterns.entries}
    for name in DETECTOR.assess(" ".join(words)).evidence:
        assert name in known or name.split("/")[0] in {"layer", "history", "combine"}


def test_evidence_holds_no_word_of_a_private_message() -> None:
    message = "Marlene Quastenburg from Zwiesel hurt me so i want to die on the 14th of Octember"
    evidence = " ".join(DETECTOR.assess(message).evidence).lower()
    for word in ("marlene", "quastenburg", "zwiesel", "14", "octember"):
        assert word not in evidence


def test_many_threads_agree() -> None:
    messages = [text for _, _, text in danger()][:120]
    expected = [DETECTOR.assess(message) for message in messages]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(DETECTOR.assess, messages * 3)) == expected * 3


@pytest.mark.parametrize("unit", ["i want to die and ", "he is going to my door ", "pills and me "])
def test_work_grows_with_the_length_of_the_text(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    ends = Phrase.ends

    def counted(phrase: Phrase, words: Sequence[str], start: int) -> set[int]:
        tried.append(start)
        return ends(phrase, words, start)

    monkeypatch.setattr(Phrase, "ends", counted)
    work = []
    for size in (50, 500):
        tried.clear()
        DETECTOR.assess(unit * size)
        work.append(len(tried))
    assert work[1] <= 13 * work[0]


def test_without_classifier_the_patterns_stand() -> None:
    assert DETECTOR.degraded()
    assert DETECTOR.assess("i want to die").level == Level.CRISIS


class TestWatch:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return Path(shutil.copytree(PATTERNS, tmp_path / "patterns"))

    @pytest.fixture
    def weights(self, tmp_path: Path) -> Path:
        return Path(shutil.copytree(WEIGHTS, tmp_path / "weights"))

    def test_broken_data_is_refused_at_the_start(self, folder: Path) -> None:
        (folder / "words.yml").write_text(BROKEN)
        with pytest.raises(SafetyDataInvalid, match=r"words\.yml, line 2"):
            Watch(folder)

    def test_data_broken_later_is_refused_and_the_last_good_stays(self, folder: Path) -> None:
        watch = Watch(folder)
        good = (folder / "words.yml").read_text()
        before = watch.detector
        (folder / "words.yml").write_text(BROKEN)
        watch.refresh()
        assert watch.problem is not None
        assert watch.problem.startswith("words.yml, line 2")
        assert watch.detector is before
        (folder / "words.yml").write_text(good)
        watch.refresh()
        assert watch.problem is None
        assert watch.detector.assess("i want to die").level == Level.CRISIS

    def test_file_that_is_gone_is_refused(self, folder: Path) -> None:
        watch = Watch(folder)
        (folder / "harmless.yml").unlink()
        watch.refresh()
        assert watch.problem == "harmless.yml: this file is missing; put it back"

    def test_changed_data_is_taken_up(self, folder: Path) -> None:
        watch = Watch(folder)
        assert watch.detector.assess("the violet door calls me").level == Level.NONE
        with (folder / "self_harm.yml").open("a") as file:
            file.write(PATTERN)
        watch.refresh()
        assert watch.detector.assess("the violet door calls me").level == Level.CRISIS

    def test_nothing_is_read_again_without_a_change(self, folder: Path) -> None:
        watch = Watch(folder)
        before = watch.detector
        watch.refresh()
        assert watch.detector is before

    @pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "SHA256SUMS"])
    @pytest.mark.parametrize("content", [None, b"\xff\xfe garbage"])
    def test_broken_classifier_leaves_the_patterns_until_it_is_mended(
        self, weights: Path, name: str, content: bytes | None
    ) -> None:
        good = (weights / name).read_bytes()
        (weights / name).unlink()
        if content is not None:
            (weights / name).write_bytes(content)
        watch = Watch(PATTERNS, weights)
        assert watch.detector.degraded()
        assert watch.detector.assess("i want to die").level == Level.CRISIS
        (weights / name).write_bytes(good)
        watch.refresh()
        assert not watch.detector.degraded()

    def test_classifier_that_fails_at_work_leaves_the_patterns(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise MemoryError

        detector = Watch().detector
        monkeypatch.setattr(DangerClassifier, "opinion", fail)
        assert detector.assess("i miss her").level == Level.NONE
        assert detector.assess("i don't want to be here any more").level == Level.CRISIS
