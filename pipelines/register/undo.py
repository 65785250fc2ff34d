"""Puts back what was before an entry of the audit log, where that is possible."""

from datetime import date
from typing import Any

from pipelines.register.active_spans import months_about, parse_pauses
from pipelines.register.agencies_file import RegisterProblem
from pipelines.register.audit import Audit, AuditEntry
from pipelines.register.baselines import Baselines
from pipelines.register.models import Agency, Phase, Target
from pipelines.register.office_changes import OfficeChanges

# action → what putting back does, after "This"
UNDO_WORDS = {
    "agency changed": "puts the fields back that this entry changed",
    "active months": "puts the active months back that were before",
    "groups changed": "puts the groups back as they were before",
    "target added": "ends the target",
    "target ended": "enters the target again",
    "baseline started": "withdraws the baseline",
    "baseline withdrawn": "starts the baseline again",
}
CANNOT = "This cannot be put back from here."
MOVED = "This has been changed again since. Put the newest change back first."


def can_undo(entry: AuditEntry) -> bool:
    """Whether the entry's kind can be put back; `withdrawn` of older logs has no reason to use."""
    if entry.action == "baseline withdrawn":
        return "reason" in entry.about
    if entry.action == "active months":
        return isinstance(entry.about.get("before"), dict)
    return entry.action in UNDO_WORDS


class Undo(OfficeChanges):
    """Puts back changes of one data folder's register; each is a change with an entry itself."""

    def undo(self, audit_id: int, who: str) -> AuditEntry:
        """Put back what was before an entry; returns the entry.

        Raises RegisterProblem where its kind cannot be put back, or where the register does not
        hold any more what the entry says.
        """
        found = [entry for entry in Audit(self._data).entries() if entry.audit_id == audit_id]
        if not found:
            raise RegisterProblem(f"The audit log has no entry {audit_id}.")
        (entry,) = found
        if not can_undo(entry):
            raise RegisterProblem(CANNOT)
        about = entry.about
        if entry.action == "agency changed":
            self._put_agency(about, who)
        elif entry.action == "active months":
            self._put_months(about, who)
        elif entry.action == "groups changed":
            self._put_groups(about, who)
        elif entry.action.startswith("target"):
            self._put_target(entry.action, about, who)
        else:
            self._put_baseline(entry.action, about, who)
        return entry

    def _agency(self, code: str) -> Agency:
        found = [agency for agency in self._entered() if agency.agency_id == code]
        if not found:
            raise RegisterProblem(f"Agency {code} is not in the register.")
        return found[0]

    def _put_agency(self, about: dict[str, Any], who: str) -> None:
        agency = vars(self._agency(about["agency"]))
        if any(agency[key] != value for key, value in about["now"].items()):
            raise RegisterProblem(MOVED)
        self.change_agency(about["agency"], about["before"], who)

    def _put_months(self, about: dict[str, Any], who: str) -> None:
        agency, before = self._agency(about["agency"]), about["before"]
        if about["now"] != months_about(agency.active_from, agency.active_to, agency.pauses):
            raise RegisterProblem(MOVED)
        self.set_active(
            about["agency"],
            _month(before["first"]),
            _month(before["last"]),
            who,
            parse_pauses(before["pauses"]),
        )

    def _put_groups(self, about: dict[str, Any], who: str) -> None:
        held: dict[str, list[str]] = {name: [] for name in about["now"]}
        for membership in self.groups():
            if membership.kind == about["kind"] and membership.name in held:
                held[membership.name].append(membership.agency_id)
        if held != about["now"]:
            raise RegisterProblem(MOVED)
        self.put_groups(about["kind"], about["before"], who)

    def _put_target(self, action: str, about: dict[str, Any], who: str) -> None:
        agency_id = None if about["series"] == "everyone" else about["series"]
        meet_by = date.fromisoformat(about["by"])
        if action == "target added":
            self.end_target(about["measure"], meet_by, agency_id, who)
        else:
            self.add_target(Target(about["measure"], about["value"], meet_by, agency_id), who)

    def _put_baseline(self, action: str, about: dict[str, Any], who: str) -> None:
        agency_id = None if about["series"] == "statewide" else about["series"]
        starts = date.fromisoformat(f"{about['month']}-01")
        baselines = Baselines(self._data)
        if action == "baseline started":
            baselines.withdraw_baseline(about["measure"], starts, agency_id, who)
        else:
            baselines.start_baseline(
                Phase(about["measure"], starts, about["reason"], agency_id), who
            )


def _month(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None
