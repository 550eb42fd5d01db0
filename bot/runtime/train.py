"""Trains Rasa when phrases, stories or the configuration changed, and only then.

Wordings are no part of what is trained: changing one needs no training.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.settings import Settings
from bot.text.encoder import checksum

LANGUAGE = "en"
KEPT_MODELS = 3


class TrainingFailed(RuntimeError):
    """Rasa could not train; the text says why and what to do."""


def model_path(settings: Settings) -> Path:
    """Where the model for the present content is, or will be."""
    return settings.models / f"afterword-{fingerprint(settings)[:16]}.tar.gz"


def fingerprint(settings: Settings) -> str:
    """A hash of everything that training depends on."""
    digest = hashlib.sha256(checksum().encode())
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
    """One domain of all files, each reply standing under its name without its words."""
    merged: dict[str, Any] = {"version": "3.1"}
    for path in [folder / "_shared.yml", *sorted((folder / language).glob("*.yml"))]:
        for key, value in (YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}).items():
            if key == "responses":
                value = {name: [{"text": name}] for name in value}
            if isinstance(value, list):
                known = merged.setdefault(key, [])
                known += [item for item in value if item not in known]
            elif isinstance(value, dict):
                merged.setdefault(key, {}).update(value)
    return merged


def train(settings: Settings, force: bool = False) -> Path:
    """The trained model's path; trains first when there is none for the present content.

    Raises TrainingFailed.
    """
    path = model_path(settings)
    if path.exists() and not force:
        return path
    settings.models.mkdir(parents=True, exist_ok=True)
    work = settings.data_dir / "training"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    domain = work / "domain.yml"
    domain.write_text(json.dumps(merged_domain(settings.domain)), encoding="utf-8")
    _run_rasa(settings, domain, work)
    (work / path.name).replace(path)
    shutil.rmtree(work, ignore_errors=True)
    _forget_old(settings.models)
    return path


def _run_rasa(settings: Settings, domain: Path, out: Path) -> None:
    import rasa.api
    from rasa.shared.exceptions import RasaException

    data = settings.root / "data"
    try:
        result = rasa.api.train(
            domain=str(domain),
            config=str(settings.root / "config.yml"),
            training_files=[str(data / "nlu"), str(data / "stories")],
            output=str(out),
            fixed_model_name=model_path(settings).name.removesuffix(".tar.gz"),
            force_training=True,
        )
    except (RasaException, ValueError, KeyError, SystemExit) as error:
        raise TrainingFailed(
            f"{error}\nRun `make check`: it names the file and line to mend."
        ) from error
    if result.code != 0 or result.model is None:
        raise TrainingFailed("Rasa wrote no model. Run `make check` for the reason.")


def _forget_old(models: Path) -> None:
    by_age = sorted(models.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in by_age[KEPT_MODELS:]:
        path.unlink(missing_ok=True)
