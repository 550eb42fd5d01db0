"""The preflight names what is missing in one line."""

import pytest

from tests import preflight


def test_nothing_missing_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(preflight, "NEEDED", {"/bin/sh": "a shell"})
    assert preflight.main() == 0
    assert capsys.readouterr().err == ""


def test_missing_packages_stand_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    needed = {"/no/such/one": "chromium (apt)", "/bin/sh": "a shell", "/no/two": "other (apt)"}
    monkeypatch.setattr(preflight, "NEEDED", needed)
    assert preflight.main() == 1
    assert capsys.readouterr().err == "missing for the tests: chromium (apt), other (apt)\n"


def test_browser_tests_use_the_browser_that_was_looked_for() -> None:
    from tests.bot.gateway.widget import conftest

    assert conftest.CHROMIUM in preflight.NEEDED
