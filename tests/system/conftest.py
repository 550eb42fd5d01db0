"""One running program for the tests that only talk to it, and programs of a test's own."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.system.program import Program, Visitor, until


@pytest.fixture(scope="session")
def program(
    trained_model: Path,
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
) -> Iterator[Program]:
    """Started a second time: the first start has made the databases."""
    program = Program(tmp_path_factory.mktemp("program"), trained_model)
    program.start().wait_for("The page is open")
    program.stop()
    started = time.monotonic()
    program.start()
    page = program.wait_for("The page is open")
    program.ready()
    total = time.monotonic() - started
    with pytestconfig.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\nsecond start: page open after {page:.1f} s, ready after {total:.1f} s")
    yield program
    program.stop()


@pytest.fixture
def whole(program: Program) -> Iterator[Program]:
    """The running program; what a test broke in it is waited for."""
    yield program
    until(program.understands, 90, "the program is whole again")


@pytest.fixture
def visitor(program: Program) -> Visitor:
    return Visitor(program)


@pytest.fixture
def new_program(tmp_path: Path, trained_model: Path) -> Iterator[Callable[..., Program]]:
    """Makes a program of the test's own, with the trained model unless told otherwise."""
    made: list[Program] = []

    def make(model: Path | None = trained_model, **changes: object) -> Program:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(Program(folder, model, **changes))
        return made[-1]

    yield make
    for program in made:
        if hasattr(program, "process"):
            program.stop()
