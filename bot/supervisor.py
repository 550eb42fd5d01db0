"""Starts the parts, starts again what falls, and stops everything cleanly."""

import contextlib
import ctypes
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field

from bot.settings import Settings

PAUSES = (0.2, 1.0, 3.0, 5.0)  # seconds before the next start of a part that keeps falling
STEADY = 60.0  # a part that ran this long counts as well again
STALLED_AFTER = 8.0  # a gateway that does not answer this long is started again
PATIENCE = 8.0  # seconds that a part has for stopping
PR_SET_PDEATHSIG = 1


class PortTaken(RuntimeError):
    """Another program listens on a port that is needed."""


@dataclass
class Part:
    """One child process."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    started: float = 0.0
    next_start: float = field(default=0.0)


class Supervisor:
    """Runs until it is told to stop."""

    def __init__(self, settings: Settings, parts: list[Part]) -> None:
        self._settings = settings
        self._parts = parts
        self._stopping = False
        self._answered = time.monotonic()

    def run(self) -> None:
        """Blocks. Ctrl-C and SIGTERM end every part."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            while not self._stopping:
                self._look_after()
                time.sleep(0.2)
        finally:
            self._stop_all()

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _look_after(self) -> None:
        at = time.monotonic()
        for part in self._parts:
            if part.process is not None and part.process.poll() is not None:
                self._note_fall(part, at)
            if part.process is None and at >= part.next_start:
                part.process = _start(part.command)
                part.started = at
                self._answered = at
        self._watch_gateway(at)

    def _note_fall(self, part: Part, at: float) -> None:
        assert part.process is not None
        code = part.process.returncode
        part.falls = 0 if at - part.started > STEADY else part.falls + 1
        pause = PAUSES[min(part.falls, len(PAUSES) - 1)]
        part.process, part.next_start = None, at + pause
        print(f"{part.name} ended ({code}); starting it again in {pause} s", file=sys.stderr)

    def _watch_gateway(self, at: float) -> None:
        """A gateway that is alive but stalled is no door: it is killed and starts again."""
        gateway = next((p for p in self._parts if p.name == "gateway"), None)
        if gateway is None or gateway.process is None or at - gateway.started < STALLED_AFTER:
            return
        if at - self._answered < 2.0:
            return
        if is_answering(self._settings):
            self._answered = time.monotonic()
        elif time.monotonic() - self._answered > STALLED_AFTER:
            gateway.process.kill()

    def _stop_all(self) -> None:
        running = [p.process for p in self._parts if p.process is not None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        until = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def require_free(host: str, port: int, variable: str) -> None:
    """Raises PortTaken with what to do."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"port {port} on {host} cannot be used ({error.strerror}). "
                f"Stop the other program, or choose another: {variable}={port + 100}"
            ) from error


def is_answering(settings: Settings) -> bool:
    """Whether the gateway answers its health address."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "") else settings.host
    try:
        with urllib.request.urlopen(f"http://{host}:{settings.port}/healthz", timeout=1.5):
            return True
    except OSError:
        return False


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that Ctrl-C reaches the supervisor alone."""
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent
    )


def _die_with_parent() -> None:
    """Linux ends the child when the supervisor is killed: no orphan stays."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
