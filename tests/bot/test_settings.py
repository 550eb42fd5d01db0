"""Settings come from AFTERWORD_* variables alone; what cannot be used is named."""

from pathlib import Path

import pytest

from bot.settings import ROOT, SettingInvalid, load_settings


def test_defaults_need_no_variable() -> None:
    settings = load_settings({})
    assert settings.root == ROOT
    assert (settings.host, settings.port, settings.live) == ("127.0.0.1", 8000, False)
    assert settings.conversations_url == f"sqlite:///{ROOT / 'var' / 'conversations.db'}"
    assert settings.models == ROOT / "var" / "models"


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("port", "8080", 8080),
        ("rasa_timeout", "2.5", 2.5),
        ("live", "yes", True),
        ("live", "0", False),
        ("live", " False ", False),
        ("key", "abc", "abc"),
        ("profile", "/etc/clinic.yml", Path("/etc/clinic.yml")),
        ("origins", "https://a.example/, https://b.example", ("https://a.example",
                                                              "https://b.example")),
    ],
)  # fmt: skip
def test_variable_becomes_its_type(name: str, raw: str, value: object) -> None:
    assert getattr(load_settings({f"AFTERWORD_{name.upper()}": raw}), name) == value


@pytest.mark.parametrize(
    ("name", "raw", "instead"),
    [
        ("PORT", "eight", "Write a whole number"),
        ("LIVE", "perhaps", "Write 1 or 0"),
        ("RASA_TIMEOUT", "soon", "Write a number"),
        ("PROXIES", "-1", "Write 0 or more"),
    ],
)
def test_value_that_cannot_be_used_is_named_with_what_to_write(
    name: str, raw: str, instead: str
) -> None:
    with pytest.raises(SettingInvalid, match=f"AFTERWORD_{name}.*{raw}.*{instead}"):
        load_settings({f"AFTERWORD_{name}": raw})


@pytest.mark.parametrize("raw", ["Illinois", "ILLINOIS ", "texas", "off"])
def test_law_that_is_not_known_is_named(raw: str) -> None:
    with pytest.raises(SettingInvalid, match=f"AFTERWORD_LAW.*{raw}.*default or illinois"):
        load_settings({"AFTERWORD_LAW": raw})


def test_law_is_the_default_one_unless_named() -> None:
    assert not load_settings({}).by_buttons
    assert load_settings({"AFTERWORD_LAW": "illinois"}).by_buttons


def test_empty_variable_counts_as_not_set() -> None:
    settings = load_settings({"AFTERWORD_PORT": "", "AFTERWORD_DATA_DIR": ""})
    assert (settings.port, settings.data_dir) == (8000, ROOT / "var")


def test_command_line_wins() -> None:
    settings = load_settings({"AFTERWORD_PORT": "1"}, port=2, live=None)
    assert (settings.port, settings.live) == (2, False)


def test_databases_follow_the_data_folder(tmp_path: Path) -> None:
    settings = load_settings({"AFTERWORD_DATA_DIR": str(tmp_path)})
    assert settings.conversations_url == f"sqlite:///{tmp_path / 'conversations.db'}"
    given = load_settings({"AFTERWORD_CONVERSATIONS_URL": "postgresql://host/name"})
    assert given.conversations_url == "postgresql://host/name"


def test_demonstration_has_a_directory_of_its_own(tmp_path: Path) -> None:
    demonstration = load_settings({}, data_dir=tmp_path)
    live = load_settings({}, data_dir=tmp_path, live=True)
    assert demonstration.shows_examples
    assert not live.shows_examples
    assert demonstration.directory_url != live.directory_url
    live.own_directory.touch()
    own = load_settings({}, data_dir=tmp_path)
    assert not own.shows_examples
    assert own.directory_url == live.directory_url


def test_named_directory_is_never_filled_with_examples(tmp_path: Path) -> None:
    named = load_settings({}, data_dir=tmp_path, directory_url=f"sqlite:///{tmp_path / 'x.db'}")
    assert not named.shows_examples


@pytest.mark.parametrize(
    ("host", "page"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::", "http://[::1]:8000/"),
        ("::1", "http://[::1]:8000/"),
        ("localhost", "http://localhost:8000/"),
    ],
)
def test_page_has_an_address_that_a_browser_takes(host: str, page: str) -> None:
    assert load_settings({}, host=host).page == page


def test_secrets_are_not_shown() -> None:
    shown = repr(load_settings({}, key="hidden-1", telegram_token="hidden-2"))
    assert "hidden" not in shown
