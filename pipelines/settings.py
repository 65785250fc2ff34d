"""The rules that an office may change: `settings.toml`, then its own file, as frozen values."""

import dataclasses
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

DEFAULTS = Path(__file__).with_name("settings.toml")


class SettingsError(ValueError):
    """A setting that is unknown or of the wrong kind; the message names it."""


@dataclass(frozen=True)
class Office:
    name: str
    due_day: int
    time_zone: str
    redisclosure_notice: str


@dataclass(frozen=True)
class Treatment:
    service_codes: tuple[str, ...]


@dataclass(frozen=True)
class Requests:
    restart_after_contact_days: int
    restart_after_care_days: int
    longest_days: int
    cohort_seen_days: int


@dataclass(frozen=True)
class Detox:
    window_days: int
    stay_goes_on_days: int


@dataclass(frozen=True)
class Persons:
    clients_per_key: int


@dataclass(frozen=True)
class Months:
    pooled_share: float


@dataclass(frozen=True)
class Intake:
    largest_file_mb: int
    longest_line_kib: int
    month_share: float
    stray_share: float
    month_pause: int
    month_gap: int
    held_share: float
    outside_months_share: float
    bad_id_share: float
    same_day_share: float
    no_contact_share: float
    first_of_month_share: float
    few_assessments: int
    few_rows: int
    few_ids: int
    volume_factor: float
    loss_share: float
    linked_share_kept: float
    known_share_kept: float
    linked_share_least: float
    unlinked_chance: float


@dataclass(frozen=True)
class Versions:
    superseded_rows_months: int
    daily_boards_days: int


@dataclass(frozen=True)
class Release:
    second_person: bool


@dataclass(frozen=True)
class Settings:
    office: Office
    treatment: Treatment
    requests: Requests
    detox: Detox
    persons: Persons
    months: Months
    intake: Intake
    versions: Versions
    release: Release


def load_settings(own: Path | None = None) -> Settings:
    """The defaults, overridden by the office's own file (`STARBOARD_SETTINGS`).

    Raises SettingsError for a file that cannot be read, an unknown section, key or time zone, or a
    value of another kind.
    """
    if own is None and os.environ.get("STARBOARD_SETTINGS"):
        own = Path(os.environ["STARBOARD_SETTINGS"])
    values = tomllib.loads(DEFAULTS.read_text("utf-8"))
    if own is not None:
        for section, changed in _read_own_file(own).items():
            if section not in values or not isinstance(changed, dict):
                raise SettingsError(f"{own.name}: no section [{section}] in the settings")
            for key, value in changed.items():
                if key not in values[section]:
                    raise SettingsError(f"{own.name}: no setting {key!r} in [{section}]")
                _require_same_kind(f"[{section}] {key}", values[section][key], value)
                values[section][key] = value
    _require_time_zone(values["office"]["time_zone"])
    return Settings(
        office=Office(**_frozen(values["office"])),
        treatment=Treatment(**_frozen(values["treatment"])),
        requests=Requests(**_frozen(values["requests"])),
        detox=Detox(**_frozen(values["detox"])),
        persons=Persons(**_frozen(values["persons"])),
        months=Months(**_frozen(values["months"])),
        intake=Intake(**_frozen(values["intake"])),
        versions=Versions(**_frozen(values["versions"])),
        release=Release(**_frozen(values["release"])),
    )


def settings_dict(settings: Settings) -> MappingProxyType[str, Any]:
    """Section → key → value, for a board's own record of its rules."""
    return MappingProxyType(dataclasses.asdict(settings))


def _read_own_file(own: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(own.read_text("utf-8"))
    except OSError as problem:
        raise SettingsError(f"The settings {own} cannot be read ({problem.strerror}).") from None
    except ValueError as problem:  # not UTF-8, or not TOML
        raise SettingsError(f"{own.name} is not a TOML file: {problem}") from None


def _require_same_kind(name: str, default: Any, value: Any) -> None:
    kinds = (int, float) if isinstance(default, float) else (type(default),)
    is_other = isinstance(value, bool) != isinstance(default, bool)
    if is_other or not isinstance(value, kinds):
        raise SettingsError(f"{name} must be like {default!r}")
    if isinstance(default, list) and isinstance(value, list):
        kind = type(default[0])
        if not all(isinstance(item, kind) for item in value):
            raise SettingsError(f"{name} must be like {default!r}")
    if isinstance(default, int | float) and value < 0:
        raise SettingsError(f"{name} must not be negative")


def _require_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # no name, a folder of names, none of the names
        raise SettingsError(
            f"[office] time_zone: {name!r} is no IANA name of a time zone,"
            " such as America/New_York or America/Chicago"
        ) from None


def _frozen(section: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in section.items()}


def data_folder() -> Path:
    """The folder of warehouse, boards and register: `STARBOARD_DATA`, else `data/store`."""
    return Path(os.environ.get("STARBOARD_DATA") or Path("data") / "store").resolve()
