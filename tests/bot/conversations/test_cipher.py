"""The key and what it seals."""

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.conversations.cipher import Cipher, KeyInvalid, load_cipher


def key() -> str:
    return Fernet.generate_key().decode()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_sealed_comes_back_and_shows_nothing() -> None:
    cipher = Cipher(key())
    record = {"text": "the violet umbrella", "half a sign": "\ud83d"}
    sealed = cipher.seal(record)
    assert b"umbrella" not in sealed
    assert cipher.open(sealed) == record
    assert cipher.seal(record) != sealed


def test_another_key_opens_nothing() -> None:
    sealed = Cipher(key()).seal("x")
    with pytest.raises(KeyInvalid):
        Cipher(key()).open(sealed)
    with pytest.raises(KeyInvalid):
        Cipher(key()).open(b"nothing sealed")


def test_a_key_can_be_changed() -> None:
    old, new = key(), key()
    sealed = Cipher(old).seal("kept")
    both = Cipher(f"{new}, {old}")
    assert both.open(sealed) == "kept"
    assert Cipher(new).open(both.seal("later")) == "later"


@pytest.mark.parametrize("bad", ["", "x", "a" * 44, "é" * 44, f"{'x' * 43}=,"])
def test_what_is_no_key_is_refused(bad: str) -> None:
    with pytest.raises(KeyInvalid, match="python -m bot key"):
        Cipher(bad)


def test_the_key_file_is_made_once_and_for_this_user_alone(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    sealed = load_cipher("", data).seal("kept")
    path = data / "secret.key"
    assert mode(path) == 0o600
    assert load_cipher("", data).open(sealed) == "kept"


def test_a_key_file_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_text(key() + "\n")
    path.chmod(0o644)
    load_cipher("", tmp_path)
    assert mode(path) == 0o600


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xfe"])
def test_a_broken_key_file_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret.key"
    path.write_bytes(content)
    with pytest.raises(ValueError):
        load_cipher("", tmp_path)
    assert path.read_bytes() == content


def test_a_key_of_the_settings_needs_no_file(tmp_path: Path) -> None:
    load_cipher(key(), tmp_path)
    assert list(tmp_path.iterdir()) == []
