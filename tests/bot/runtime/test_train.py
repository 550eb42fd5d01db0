"""Training: only when something changed, whole or not at all, and with clear errors."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings, load_settings
from tests.system.tiny import make_tiny_root

Child = subprocess.Popen[str]


@pytest.fixture
def tiny(tmp_path: Path) -> Settings:
    root = make_tiny_root(tmp_path / "root")
    return load_settings({}, root=root, data_dir=tmp_path / "data")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A trained model of the tiny project."""
    from bot.runtime.train import train

    folder = tmp_path_factory.mktemp("tiny")
    root = make_tiny_root(folder / "root")
    return train(load_settings({}, root=root, data_dir=folder / "data")).read_bytes()


@pytest.fixture
def trained(tiny: Settings, model: bytes) -> Path:
    from bot.runtime.train import model_path

    path = model_path(tiny)
    path.parent.mkdir(parents=True)
    path.write_bytes(model)
    return path


def change(settings: Settings, name: str, old: str, new: str) -> None:
    path = settings.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def start(settings: Settings, *words: str) -> Child:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("AFTERWORD_")}
    ours = {"AFTERWORD_ROOT": str(settings.root), "AFTERWORD_DATA_DIR": str(settings.data_dir)}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env=kept | ours,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run(settings: Settings, *words: str, said: str = "") -> tuple[int, str, str]:
    child = start(settings, *words)
    out, errors = child.communicate(said, timeout=120)
    return child.returncode, out, errors


def test_trained_model_is_used_again(tiny: Settings, trained: Path) -> None:
    from bot.runtime.train import train

    before = trained.stat().st_mtime_ns
    assert train(tiny) == trained
    assert trained.stat().st_mtime_ns == before


def test_changed_wording_needs_no_training(tiny: Settings, trained: Path) -> None:
    from bot.runtime.train import model_path

    change(tiny, "bot/domain/en/missing.yml", "text: words", "text: other words")
    assert model_path(tiny) == trained


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data/nlu/missing.yml", "i miss her", "i miss them"),
        ("data/stories/missing.yml", "utter_missing", "utter_thank"),
        ("config.yml", "IntentClassifier", "IntentClassifier\n    strength: 3.0"),
        ("bot/domain/en/missing.yml", "utter_missing", "utter_missing_other"),
        ("bot/domain/en/missing.yml", "  - missing\n", "  - missing\n  - more\n"),
    ],
)
def test_changed_content_needs_training(
    tiny: Settings, trained: Path, name: str, old: str, new: str
) -> None:
    from bot.runtime.train import model_path

    change(tiny, name, old, new)
    assert model_path(tiny) != trained


def test_changed_encoder_needs_training(
    tiny: Settings, trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.runtime import train

    monkeypatch.setattr(train, "checksum", lambda *_: "another encoder")
    assert train.model_path(tiny) != trained


def test_new_topic_needs_training(tiny: Settings, trained: Path) -> None:
    from bot.runtime.train import model_path

    (tiny.root / "data" / "nlu" / "new.yml").write_text('version: "3.1"\n')
    assert model_path(tiny) != trained


def test_command_prints_the_model_and_nothing_else(tiny: Settings) -> None:
    code, out, errors = run(tiny, "train")
    assert (code, errors) == (0, "")
    assert Path(out.strip()).is_file()
    assert out.count("\n") == 1
    assert sorted(p.name for p in tiny.data_dir.iterdir()) == ["models", "training.lock"]


def test_killed_half_way_leaves_the_old_model(tiny: Settings, trained: Path) -> None:
    from bot.runtime.train import newest_model

    change(tiny, "data/nlu/missing.yml", "i miss her", "i miss them")
    child = start(tiny, "train")
    begun = tiny.data_dir / "training" / "domain.yml"
    until = time.monotonic() + 60
    while not begun.exists() and time.monotonic() < until:
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert list(tiny.models.iterdir()) == [trained]
    assert newest_model(tiny) == trained
    code, out, errors = run(tiny, "train")
    assert code == 0, errors
    assert newest_model(tiny) == Path(out.strip()) != trained
    assert not begun.parent.exists()


def test_two_at_once_do_not_disturb_each_other(tiny: Settings) -> None:
    children = [start(tiny, "train") for _ in range(2)]
    outs = [child.communicate(timeout=120) for child in children]
    assert [child.returncode for child in children] == [0, 0], outs
    assert outs[0][0] == outs[1][0]
    assert len(list(tiny.models.iterdir())) == 1


def test_only_a_few_models_are_kept(tiny: Settings, trained: Path, model: bytes) -> None:
    from bot.runtime import train

    for number in range(5):
        (tiny.models / f"afterword-{number}.tar.gz").write_bytes(model)
        os.utime(tiny.models / f"afterword-{number}.tar.gz", (number, number))
    train._forget_old(tiny.models)
    kept = [path.name for path in tiny.models.iterdir()]
    assert len(kept) == train.KEPT_MODELS
    assert trained.name in kept


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("bot/domain/en/missing.yml", "intents:", "intents: ["),
        ("bot/domain/en/missing.yml", 'version: "3.1"', "- a list"),
        ("data/nlu/missing.yml", "examples: |", "examples: ["),
        ("data/stories/missing.yml", "steps:", "steps: {"),
        ("config.yml", "pipeline:", "pipeline: ]"),
        ("config.yml", "IntentClassifier", "IntentClassifierr"),
        ("config.yml", "bot.nlu.intent_classifier.IntentClassifier", "DIETClassifier"),
    ],
)
def test_broken_file_says_what_to_do(
    tiny: Settings, trained: Path, name: str, old: str, new: str
) -> None:
    change(tiny, name, old, new)
    code, out, errors = run(tiny, "train")
    assert (code, out) == (1, "")
    assert errors.startswith("error: ")
    assert "make check" in errors
    assert "Traceback" not in errors
    assert list(tiny.models.iterdir()) == [trained]


def test_bytes_that_are_no_text_say_what_to_do(tiny: Settings) -> None:
    (tiny.root / "bot" / "domain" / "en" / "missing.yml").write_bytes(b"\xff\xfe\x00")
    code, _, errors = run(tiny, "train")
    assert code == 1
    assert "missing.yml" in errors
    assert "Traceback" not in errors


def test_model_serves_while_the_content_is_being_changed(tiny: Settings, trained: Path) -> None:
    from bot.runtime.train import TrainingFailed, newest_model

    change(tiny, "data/nlu/missing.yml", "i miss her", "i miss them")
    assert newest_model(tiny) == trained
    change(tiny, "bot/domain/en/missing.yml", "intents:", "intents: [")
    assert newest_model(tiny) == trained
    trained.unlink()
    with pytest.raises(TrainingFailed, match="bot train"):
        newest_model(tiny)


def test_parse_trains_first_and_writes_only_records(tiny: Settings) -> None:
    code, out, errors = run(tiny, "parse", said="i miss her\nis it sunny\n")
    assert code == 0, errors
    lines = out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith('{"text": ') for line in lines)


def test_two_topics_are_enough(tiny: Settings) -> None:
    from bot.runtime.parse import parse_lines

    for path in tiny.root.rglob("thank.yml"):
        path.unlink()
    found = list(parse_lines(replace(tiny), [b"i miss her\n", b"is it sunny\n"]))
    assert [record["intent"] for record in found] == ["missing", "weather"]
