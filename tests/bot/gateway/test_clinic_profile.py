"""The clinic's profile: what is missing is said in plain words."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.gateway.clinic import EXAMPLE, LONGEST_RETENTION, ProfileInvalid, load_clinic
from bot.settings import Settings, load_settings


def settings(path: Path, live: bool = False) -> Settings:
    return load_settings({}, profile=path, live=live)


def profile(tmp_path: Path, **changes: Any) -> Path:
    values = YAML(typ="safe").load(EXAMPLE.read_text())
    values.update(changes)
    values = {name: value for name, value in values.items() if value != "absent"}
    path = tmp_path / "clinic.yml"
    YAML().dump(values, path)
    return path


def test_a_demonstration_needs_none(tmp_path: Path) -> None:
    assert load_clinic(settings(tmp_path / "none.yml")).name == "Example Clinic"


def test_live_needs_one_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(ProfileInvalid, match="missing"):
        load_clinic(settings(tmp_path / "clinic.yml", live=True))
    with pytest.raises(ProfileInvalid, match="still the example"):
        load_clinic(settings(profile(tmp_path), live=True))
    clinic = load_clinic(settings(profile(tmp_path, name="Harbor", country="gb"), live=True))
    assert (clinic.name, clinic.country) == ("Harbor", "GB")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        *(({name: "absent"}, f"{name} is missing") for name in ("name", "phone", "who_reads")),
        ({"emergency": ""}, "emergency is missing"),
        ({"nam": "x"}, "nam is not known"),
        ({"phone": 5551234}, "put phone in quotes"),
        ({"retention_days": "30"}, "retention_days must be a whole number"),
        ({"retention_days": True}, "retention_days must be a whole number"),
        ({"retention_days": 0}, "retention_days must be a whole number"),
        ({"retention_days": LONGEST_RETENTION + 1}, "retention_days can be"),
        ({"country": "USA"}, "country must be two letters"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ProfileInvalid, match=message):
        load_clinic(settings(profile(tmp_path, **changes)))


@pytest.mark.parametrize("text", ["", "- a", "name: [", "just words"])
def test_a_file_of_another_shape(tmp_path: Path, text: str) -> None:
    path = tmp_path / "clinic.yml"
    path.write_text(text)
    with pytest.raises(ProfileInvalid):
        load_clinic(settings(path))
