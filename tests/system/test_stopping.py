"""Whatever ends it, nothing of it stays."""

import signal
from collections.abc import Callable

import pytest

from tests.system.program import Program, Visitor, until

NewProgram = Callable[..., Program]


def is_gone(program: Program) -> bool:
    return program.processes() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_stops_everything(new_program: NewProgram, number: int) -> None:
    program = new_program().start()
    program.wait_for("The page is open")
    program.process.send_signal(number)
    assert program.process.wait(12) == 0
    assert is_gone(program)
    assert program.output.rstrip().endswith("stopped")
    assert "Traceback" not in program.output


@pytest.mark.parametrize("trained", [True, False])
def test_ctrl_c_stops_what_a_shell_started_in_the_background(
    new_program: NewProgram, trained: bool
) -> None:
    """Such a child begins deaf to SIGINT; and it is asked before the supervisor listens."""
    listens = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        program = (new_program() if trained else new_program(model=None)).start()
    finally:
        signal.signal(signal.SIGINT, listens)
    if trained:
        program.wait_for("The page is open")
    else:
        until((program.data / "training" / "domain.yml").exists, 40, program.output)
    program.process.send_signal(signal.SIGINT)
    assert program.process.wait(12) == (0 if trained else 130)
    until(lambda: is_gone(program), 12, "all has ended")


def test_whole_program_stops_with_a_reader_connected(new_program: NewProgram) -> None:
    program = new_program().start().ready()
    visitor = Visitor(program)
    visitor.says("i miss my therapist so much it hurts")
    program.process.send_signal(signal.SIGINT)
    assert program.process.wait(12) == 0
    assert is_gone(program)
    assert "Traceback" not in program.output
    assert "pending" not in program.output


def test_killed_supervisor_leaves_nothing(new_program: NewProgram) -> None:
    program = new_program().start()
    program.wait_for("The page is open")
    program.process.kill()
    program.process.wait(5)
    assert not is_gone(program)
    until(lambda: is_gone(program), 12, "the parts have ended")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_training_ends_with_the_program(new_program: NewProgram, number: int) -> None:
    program = new_program(model=None).start()
    until((program.data / "training" / "domain.yml").exists, 40, program.output)
    program.process.send_signal(number)
    program.process.wait(12)
    until(lambda: is_gone(program), 12, "training has ended")
    assert list((program.data / "models").glob("*.tar.gz")) == []
    assert "Traceback" not in program.output


def test_ctrl_c_before_anything_is_ready(new_program: NewProgram) -> None:
    program = new_program().start()
    until(lambda: program.data.joinpath("conversations.db").exists(), 20, "it has begun")
    program.process.send_signal(signal.SIGINT)
    program.process.wait(12)
    until(lambda: is_gone(program), 12, "all has ended")
    assert "Traceback" not in program.output
