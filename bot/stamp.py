"""Tells by names, times and sizes whether files have changed."""

from collections.abc import Iterable
from pathlib import Path

Stamp = tuple[tuple[str, int, int], ...]


def stamp(paths: Iterable[Path]) -> Stamp:
    """Differs when a file was changed, added or taken away."""
    return tuple(_signs(paths))


def _signs(paths: Iterable[Path]) -> Iterable[tuple[str, int, int]]:
    for path in sorted(paths):
        try:
            stat = path.stat()
        except OSError:  # an editor puts another in its place just now
            continue
        yield path.name, stat.st_mtime_ns, stat.st_size
