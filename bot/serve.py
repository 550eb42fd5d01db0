"""What `python -m bot serve` and its parts do: train, start, watch, stop."""

import json
import logging
import os
import sys
import threading
import time
from pathlib import Path

from bot.settings import ROOT, Settings
from bot.supervisor import Part, PortTaken, Supervisor, is_answering, require_free

SAMPLE = ROOT / "bot" / "directory" / "sample.yml"
BANNER = """
  DEMONSTRATION. Example clinic, example directory, texts reviewed by no clinician yet.
  Not for people in need. `python -m bot serve --live` asks for your clinic's profile.
"""


def serve(settings: Settings) -> int:
    """Trains when the content changed, then keeps all parts running until it is told to stop."""
    from bot.content.load import ContentInvalid
    from bot.database import DatabaseInvalid
    from bot.gateway.clinic import ProfileInvalid, load_clinic

    try:
        load_clinic(settings)
        require_free(settings.host, settings.port, "AFTERWORD_PORT")
        require_free("127.0.0.1", settings.rasa_port, "AFTERWORD_RASA_PORT")
        require_free("127.0.0.1", settings.actions_port, "AFTERWORD_ACTIONS_PORT")
        prepare(settings)
    except (ProfileInvalid, PortTaken, ContentInvalid, DatabaseInvalid) as error:
        return _fail(error)
    if code := _train(settings):
        return code
    if not settings.live:
        print(BANNER)
    _hand_down(settings)
    parts = [
        Part(name, [sys.executable, "-m", "bot", name]) for name in ("gateway", "worker", "actions")
    ]
    threading.Thread(target=_tell_when_ready, args=(settings,), daemon=True).start()
    Supervisor(settings, parts).run()
    print("stopped")
    return 0


def prepare(settings: Settings) -> None:
    """Databases up to date; the sample directory in a demonstration only."""
    from bot.conversations.cipher import load_cipher
    from bot.database import upgrade
    from bot.directory.load import load_file

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    load_cipher(settings.key, settings.data_dir)
    upgrade(settings.conversations_url, "bot.conversations")
    upgrade(settings.directory_url, "bot.directory")
    if not settings.live:
        load_file(settings.directory_url, SAMPLE)


def _train(settings: Settings) -> int:
    """In a process of its own, so that Rasa's memory is given back."""
    import subprocess

    from bot.runtime.train import model_path

    if model_path(settings).exists():
        return 0
    print("Phrases, stories or config changed: training (about a minute on 2 cores) ...")
    return subprocess.run(
        [sys.executable, "-m", "bot", "train"], stdout=subprocess.DEVNULL, check=False
    ).returncode


def _hand_down(settings: Settings) -> None:
    """The parts read the same settings from the environment."""
    for name in ("live", "port", "host"):
        os.environ[f"AFTERWORD_{name.upper()}"] = str(getattr(settings, name))


def _tell_when_ready(settings: Settings) -> None:
    import urllib.request

    started = time.monotonic()
    while not is_answering(settings):
        time.sleep(0.2)
    address = f"http://{settings.host}:{settings.port}/"
    print(f"The page is open: {address}  (understanding is loading ...)", flush=True)
    while True:
        with urllib.request.urlopen(f"{address}healthz", timeout=5) as response:
            if json.load(response)["parts"]["understanding"] == "ok":
                break
        time.sleep(0.3)
    print(f"Ready after {time.monotonic() - started:.0f} s. Ctrl-C stops it.", flush=True)


def run_gateway(settings: Settings) -> int:
    """The gateway in this process."""
    from aiohttp import web

    from bot.content.load import ContentInvalid
    from bot.gateway.app import init_app
    from bot.gateway.clinic import ProfileInvalid

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s gateway %(message)s")
    try:
        app = init_app(settings)
    except (ProfileInvalid, ContentInvalid, ValueError) as error:
        return _fail(error)
    web.run_app(
        app,
        host=settings.host,
        port=settings.port,
        access_log=None,
        print=None,
        shutdown_timeout=2.0,
        handle_signals=True,
    )
    return 0


def run_actions(settings: Settings) -> int:
    """The action server in this process, on loopback."""
    from rasa_sdk.endpoint import create_app

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s actions %(message)s")
    for name in ("rasa_sdk", "sanic", "sanic.root", "sanic.access"):
        logging.getLogger(name).setLevel(logging.ERROR)
    app = create_app("actions")
    app.run("127.0.0.1", settings.actions_port, workers=1, access_log=False, debug=False)
    return 0


def load_directory(settings: Settings, file: str) -> int:
    """Loads services into the directory's tables."""
    from bot.database import DatabaseInvalid, upgrade
    from bot.directory.load import DirectoryInvalid, load_file

    try:
        upgrade(settings.directory_url, "bot.directory")
        print(load_file(settings.directory_url, Path(file)))
    except (DirectoryInvalid, DatabaseInvalid) as error:
        return _fail(error)
    return 0


def _fail(error: Exception) -> int:
    print(f"error: {error}", file=sys.stderr)
    return 1
