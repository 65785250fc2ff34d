"""What the office changes of the register: done under the lock, then published."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.flow.changes import published_after
from pipelines.register.audit import AuditEntry
from pipelines.register.models import Target
from pipelines.register.office_changes import OfficeChanges
from pipelines.register.undo import Undo
from pipelines.settings import Settings
from pipelines.warehouse.connection import PATIENCE_SECONDS


def add_agency(
    data: Path,
    settings: Settings,
    code: str,
    values: Mapping[str, Any],
    *,
    who: str,
    patience: float = PATIENCE_SECONDS,
) -> str:
    """Enter a new agency; returns its code. Raises RegisterProblem, as the register's method."""
    with published_after(data, settings, "agency", patience):
        return OfficeChanges(data).add_agency(code, values, who)


def change_agency(
    data: Path,
    settings: Settings,
    code: str,
    values: Mapping[str, Any],
    *,
    who: str,
    patience: float = PATIENCE_SECONDS,
) -> bool:
    """Change fields of an agency; whether anything differed. Raises RegisterProblem."""
    with published_after(data, settings, "agency", patience):
        return OfficeChanges(data).change_agency(code, values, who)


def set_group(
    data: Path,
    settings: Settings,
    kind: str,
    name: str,
    agencies: Sequence[str],
    *,
    who: str,
    patience: float = PATIENCE_SECONDS,
) -> None:
    """Make a group of exactly these agencies. Raises RegisterProblem."""
    with published_after(data, settings, "group", patience):
        OfficeChanges(data).set_group(kind, name, agencies, who)


def add_target(
    data: Path,
    settings: Settings,
    target: Target,
    *,
    who: str,
    patience: float = PATIENCE_SECONDS,
) -> None:
    """Enter a target. Raises RegisterProblem."""
    with published_after(data, settings, "target", patience):
        OfficeChanges(data).add_target(target, who)


def end_target(
    data: Path,
    settings: Settings,
    measure: str,
    meet_by: date,
    agency: str | None,
    *,
    who: str,
    patience: float = PATIENCE_SECONDS,
) -> Target:
    """Take a target away; returns it. Raises RegisterProblem."""
    with published_after(data, settings, "target", patience):
        return OfficeChanges(data).end_target(measure, meet_by, agency, who)


def undo_change(
    data: Path,
    settings: Settings,
    entry: int,
    *,
    who: str,
    patience: float = PATIENCE_SECONDS,
) -> AuditEntry:
    """Put back what was before an entry of the audit log. Raises RegisterProblem."""
    with published_after(data, settings, "undo", patience):
        return Undo(data).undo(entry, who)
