"""What the register and the audit log hold, as the office reads them; jobs/office.py changes it."""

from dashboard.access.permissions import require_administer
from dashboard.access.viewer import Viewer
from pipelines.register.agencies import Register
from pipelines.register.audit import Audit, AuditCheck, AuditEntry, AuditFilter
from pipelines.register.audit_csv import audit_csv
from pipelines.register.models import Agency, GroupMembership, Phase, Target
from pipelines.settings import data_folder


def list_agencies(viewer: Viewer) -> dict[str, Agency]:
    """Code → every agency as the register has it, by name. Raises NotAllowed."""
    require_administer(viewer)
    return {agency.agency_id: agency for agency in Register(data_folder()).entered_agencies()}


def list_groups(viewer: Viewer) -> list[GroupMembership]:
    """Every agency's place in a group, by kind and name. Raises NotAllowed."""
    require_administer(viewer)
    return Register(data_folder()).groups()


def list_targets(viewer: Viewer) -> list[Target]:
    """Every target, by measure and day. Raises NotAllowed."""
    require_administer(viewer)
    return Register(data_folder()).targets()


def list_baselines(viewer: Viewer) -> list[Phase]:
    """Every decided baseline, by measure. Raises NotAllowed."""
    require_administer(viewer)
    return Register(data_folder()).phases()


def list_entries(viewer: Viewer, asked: AuditFilter, newest: int) -> list[AuditEntry]:
    """The newest entries that the filter asks for, the newest first. Raises NotAllowed."""
    require_administer(viewer)
    return Audit(data_folder()).entries(asked, newest)[::-1]


def list_actions(viewer: Viewer) -> list[str]:
    """Every action that the log has. Raises NotAllowed."""
    require_administer(viewer)
    return Audit(data_folder()).actions()


def check_log(viewer: Viewer) -> AuditCheck:
    """Whether the log is as it was written. Raises NotAllowed."""
    require_administer(viewer)
    return Audit(data_folder()).check()


def log_csv(viewer: Viewer, asked: AuditFilter) -> bytes:
    """Every entry that the filter asks for, as CSV; the log records it. Raises NotAllowed."""
    require_administer(viewer)
    log = Audit(data_folder())
    entries = log.entries(asked)
    log.add(viewer.sender, "export", what="audit log", entries=len(entries))
    return audit_csv(entries)
