"""What `python -m bot serve` and its parts do: train, start, watch, stop."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from bot.logs import log_as
from bot.settings import Settings
from bot.supervisor import Part, Supervisor, answers, require_free

BANNER = """
  DEMONSTRATION. Example clinic, example directory, texts reviewed by no clinician yet.
  Not for people in need. `python -m bot serve --live` asks for your clinic's profile.
"""


def serve(settings: Settings) -> int:
    """Trains when the content changed, then keeps all parts running until it is told to stop.

    Raises PortTaken, NotReviewed, and what the profile, the content or a database is lacking.
    """
    from bot.gateway.clinic import load_clinic

    # a shell starts what runs in the background deaf to it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    started = time.monotonic()
    clinic = load_clinic(settings)
    _require_safety_data()
    _require_reviewed(settings)
    ports = {name: getattr(settings, name) for name in ("port", "rasa_port", "actions_port")}
    require_free(settings.host, {f"AFTERWORD_{name.upper()}": at for name, at in ports.items()})
    _hand_down(settings)
    prepare(settings)
    if code := _train(settings):
        return code
    print(f"Live for {clinic.name}." if settings.live else BANNER, flush=True)
    parts = _parts(settings)
    threading.Thread(target=_tell_when_ready, args=(parts, started), daemon=True).start()
    Supervisor(parts).run()
    print("stopped")
    return 0


def _require_reviewed(settings: Settings) -> None:
    """Real clients read only what a clinician has signed. Raises NotReviewed."""
    from bot.content.signatures import require_reviewed

    if settings.live:
        require_reviewed(settings.root)


def _require_safety_data() -> None:
    """Here, where someone reads it. Raises SafetyDataInvalid."""
    from bot.safety.assess import PATTERNS
    from bot.safety.lines import all_lines
    from bot.safety.pattern_files import read_patterns

    read_patterns(PATTERNS)
    all_lines()


def prepare(settings: Settings) -> None:
    """The key and the databases; the example directory where a demonstration has no other."""
    from bot.conversations.cipher import load_cipher
    from bot.conversations.mending import mend
    from bot.database import upgrade
    from bot.directory.load import SAMPLE, load_file

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    load_cipher(settings.key, settings.data_dir)
    mend(settings)
    if settings.shows_examples:
        load_file(settings.directory_url, SAMPLE)
    else:
        upgrade(settings.directory_url, "bot.directory")


def _train(settings: Settings) -> int:
    """In a process of its own, so that Rasa's memory is given back."""
    from bot.runtime.train import model_path

    if model_path(settings).exists():
        return 0
    print("Learning phrases and rules, as they are new or changed (about a minute) ...", flush=True)
    command = [sys.executable, "-m", "bot", "train"]
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode


def _hand_down(settings: Settings) -> None:
    """The parts read the same settings from the environment, and end with this process."""
    for name in ("live", "port", "host"):
        os.environ[f"AFTERWORD_{name.upper()}"] = str(getattr(settings, name))
    os.environ["AFTERWORD_SUPERVISOR"] = str(os.getpid())


def _parts(settings: Settings) -> list[Part]:
    """Gateway first: the crisis answer needs no other. A turn may keep Rasa busy for a while."""
    rasa = f"{settings.rasa_url}/webhooks/gateway/ready"
    actions = f"http://127.0.0.1:{settings.actions_port}/health"
    return [
        Part("gateway", _command("gateway"), f"{settings.page}api/lines", patience=3.0),
        Part("worker", _command("worker"), rasa, patience=20.0),
        Part("actions", _command("actions"), actions, patience=10.0),
    ]


def _command(verb: str) -> list[str]:
    return [sys.executable, "-m", "bot", verb]


def _tell_when_ready(parts: list[Part], started: float) -> None:
    gateway, worker, actions = (part.address for part in parts)
    page = gateway.removesuffix("api/lines")
    _wait_for(gateway, 200)
    print(f"The page is open: {page}  (understanding is loading ...)", flush=True)
    _wait_for(actions, 200)
    _wait_for(worker, 204)
    print(f"Ready after {time.monotonic() - started:.1f} s. Ctrl-C stops it.", flush=True)


def _wait_for(address: str, status: int) -> None:
    while not answers(address, status):
        time.sleep(0.1)


def run_gateway(settings: Settings) -> None:
    """The gateway in this process. Raises what the profile, the content or the key is lacking."""
    from aiohttp import web

    from bot.gateway.app import init_app

    log_as("gateway")
    app = init_app(settings)
    _require_reviewed(settings)
    web.run_app(
        app,
        host=settings.host,
        port=settings.port,
        access_log=None,
        print=None,
        shutdown_timeout=2.0,
        handle_signals=True,
    )


def run_actions(settings: Settings) -> None:
    """The action server in this process, on loopback."""
    log_as("actions")
    from rasa_sdk.endpoint import create_app

    for name in ("sanic", "sanic.root", "sanic.access"):
        logging.getLogger(name).setLevel(logging.ERROR)
    app = create_app("actions", cors_origins="")
    app.run("127.0.0.1", settings.actions_port, workers=1, access_log=False, debug=False)


def load_directory(settings: Settings, file: str) -> None:
    """Loads services into the clinic's own directory. Raises DirectoryInvalid, DatabaseInvalid."""
    from bot.directory.load import load_file

    print(load_file(settings.directory_url, Path(file)))
