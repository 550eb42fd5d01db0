"""Starts the parts, starts again what falls or stalls, and stops everything cleanly."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

PAUSES = (0.2, 1.0, 3.0, 5.0)  # seconds before the next start of a part that keeps falling
STEADY = 20.0  # a part that ran this long counts as well again
STARTING = 60.0  # seconds that a part has for its first answer
STOPPING = 8.0  # seconds that all parts have for stopping
LOOK = 0.2
ASLEEP = 2.0  # a longer pause between two looks means that this machine slept: no part stalled
LOOPBACK = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class PortTaken(RuntimeError):
    """A port that is needed cannot be used; the text says what to do."""


@dataclass
class Part:
    """One child process, alive while it answers at `address` at least every `patience` seconds."""

    name: str
    command: list[str]
    address: str
    patience: float
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    started: float = 0.0
    next_start: float = 0.0
    answered: float | None = None


class Supervisor:
    """Runs until it is told to stop."""

    def __init__(self, parts: list[Part]) -> None:
        self._parts = parts
        self._stopping = False
        self._looked = 0.0

    def run(self) -> None:
        """Blocks. Ctrl-C and SIGTERM end every part."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for part in self._parts:
            threading.Thread(target=self._listen_to, args=(part,), daemon=True).start()
        try:
            while not self._stopping:
                self._look_after(time.monotonic())
                time.sleep(LOOK)
        finally:
            self._stop_all()

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _look_after(self, at: float) -> None:
        slept = at - self._looked > ASLEEP
        self._looked = at
        for part in self._parts:
            if part.process is None:
                if at >= part.next_start:
                    _start(part, at)
            elif part.process.poll() is not None:
                _note_fall(part, at)
            elif slept and part.answered is not None:
                part.answered = at
            elif _is_stalled(part, at):
                _tell(f"{part.name} does not answer")
                _kill(part.process)

    def _listen_to(self, part: Part) -> None:
        """Notes when a part answers. A thread each, so that a stalled one hides no other."""
        while not self._stopping:
            process = part.process
            if process is not None and answers(part.address) and part.process is process:
                part.answered = time.monotonic()
            time.sleep(0.5)

    def _stop_all(self) -> None:
        running = [p.process for p in self._parts if p.process is not None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        until = time.monotonic() + STOPPING
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, until - time.monotonic()))
            _kill(process)
            process.wait()


def _start(part: Part, at: float) -> None:
    """In a session of its own, so that Ctrl-C reaches the supervisor alone."""
    try:
        part.process = subprocess.Popen(
            part.command, stdin=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:  # no memory or no process left, just now
        part.next_start = at + PAUSES[-1]
        _tell(f"{part.name} cannot be started: {error.strerror}")
    part.started, part.answered = at, None


def _note_fall(part: Part, at: float) -> None:
    assert part.process is not None
    if at - part.started > STEADY:
        part.falls = 0
    pause = PAUSES[min(part.falls, len(PAUSES) - 1)]
    _tell(f"{part.name} ended ({part.process.returncode}); next start in {pause} s")
    part.falls += 1
    part.process, part.next_start = None, at + pause


def _tell(news: str) -> None:
    """A full disk behind the log must not end the one who looks after all."""
    with contextlib.suppress(OSError):
        print(news, file=sys.stderr)


def _is_stalled(part: Part, at: float) -> bool:
    if part.answered is None:
        return at - part.started > STARTING
    return at - part.answered > part.patience


def _kill(process: subprocess.Popen[bytes]) -> None:
    """With whatever it started: a part leads its own process group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def end_with(supervisor: int) -> None:
    """Ends this process when the one that started it is gone, however that came about."""

    def watch() -> None:
        while os.getppid() == supervisor:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOPPING)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def require_free(host: str, ports: dict[str, int]) -> None:
    """`ports` by the variable that sets each. Raises PortTaken."""
    for variable, port in ports.items():
        if not 0 < port < 65536:
            raise PortTaken(f"{variable}={port} is no port: choose one from 1 to 65535")
        if list(ports.values()).count(port) > 1:
            raise PortTaken(f"port {port} is set twice: choose another {variable}")
        _try_port(host if variable == "AFTERWORD_PORT" else "127.0.0.1", port, variable)


def _try_port(host: str, port: int, variable: str) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise PortTaken(
            f"port {port} on {host} cannot be used ({error.strerror}). "
            f"Stop the other program, or choose another port: {variable}={port % 65000 + 100}"
        ) from error


def answers(address: str, status: int | None = None) -> bool:
    """Whether anything (or `status`) comes back from an address on this machine, never a proxy."""
    try:
        with LOOPBACK.open(address, timeout=2) as response:
            found: int = response.status
    except urllib.error.HTTPError as error:
        found = error.code
    except (OSError, http.client.HTTPException):
        return False
    return status in (None, found)
