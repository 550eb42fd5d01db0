"""Encrypts what people said before it is written to disk."""

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyInvalid(ValueError):
    """The key cannot be used; the text says what to do."""


class Cipher:
    """Fernet (AES-128-CBC with HMAC). Several keys, newest first, allow a change of key."""

    def __init__(self, keys: str) -> None:
        """`keys`: one or more Fernet keys, divided by commas. Raises KeyInvalid."""
        try:
            self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])
        except ValueError as error:
            raise KeyInvalid(
                "the key must be 32 bytes in URL-safe base64; make one with `python -m bot key`"
            ) from error

    def seal(self, record: Any) -> bytes:
        return self._fernet.encrypt(json.dumps(record).encode())

    def open(self, sealed: bytes) -> Any:
        """The record. Raises KeyInvalid when it was sealed with another key."""
        try:
            return json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            raise KeyInvalid("a kept conversation was sealed with another key") from error


def load_cipher(key: str, data_dir: Path) -> Cipher:
    """The cipher for `key`, else for the key file in the data folder, made at first use.

    Raises KeyInvalid.
    """
    if key:
        return Cipher(key)
    path = data_dir / "secret.key"
    data_dir.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        _make_key(path)
    path.chmod(0o600)
    return Cipher(path.read_text(encoding="utf-8"))


def _make_key(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(handle, Fernet.generate_key())
    os.close(handle)
