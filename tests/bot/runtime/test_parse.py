"""How a stream of bytes is divided into lines."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st


class Slow(io.BytesIO):
    """Gives what is there in small pieces, as a pipe does."""

    def __init__(self, said: bytes, piece: int) -> None:
        super().__init__(said)
        self._piece = piece

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(self._piece)


def lines_of(stream: io.BytesIO) -> list[bytes]:
    from bot.runtime.parse import batches

    return [line for batch in batches(stream) for line in batch]


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        (b"", []),
        (b"\n", [b""]),
        (b"\n\n\n", [b"", b"", b""]),
        (b"one\ntwo", [b"one", b"two"]),
        (b"one\r\ntwo\r\n", [b"one\r", b"two\r"]),
        (b"one\rtwo\x0cthree\xe2\x80\xa8four\n", [b"one\rtwo\x0cthree\xe2\x80\xa8four"]),
    ],
)
def test_lines_are_split_only_at_newlines(said: bytes, lines: list[bytes]) -> None:
    assert lines_of(io.BytesIO(said)) == lines


@given(st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\n", b""))), st.integers(1, 9))
def test_every_line_comes_once_and_in_order(lines: list[bytes], piece: int) -> None:
    said = b"".join(line + b"\n" for line in lines)
    assert lines_of(Slow(said, piece)) == lines


def test_long_line_comes_whole() -> None:
    said = b"a" * 300_000
    assert lines_of(io.BytesIO(said + b"\n" + said)) == [said, said]


def test_batches_stay_small() -> None:
    from bot.runtime.parse import BATCH, batches

    sizes = [len(batch) for batch in batches(io.BytesIO(b"x\n" * 1_000))]
    assert max(sizes) == BATCH
    assert sum(sizes) == 1_000


def test_complete_line_does_not_wait_for_the_rest() -> None:
    from bot.runtime.parse import batches

    assert next(batches(Slow(b"one\ntw", 6))) == [b"one"]
