"""A program to be broken, made of a copy of this one, and the people who write there meanwhile."""

import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.chaos.crowd import Crowd
from tests.system.chaos.quake import Quake, percentile
from tests.system.program import ROOT, Program

CONTENT = ("bot", "actions", "data", "deploy", "config.yml")


@pytest.fixture(scope="package")
def quake(
    trained_model: Path, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Quake]:
    folder = tmp_path_factory.mktemp("chaos")
    for name in CONTENT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, folder / "root" / name)
    clock = folder / "clock"
    clock.write_bytes(struct.pack("d", 0.0))
    program = Program(folder, trained_model, folder / "root", GUARD_CLOCK=clock)
    program.start().ready()
    crowd = Crowd(program.port)
    quake = Quake(program, crowd, clock)
    try:
        crowd.start()
        yield quake
        crowd.stop()
        p99 = percentile([s.took for s in crowd.sent if s.danger and s.tries == 1], 99)
        quake.report.append(f"in danger, all together: p99 {p99 * 1000:.0f} ms")
        with pytestconfig.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
            print("\n" + "\n".join(quake.report))
        assert not crowd.complaints, "\n".join(crowd.complaints)
        assert p99 < 1
    finally:
        program.stop()
