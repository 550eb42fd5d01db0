"""Shifts a child's clock of the day by the seconds (a double) in the file GUARD_CLOCK names."""

import datetime
import mmap
import os
import pathlib
import struct
import time

with pathlib.Path(os.environ["GUARD_CLOCK"]).open("rb") as file:
    SHIFT = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)
REAL = datetime.datetime
real_time = time.time


def shifted_time():
    return real_time() + struct.unpack("d", SHIFT)[0]


class _Kind(type):
    """What C code makes is a datetime, too."""

    def __instancecheck__(cls, value):
        return isinstance(value, REAL)


class Shifted(REAL, metaclass=_Kind):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(shifted_time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.now(datetime.UTC).replace(tzinfo=None)


time.time = shifted_time
time.time_ns = lambda: int(shifted_time() * 1e9)
datetime.datetime = Shifted
