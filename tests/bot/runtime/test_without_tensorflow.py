"""Rasa starts without TensorFlow, and a pipeline that needs it says so."""

import importlib
import importlib.util
import subprocess
import sys

import pytest

from bot.settings import ROOT

STARTS = """
import sys
import bot.runtime
from bot.runtime.without_tensorflow import REPLACED
import rasa.core.agent, rasa.model_training, rasa.server
assert not any(name.split(".")[0] in ("tensorflow", "torch", "keras") for name in sys.modules)
for name, classes in REPLACED.items():
    for class_name in classes:
        getattr(sys.modules[name], class_name)
"""


def test_tensorflow_is_not_here() -> None:
    assert importlib.util.find_spec("tensorflow") is None
    assert importlib.util.find_spec("torch") is None


def test_rasa_imports_with_the_stand_ins() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTS], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_stand_in_says_what_is_missing() -> None:
    importlib.import_module("bot.runtime")
    policy = importlib.import_module("rasa.core.policies.ted_policy").TEDPolicy
    with pytest.raises(ImportError, match="TEDPolicy needs TensorFlow"):
        policy()


def test_tensorflow_where_it_is_installed_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.runtime import without_tensorflow

    monkeypatch.setattr(without_tensorflow.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(without_tensorflow, "REPLACED", {"no.such.module": ["Nothing"]})
    without_tensorflow.install()
    assert "no.such.module" not in sys.modules


def test_telemetry_is_off_before_rasa_is_imported() -> None:
    asks = "import bot.runtime, rasa.telemetry as t; print(t.is_telemetry_enabled())"
    done = subprocess.run(
        [sys.executable, "-c", asks],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "RASA_TELEMETRY_ENABLED": "true"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "False", done.stderr
