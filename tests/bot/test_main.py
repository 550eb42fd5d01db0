"""The command line: exit codes, errors in one line, and what each verb is for."""

import argparse
import os
from collections.abc import Callable

import pytest

import bot.__main__ as main_module
from bot.__main__ import VERBS, arguments, main
from bot.content.load import ContentInvalid
from bot.settings import Settings

Verb = Callable[[argparse.Namespace, Settings], int | None]


@pytest.fixture
def key_does(monkeypatch: pytest.MonkeyPatch) -> Callable[[Verb], None]:
    """Puts something else behind the verb `key`."""

    def put(does: Verb) -> None:
        def key(options: argparse.Namespace, settings: Settings) -> int | None:
            """make a key"""
            return does(options, settings)

        verbs = tuple(key if verb.__name__ == "key" else verb for verb in VERBS)
        monkeypatch.setattr(main_module, "VERBS", verbs)

    return put


def failing(error: BaseException) -> Verb:
    def fail(options: argparse.Namespace, settings: Settings) -> int | None:
        raise error

    return fail


@pytest.mark.parametrize(("returned", "code"), [(None, 0), (0, 0), (1, 1), (3, 3)])
def test_verb_gives_the_exit_code(
    key_does: Callable[[Verb], None], returned: int | None, code: int
) -> None:
    key_does(lambda options, settings: returned)
    assert main(["key"]) == code


def test_error_of_our_own_is_one_line(
    key_does: Callable[[Verb], None], capsys: pytest.CaptureFixture[str]
) -> None:
    key_does(failing(ContentInvalid("a.yml, line 3: mend it")))
    assert main(["key"]) == 1
    assert capsys.readouterr().err == "error: a.yml, line 3: mend it\n"


def test_file_that_cannot_be_used_is_named(
    key_does: Callable[[Verb], None], capsys: pytest.CaptureFixture[str]
) -> None:
    key_does(failing(PermissionError(13, "Permission denied", "/data/x")))
    assert main(["key"]) == 1
    assert capsys.readouterr().err == "error: /data/x: Permission denied\n"


def test_unforeseen_error_shows_where_it_is(key_does: Callable[[Verb], None]) -> None:
    key_does(failing(ZeroDivisionError("a bug")))
    with pytest.raises(ZeroDivisionError):
        main(["key"])


def test_ctrl_c_is_quiet(
    key_does: Callable[[Verb], None], capsys: pytest.CaptureFixture[str]
) -> None:
    key_does(failing(KeyboardInterrupt()))
    assert main(["key"]) == 130
    assert capsys.readouterr() == ("", "")


def test_telemetry_is_off_for_every_verb(
    key_does: Callable[[Verb], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "true")
    seen = []
    key_does(lambda options, settings: seen.append(os.environ["RASA_TELEMETRY_ENABLED"]))
    assert main(["key"]) == 0
    assert seen == ["false"]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_help_says_what_a_verb_does(verb: Verb, capsys: pytest.CaptureFixture[str]) -> None:
    assert verb.__doc__
    with pytest.raises(SystemExit) as ended:
        main([verb.__name__, "--help"])  # type: ignore[attr-defined]
    assert ended.value.code == 0
    assert f"python -m bot {verb.__name__}" in capsys.readouterr().out  # type: ignore[attr-defined]


def test_list_of_verbs_is_complete() -> None:
    text = arguments().format_help()
    assert all(f"    {verb.__name__}" in text for verb in VERBS)
    assert "    rasa" in text


def test_options_of_the_command_line_reach_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Settings] = []

    def gateway(options: argparse.Namespace, settings: Settings) -> None:
        """start"""
        seen.append(settings)

    verbs = tuple(gateway if verb.__name__ == "gateway" else verb for verb in VERBS)
    monkeypatch.setattr(main_module, "VERBS", verbs)
    monkeypatch.setattr(main_module, "gateway", gateway)
    assert main(["gateway", "--live", "--port", "8123", "--host", "0.0.0.0"]) == 0
    assert (seen[0].live, seen[0].port, seen[0].host) == (True, 8123, "0.0.0.0")
