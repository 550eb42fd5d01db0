"""Parts that fall, stall or never answer; ports; a child that outlives nobody."""

import errno
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import supervisor
from bot.settings import ROOT
from bot.supervisor import Part, PortTaken, Supervisor, answers, require_free

SERVER = """
import http.server, sys, time
class Here(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503 if "503" in self.path else 204)
        self.end_headers()
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Here).serve_forever()
"""
STARTS = "import pathlib, sys; p = pathlib.Path(sys.argv[1]); p.write_text(p.read_text() + 'x')\n"


class FullDisk(io.StringIO):
    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(patience: float = 60.0) -> Part:
    port = free_port()
    command = [sys.executable, "-S", "-c", SERVER, str(port)]
    return Part("server", command, f"http://127.0.0.1:{port}/", patience)


def counting(folder: Path, then: str) -> tuple[Part, Callable[[], int]]:
    """A part that notes each of its starts."""
    starts = folder / "starts"
    starts.write_text("")
    part = Part("part", [sys.executable, "-S", "-c", STARTS + then, str(starts)], "http://x/", 60)
    return part, lambda: len(starts.read_text())


def run_until(parts: list[Part], holds: Callable[[], object], seconds: float = 15) -> bool:
    """Runs a supervisor until it holds; whether it came to that."""
    handlers = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    watched = Supervisor(parts)
    held = False

    def watch() -> None:
        nonlocal held
        until = time.monotonic() + seconds
        while not held and time.monotonic() < until:
            time.sleep(0.02)
            held = bool(holds())
        watched._stop()

    threading.Thread(target=watch, daemon=True).start()
    try:
        watched.run()
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return held


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_fallen_part_starts_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervisor, "PAUSES", (0.05, 0.1))
    part, starts = counting(tmp_path, "sys.exit(3)")
    assert run_until([part], lambda: starts() >= 3)
    assert "part ended (3); next start in 0.05 s" in capsys.readouterr().err


def test_pauses_grow_until_a_part_has_run_for_a_while() -> None:
    part = Part("part", [], "http://x/", 60)
    pauses = []
    for lasted in (1, 1, 1, 1, 1, supervisor.STEADY + 1):
        part.process = subprocess.Popen(["true"])
        part.process.wait()
        part.started = 100.0
        supervisor._note_fall(part, 100.0 + lasted)
        pauses.append(round(part.next_start - 100.0 - lasted, 3))
    assert pauses == [*supervisor.PAUSES, supervisor.PAUSES[-1], supervisor.PAUSES[0]]


def test_full_disk_behind_the_log_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PAUSES", (0.05,))
    part, starts = counting(tmp_path, "sys.exit(3)")
    monkeypatch.setattr(sys, "stderr", FullDisk())
    assert run_until([part], lambda: starts() >= 3)


def test_part_that_cannot_be_started_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervisor, "PAUSES", (0.05,))
    part = served()
    command, part.command = part.command, ["/no/such/program"]

    def answers_once_it_is_there() -> bool:
        if "cannot be started: No such file" in capsys.readouterr().err:
            part.command = command
        return part.answered is not None

    assert run_until([part], answers_once_it_is_there)


def test_stopped_supervisor_leaves_no_part(tmp_path: Path) -> None:
    parts = [served(), served()]
    assert run_until(parts, lambda: all(part.answered for part in parts))
    assert [part.process.poll() for part in parts if part.process] == [-signal.SIGTERM] * 2


def test_part_that_does_not_listen_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "STOPPING", 0.5)
    child = tmp_path / "child"
    deaf = (
        "import signal, subprocess, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "made = subprocess.Popen(['sleep', '60'])\n"
        f"pathlib.Path({str(child)!r}).write_text(str(made.pid))\n"
        "time.sleep(60)"
    )
    part, starts = counting(tmp_path, deaf)
    assert run_until([part], lambda: child.exists() and child.read_text())
    assert part.process is not None
    assert part.process.poll() == -signal.SIGKILL
    assert starts() == 1
    assert not is_alive(int(child.read_text()))


def test_stalled_part_is_killed_and_started_again() -> None:
    part = served(patience=2.0)
    stalled: list[int] = []

    def is_new() -> bool:
        if part.process and part.answered and not stalled:
            stalled.append(part.process.pid)
            os.kill(part.process.pid, signal.SIGSTOP)
        return bool(stalled and part.process and part.process.pid != stalled[0] and part.answered)

    assert run_until([part], is_new)
    assert not is_alive(stalled[0])


def test_part_that_answers_is_left_alone() -> None:
    part = served(patience=2.0)
    began = time.monotonic()
    assert run_until([part], lambda: time.monotonic() - began > 4)
    assert part.falls == 0


def test_part_that_never_answers_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    part = Part("part", [], "http://x/", 1.0, started=100.0)
    assert not supervisor._is_stalled(part, 100.0 + supervisor.STARTING - 1)
    assert supervisor._is_stalled(part, 100.0 + supervisor.STARTING + 1)


def test_machine_that_slept_has_stalled_nobody() -> None:
    part = served(patience=1.0)
    try:
        watched = Supervisor([part])
        watched._look_after(100.0)
        assert part.process is not None
        part.answered = 100.0
        watched._look_after(100.0 + 3600)
        assert part.process.poll() is None
        assert part.answered == 100.0 + 3600
    finally:
        assert part.process is not None
        part.process.kill()
        part.process.wait()


def test_answers_hears_any_status_or_the_one_that_is_asked_for() -> None:
    part = served()
    process = subprocess.Popen(part.command)
    try:
        while not answers(part.address):
            time.sleep(0.05)
        assert answers(part.address, 204)
        assert not answers(part.address, 200)
        assert answers(part.address + "503")
        assert answers(part.address + "503", 503)
    finally:
        process.kill()
        process.wait()
    assert not answers(part.address)


def test_answers_asks_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    part = served()
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    process = subprocess.Popen(part.command)
    try:
        until = time.monotonic() + 10
        while not answers(part.address) and time.monotonic() < until:
            time.sleep(0.05)
        assert answers(part.address)
    finally:
        process.kill()
        process.wait()


def test_free_ports_are_taken() -> None:
    require_free("127.0.0.1", {"AFTERWORD_PORT": free_port(), "AFTERWORD_RASA_PORT": free_port()})


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])
def test_taken_port_is_refused_on_any_host(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"port {port} on {host}.*AFTERWORD_PORT="):
            require_free(host, {"AFTERWORD_PORT": port})


def test_private_port_is_looked_for_on_loopback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=r"127\.0\.0\.1"):
            require_free("192.0.2.1", {"AFTERWORD_RASA_PORT": port})


def test_host_that_is_none_is_refused() -> None:
    with pytest.raises(PortTaken, match=r"no\.such\.host\.invalid"):
        require_free("no.such.host.invalid", {"AFTERWORD_PORT": free_port()})


def test_port_that_was_just_left_is_free() -> None:
    """The connections of a program that was stopped linger for a minute."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    client = socket.create_connection(("127.0.0.1", port))
    accepted, _ = listener.accept()
    accepted.close()
    listener.close()
    client.close()
    require_free("127.0.0.1", {"AFTERWORD_PORT": port})


def test_child_ends_when_its_supervisor_is_gone(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    child = (
        "import os, pathlib, time, bot.supervisor as s\n"
        "s.end_with(os.getppid())\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(os.getpid()))\n"
        "time.sleep(60)"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    process = subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT)
    until = time.monotonic() + 10
    while not (pid.exists() and pid.read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert is_alive(int(pid.read_text()))
    while is_alive(int(pid.read_text())) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(int(pid.read_text()))
