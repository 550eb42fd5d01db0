"""Topics on phrases that nobody trained on: ours beside stock Rasa.

Both are trained on the same phrases and asked the same messages, one at a time, each in a
process of its own. Prints rates alone, never a phrase.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import picture, report
from benchmarks.measures import Case, confusion
from bot.settings import ROOT, Settings, load_settings
from training.phrases import labelled_phrases

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
PHRASES = ROOT / "data" / "nlu"
Rows = list[tuple[str, str, str]]  # (text, intent, kind)
SETS = {"topics": "held-out phrases", "dev": "development phrases"}


@dataclass(frozen=True)
class Rasa:
    """One Rasa to measure; `depends_on` are the files that its training depends on."""

    stem: str
    name: str
    python: Path
    config: Path
    depends_on: tuple[Path, ...]


OURS = Rasa(
    "ours",
    "Afterword",
    Path(sys.executable),
    ROOT / "config.yml",
    (
        *sorted((ROOT / "bot" / "nlu").glob("*.py")),
        ROOT / "bot" / "text" / "weights" / "SHA256SUMS",
    ),
)
STOCK = Rasa(
    "stock",
    "stock Rasa",
    ROOT / ".venv-stock" / "bin" / "python",
    HERE / "stock" / "config.yml",
    (HERE / "requirements-stock.lock",),
)


def trained(rasa: Rasa, folder: Path) -> tuple[Path, float]:
    """A model of understanding alone and the seconds it took; kept while nothing changes."""
    model = folder / f"{rasa.stem}-{_fingerprint(rasa)}.tar.gz"
    record = model.with_suffix(".json")
    if not (model.exists() and record.exists()):
        print(f"Training {rasa.name} ...", flush=True)
        for old in folder.glob(f"{rasa.stem}-*.tar.*"):
            old.unlink()
        _run(rasa, "train", model, record, "--config", rasa.config, "--data", PHRASES)
    return model, json.loads(record.read_text(encoding="utf-8"))["seconds"]


def _fingerprint(rasa: Rasa) -> str:
    digest = hashlib.sha256()
    for path in (rasa.config, *rasa.depends_on, *sorted(PHRASES.glob("*.yml"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def measure(rasa: Rasa, model: Path, seconds: float, rows: Rows) -> report.Side:
    """Asks the model about every row."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "answers.json"
        _run(rasa, "answer", model, out, texts=[text for text, *_ in rows])
        answers: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))
    milliseconds = [answer.pop("ms") for answer in answers]
    cases = [
        Case(intent, kind, **answer)
        for (_, intent, kind), answer in zip(rows, answers, strict=True)
    ]
    return report.Side(rasa.name, cases, milliseconds, seconds)


def _run(rasa: Rasa, verb: str, *arguments: object, texts: Iterable[str] = ()) -> None:
    subprocess.run(
        [rasa.python, "-W", "ignore", "-m", "benchmarks.one_rasa", verb, *map(str, arguments)],
        input=json.dumps(list(texts)),
        text=True,
        cwd=ROOT,
        check=True,
    )


def project_model(settings: Settings) -> Path:
    """What ships: the model of the present content, trained when there is none."""
    from bot.runtime.train import train

    return train(settings)


def write(sides: list[report.Side], name: str, bench: Path) -> str:
    """JSON beside the models; table and pictures among the results when stock Rasa ran too."""
    title = (
        f"Understanding topics: {SETS[name]} ({date.today().isoformat()}, {os.cpu_count()} cores)"
    )
    table = report.as_markdown(sides, title)
    facts = {"set": name, "date": date.today().isoformat(), **report.as_json(sides)}
    (bench / "nlu.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    folder = RESULTS if len(sides) == 2 else bench
    folder.mkdir(exist_ok=True)
    (folder / f"nlu-{name}.md").write_text(table, encoding="utf-8")
    for rasa, side in zip((OURS, STOCK), sides, strict=False):
        right = sum(case.right_first for case in side.cases)
        picture.draw(
            confusion(side.cases),
            f"{side.name} on {len(side.cases)} {SETS[name]}: {right} right topic first",
            folder / f"nlu-{name}-{rasa.stem}.png",
        )
    return table


def main() -> None:
    options = _options()
    bench = load_settings().data_dir / "bench"
    bench.mkdir(parents=True, exist_ok=True)
    if options.stock and not STOCK.python.exists():
        raise SystemExit(
            ".venv-stock is missing: benchmarks/README.md says how to make it; "
            "--no-stock measures ours alone."
        )
    rows = labelled_phrases(ROOT / "tests" / options.set)
    _, seconds = trained(OURS, bench)
    sides = [measure(OURS, options.model or project_model(load_settings()), seconds, rows)]
    if options.stock:
        sides.append(measure(STOCK, *trained(STOCK, bench), rows))
    print(write(sides, options.set, bench))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, default="topics")
    parser.add_argument("--no-stock", dest="stock", action="store_false", help="ours alone")
    parser.add_argument("--model", type=Path, help="another model of ours than the present one")
    return parser.parse_args()


if __name__ == "__main__":
    main()
