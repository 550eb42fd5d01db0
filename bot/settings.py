"""Reads the environment into one frozen dataclass; nothing else reads `os.environ`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "AFTERWORD_"
EXAMPLES = "example-directory.db"
DEFAULT, ILLINOIS = "default", "illinois"  # values of `law`
WRITE: dict[object, str] = {bool: "1 or 0", int: "a whole number", float: "a number"}


class SettingInvalid(ValueError):
    """A setting that cannot be used; the text says which one and what to do."""


@dataclass(frozen=True)
class Settings:
    """Where things are and how the program runs. Times in seconds, sizes in bytes.

    `proxies` is how many trusted ones stand in front. `supervisor` is the process that started
    this one and without which it ends; 0: none.
    Raises SettingInvalid for a `law` that is not known, and for a negative number of proxies.
    """

    root: Path = ROOT
    data_dir: Path = ROOT / "var"
    profile: Path = ROOT / "clinic.yml"
    live: bool = False
    law: str = DEFAULT
    host: str = "127.0.0.1"
    port: int = 8000
    rasa_port: int = 5005
    actions_port: int = 5055
    conversations_url: str = ""
    directory_url: str = ""
    key: str = field(default="", repr=False)
    origins: tuple[str, ...] = ()
    proxies: int = 0
    rasa_timeout: float = 6.0
    messages_per_minute: int = 30
    conversations_per_minute: int = 20
    telegram_token: str = field(default="", repr=False)
    telegram_secret: str = field(default="", repr=False)
    telegram_api: str = "https://api.telegram.org"
    supervisor: int = 0

    def __post_init__(self) -> None:
        if self.law not in (DEFAULT, ILLINOIS):
            raise SettingInvalid(
                f"{PREFIX}LAW={self.law!r} is not known. Write {DEFAULT} or {ILLINOIS}."
            )
        if self.proxies < 0:
            raise SettingInvalid(f"{PREFIX}PROXIES={self.proxies} is too small. Write 0 or more.")

    @property
    def by_buttons(self) -> bool:
        """Whether only buttons work, and what is typed is looked at for danger alone."""
        return self.law == ILLINOIS

    @property
    def own_directory(self) -> Path:
        """The clinic's services. Until there are any, a demonstration has examples elsewhere."""
        return self.data_dir / "directory.db"

    @property
    def shows_examples(self) -> bool:
        """Whether the directory is the demonstration's, with services that are not real."""
        return self.directory_url == f"sqlite:///{self.data_dir / EXAMPLES}"

    @property
    def page(self) -> str:
        """Where a browser on this machine finds the page."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (read, not bound)
        host = everywhere.get(self.host, self.host)
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"

    @property
    def rasa_url(self) -> str:
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.actions_port}/webhook"

    @property
    def models(self) -> Path:
        return self.data_dir / "models"

    @property
    def domain(self) -> Path:
        return self.root / "bot" / "domain"


def load_settings(environ: Mapping[str, str] | None = None, **changes: object) -> Settings:
    """Settings from `AFTERWORD_*` variables; `changes` (from the command line) win.

    An empty variable counts as not set. Raises SettingInvalid for a value of the wrong type.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, object] = {}
    for name, item in Settings.__dataclass_fields__.items():
        raw = environ.get(PREFIX + name.upper())
        if raw:
            values[name] = _convert(name, raw, item.type)
    values.update({name: value for name, value in changes.items() if value is not None})
    settings = Settings(**values)  # type: ignore[arg-type]
    return _with_databases(settings, values)


def _with_databases(settings: Settings, values: dict[str, object]) -> Settings:
    """SQLite files in the data folder serve where no database is named."""
    directory = settings.own_directory
    if not settings.live and not directory.exists():
        directory = settings.data_dir / EXAMPLES
    for name, path in (
        ("conversations_url", settings.data_dir / "conversations.db"),
        ("directory_url", directory),
    ):
        values[name] = values.get(name) or f"sqlite:///{path}"
    return Settings(**values)  # type: ignore[arg-type]


def _convert(name: str, raw: str, kind: object) -> object:
    try:
        if kind is bool:
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                raw.strip().lower()
            ]
        if kind is int:
            return int(raw)
        if kind is float:
            return float(raw)
    except (KeyError, ValueError):
        raise SettingInvalid(
            f"{PREFIX}{name.upper()}={raw!r} cannot be used. Write {WRITE[kind]}."
        ) from None
    if kind is Path:
        return Path(raw).expanduser().resolve()
    if name == "origins":
        return tuple(origin.strip().rstrip("/") for origin in raw.split(",") if origin.strip())
    return raw
