"""Trains Rasa when phrases, stories or the configuration changed, and only then.

Wordings are no part of what is trained: changing one needs no training.
"""

import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import Any

from bot.content.load import ContentInvalid, read_yaml
from bot.settings import Settings
from bot.text.encoder import WEIGHTS
from bot.text.transformer import checksum

LANGUAGE = "en"
KEPT_MODELS = 3
COLORS = re.compile(r"\x1b\[\d+m")


class TrainingFailed(RuntimeError):
    """Rasa could not train; the text says why and what to do."""


def model_path(settings: Settings) -> Path:
    """Where the model for the present content is, or will be. Raises TrainingFailed."""
    return settings.models / f"afterword-{fingerprint(settings)[:16]}.tar.gz"


def newest_model(settings: Settings) -> Path:
    """The model of the present content; while that is being changed, the last one trained.

    Raises TrainingFailed where there is none at all.
    """
    with suppress(TrainingFailed):
        path = model_path(settings)
        if path.exists():
            return path
    if models := _by_age(settings.models):
        return models[0]
    raise TrainingFailed("there is no trained model yet: run `python -m bot train`")


def fingerprint(settings: Settings) -> str:
    """A hash of everything that training depends on. Raises TrainingFailed."""
    digest = hashlib.sha256(checksum(WEIGHTS).encode())
    for path in _sources(settings.root):
        digest.update(path.relative_to(settings.root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    digest.update(json.dumps(merged_domain(settings.domain), sort_keys=True).encode())
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    yield root / "config.yml"
    yield from sorted((root / "data" / "nlu").glob("*.yml"))
    yield from sorted((root / "data" / "stories").glob("*.yml"))
    yield from sorted((root / "bot" / "nlu").glob("*.py"))


def merged_domain(folder: Path, language: str = LANGUAGE) -> dict[str, Any]:
    """One domain of all files, each reply standing under its name without its words.

    Raises TrainingFailed for a file that cannot be read.
    """
    merged: dict[str, Any] = {"version": "3.1"}
    for path in [folder / "_shared.yml", *sorted((folder / language).glob("*.yml"))]:
        for key, value in _read(path).items():
            if key == "responses":
                value = {name: [{"text": name}] for name in value}
            if isinstance(value, list):
                known = merged.setdefault(key, [])
                known += [item for item in value if item not in known]
            elif isinstance(value, dict):
                merged.setdefault(key, {}).update(value)
    return merged


def _read(path: Path) -> dict[str, Any]:
    try:
        read = read_yaml(path) or {}
    except ContentInvalid as error:
        raise _broken(str(error)) from error
    if not isinstance(read, dict):
        raise _broken(f"{path.name} must hold lines like `responses:`")
    return read


def train(settings: Settings, force: bool = False) -> Path:
    """The trained model's path; trains first when there is none for the present content.

    Raises TrainingFailed.
    """
    path = model_path(settings)
    if path.exists() and not force:
        return path
    settings.models.mkdir(parents=True, exist_ok=True)
    with _alone(settings.data_dir) as work:
        if force or not path.exists():
            _run_rasa(settings, work, path.name.removesuffix(".tar.gz"))
            (work / path.name).replace(path)
            _forget_old(settings.models)
    return path


@contextmanager
def _alone(data_dir: Path) -> Iterator[Path]:
    """An empty folder to work in; a second training waits. What a killed one left is removed."""
    work = data_dir / "training"
    with (data_dir / "training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        yield work
        shutil.rmtree(work, ignore_errors=True)


def _run_rasa(settings: Settings, out: Path, name: str) -> None:
    import rasa.api
    from rasa.shared.exceptions import RasaException

    domain = out / "domain.yml"
    domain.write_text(json.dumps(merged_domain(settings.domain)), encoding="utf-8")
    data = settings.root / "data"
    told = StringIO()  # reasons, and praise that has no place in our output
    try:
        with redirect_stdout(told), redirect_stderr(StringIO()):  # progress bars
            result = rasa.api.train(
                domain=str(domain),
                config=str(settings.root / "config.yml"),
                training_files=[str(data / "nlu"), str(data / "stories")],
                output=str(out),
                fixed_model_name=name,
                force_training=True,
            )
    except SystemExit as error:
        raise _broken(COLORS.sub("", told.getvalue())) from error
    except (RasaException, ValueError, KeyError, ImportError) as error:
        raise _broken(f"{error}") from error
    if result.code != 0 or result.model is None:
        raise _broken(f"Rasa wrote no model. {COLORS.sub('', told.getvalue())}")


def _broken(reason: str) -> TrainingFailed:
    advice = "Run `make check`: it names the file and line to mend."
    return TrainingFailed(f"{reason.strip()}\n{advice}")


def _forget_old(models: Path) -> None:
    for path in _by_age(models)[KEPT_MODELS:]:
        path.unlink(missing_ok=True)


def _by_age(models: Path) -> list[Path]:
    return sorted(models.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime, reverse=True)
