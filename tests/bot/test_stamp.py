"""A stamp differs when files changed, and bears with what vanishes meanwhile."""

import os
from pathlib import Path

import pytest

from bot.stamp import stamp


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = [tmp_path / name for name in ("a.yml", "b.yml")]
    for path in found:
        path.write_text("one")
        os.utime(path, (1000, 1000))
    return found


def test_same_files_have_the_same_one_in_any_order(files: list[Path]) -> None:
    assert stamp(files) == stamp(reversed(files))


def test_change_of_time_size_or_number_is_seen(files: list[Path]) -> None:
    seen = [stamp(files), stamp(files[:1])]
    os.utime(files[0], (1001, 1001))
    seen.append(stamp(files))
    files[0].write_text("longer")
    os.utime(files[0], (1001, 1001))
    seen.append(stamp(files))
    assert len(set(seen)) == 4


def test_file_that_is_not_there_counts_as_none(files: list[Path]) -> None:
    assert stamp([*files, files[0].with_name("gone.yml")]) == stamp(files)
