"""The clinic's profile: who answers for this program, and what it may tell about them."""

from dataclasses import dataclass, fields
from pathlib import Path

from bot.content.load import ContentInvalid, read_yaml
from bot.settings import ROOT, Settings

EXAMPLE = ROOT / "deploy" / "clinic.example.yml"
LONGEST_RETENTION = 3650  # days


class ProfileInvalid(ValueError):
    """clinic.yml is missing something; the text says what to write."""


@dataclass(frozen=True)
class Clinic:
    """The contents of clinic.yml. `retention_days` counts from the last message."""

    name: str
    country: str
    phone: str
    hours: str
    emergency: str
    who_reads: str
    retention_days: int
    privacy_contact: str
    minimum_age: int

    def values(self) -> dict[str, str]:
        """What a reply may hold in braces."""
        return {
            "clinic_name": self.name,
            "clinic_phone": self.phone,
            "clinic_hours": self.hours,
            "clinic_emergency": self.emergency,
            "who_reads": self.who_reads,
            "retention": f"{self.retention_days} days",
            "privacy_contact": self.privacy_contact,
            "minimum_age": str(self.minimum_age),
        }


def load_clinic(settings: Settings) -> Clinic:
    """The clinic's own profile; in a demonstration without one, the example.

    Raises ProfileInvalid.
    """
    path = settings.profile
    if not path.exists():
        if settings.live:
            raise ProfileInvalid(
                f"{path.name} is missing. Copy {EXAMPLE.relative_to(ROOT)} to {path} "
                "and fill in your clinic's own details."
            )
        path = EXAMPLE
    try:
        raw = read_yaml(path)
    except ContentInvalid as error:
        raise ProfileInvalid(str(error)) from error
    clinic = _checked(path, raw)
    if settings.live and clinic == _checked(EXAMPLE, read_yaml(EXAMPLE)):
        raise ProfileInvalid(f"{path.name} is still the example. Fill in your clinic's details.")
    return clinic


def _checked(path: Path, raw: object) -> Clinic:
    if not isinstance(raw, dict):
        raise ProfileInvalid(f"{path.name} must hold lines like `name: Your Clinic`")
    known = {field.name: field.type for field in fields(Clinic)}
    if unknown := sorted(set(raw) - set(known)):
        raise ProfileInvalid(f"{path.name}: {unknown[0]} is not known; is it misspelled?")
    for name, kind in known.items():
        value = raw.get(name)
        if value in (None, ""):
            raise ProfileInvalid(f"{path.name}: {name} is missing")
        if kind is int and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise ProfileInvalid(f"{path.name}: {name} must be a whole number above 0")
        if kind is str and not isinstance(value, str):
            raise ProfileInvalid(f'{path.name}: put {name} in quotes, like {name}: "{value}"')
    if raw["retention_days"] > LONGEST_RETENTION:
        raise ProfileInvalid(f"{path.name}: retention_days can be {LONGEST_RETENTION} at most")
    if len(raw["country"]) != 2 or not raw["country"].isalpha():
        raise ProfileInvalid(f"{path.name}: country must be two letters, like US or GB")
    return Clinic(**{**raw, "country": raw["country"].upper()})
