"""One real `python -m bot serve` with ports and a data folder of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
GUARD = Path(__file__).parent / "guard"
DEAD_PROXY = "http://127.0.0.1:9"
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
Json = dict[str, Any]


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def until(holds: Callable[[], Any], seconds: float, what: str) -> float:
    """Seconds that it took."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < seconds, f"not within {seconds} s: {what}"
        time.sleep(0.05)
    return time.monotonic() - started


def environment(folder: Path, **changes: object) -> dict[str, str]:
    """Of a child: no settings of the surroundings, a proxy that leads nowhere, the guard."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AFTERWORD_", "RASA_"))}
    ours = {"AFTERWORD_DATA_DIR": folder / "data", "GUARD_LOG": folder / "guard.jsonl"}
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        kept[name] = DEAD_PROXY
    kept |= {"no_proxy": "", "NO_PROXY": "", "PYTHONPATH": str(GUARD), "PYTHONUNBUFFERED": "1"}
    return kept | {name: str(value) for name, value in (ours | changes).items()}


class Program:
    """Starts, watches and stops it; `model` is the trained model that it finds.

    `root` is where its code and content are: the working tree, or a copy to be broken.
    """

    def __init__(
        self, folder: Path, model: Path | None, root: Path = ROOT, **changes: object
    ) -> None:
        self.folder = folder
        self.root = root
        self.data = folder / "data"
        self.port, self.rasa_port, self.actions_port = free_ports(3)
        self.environment = environment(
            folder,
            AFTERWORD_PORT=self.port,
            AFTERWORD_RASA_PORT=self.rasa_port,
            AFTERWORD_ACTIONS_PORT=self.actions_port,
            AFTERWORD_MESSAGES_PER_MINUTE=100_000,
            AFTERWORD_CONVERSATIONS_PER_MINUTE=100_000,
            **changes,
        )
        if model:
            (self.data / "models").mkdir(parents=True, exist_ok=True)
            shutil.copy(model, self.data / "models")

    def start(self, *options: str) -> "Program":
        self.log = self.folder / f"output-{uuid4().hex[:6]}.txt"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve", *options],
                cwd=self.root,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, words: str, seconds: float = 90) -> float:
        def said() -> bool:
            assert self.process.poll() is None, self.output
            return words in self.output

        return until(said, seconds, f"{words!r} in {self.output}")

    def ready(self) -> "Program":
        self.wait_for("Ready after")
        return self

    def part(self, name: str) -> int:
        """The process id of a part."""
        found = [pid for pid in self.processes() if _words(pid)[1:4] == ["-m", "bot", name]]
        assert len(found) == 1, (name, [(pid, _words(pid)) for pid in self.processes()])
        return found[0]

    def processes(self) -> list[int]:
        """All that run with this data folder, whoever their parent is by now."""
        mark = f"AFTERWORD_DATA_DIR={self.data}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if entry.name.isdigit() and mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
        return found

    def kill(self, name: str, number: int = signal.SIGKILL) -> int:
        pid = self.part(name)
        os.kill(pid, number)
        return pid

    def stop(self) -> None:
        """Whatever happened before, nothing of it stays."""
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(15)
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(5)

    def ask(
        self, method: str, path: str, body: Json | None = None, token: str = "", timeout: float = 15
    ) -> tuple[int, Json]:
        """Status and JSON of an answer; raises OSError where there is none."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
        )
        try:
            with DIRECT.open(request, timeout=timeout) as response:
                return response.status, json.loads(response.read() or b"{}")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")

    def answers(self) -> bool:
        with suppress(OSError):
            return self.ask("GET", "/healthz", timeout=3)[0] == 200
        return False

    def understands(self) -> bool:
        with suppress(OSError):
            return bool(self.ask("GET", "/healthz")[1]["parts"]["understanding"] == "ok")
        return False

    def health(self) -> Json:
        """Status of the whole and of each part; {} where nothing answers."""
        with suppress(OSError):
            return self.ask("GET", "/healthz", timeout=3)[1]
        return {}

    def guard_notes(self) -> list[Json]:
        path = self.folder / "guard.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def _words(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return []


class Visitor:
    """Someone who writes in the chat, over HTTP."""

    def __init__(self, program: Program) -> None:
        self.program = program
        status, opened = program.ask("POST", "/api/conversations", {})
        assert status == 201, opened
        self.id, self.token = opened["conversation_id"], opened["token"]
        self.buttons: list[Json] = []  # of all turns: earlier ones stay valid
        self._reads(opened)

    def says(self, text: str) -> str:
        """All that the program answers."""
        return self._send({"text": text})

    def presses(self, title: str) -> str:
        button = next(button for button in reversed(self.buttons) if button["title"] == title)
        return self._send({"button": button["id"]})

    @property
    def titles(self) -> list[str]:
        return [button["title"] for message in self.messages for button in message["buttons"]]

    def tells(self, what: str, body: Json) -> Json:
        status, answer = self.program.ask(
            "POST", f"/api/conversations/{self.id}/{what}", body, self.token
        )
        assert status == 200, answer
        return answer

    def reads(self) -> Json:
        status, answer = self.program.ask("GET", f"/api/conversations/{self.id}", None, self.token)
        assert status == 200, answer
        return answer

    def _send(self, said: Json) -> str:
        answer = self.tells("messages", {**said, "client_message_id": uuid4().hex})
        self._reads(answer)
        return "\n\n".join(m["text"] for m in self.messages if m["from"] == "program")

    def _reads(self, answer: Json) -> None:
        self.messages: list[Json] = answer["messages"]  # the latest turn's
        self.care: Json = answer["care"]
        self.buttons += [button for message in self.messages for button in message["buttons"]]
