"""New baselines that the office decides on: from which month a series is judged by itself again."""

import sqlite3
from datetime import UTC, date, datetime

from pipelines.measures.registry import find_measure
from pipelines.register import audit
from pipelines.register.agencies_file import RegisterProblem
from pipelines.register.database import RegisterDatabase
from pipelines.register.models import Phase
from pipelines.register.required import require_agency

LONGEST_REASON = 500


class Baselines(RegisterDatabase):
    """The decided baselines of one data folder; each decision is in the audit log."""

    def start_baseline(self, phase: Phase, who: str) -> None:
        """Start a new baseline in a month. Raises RegisterProblem where it cannot be one."""
        reason = " ".join(phase.reason.split())
        if find_measure(phase.measure) is None:
            raise RegisterProblem(f"There is no measure {phase.measure}.")
        if not reason:
            raise RegisterProblem("A new baseline needs a reason.")
        if len(reason) > LONGEST_REASON:
            raise RegisterProblem(f"A reason has at most {LONGEST_REASON} characters.")
        with self._change() as con:
            if phase.agency_id is not None:
                require_agency(con, phase.agency_id)
            try:
                insert_baseline(con, phase, reason, who)
            except sqlite3.IntegrityError:
                raise RegisterProblem(
                    f"A baseline already starts in {phase.starts:%Y-%m} there."
                ) from None
            audit.record_audit(con, who, "baseline started", **_about(phase), reason=reason)

    def withdraw_baseline(
        self, measure: str, starts: date, agency_id: str | None, who: str
    ) -> None:
        """Take a decided baseline back. Raises RegisterProblem where there is none."""
        with self._change() as con:
            found = con.execute(
                "delete from phase where measure = ? and starts = ? and agency_id is ?"
                " returning reason",
                [measure, starts.isoformat(), agency_id],
            ).fetchone()
            if found is None:
                raise RegisterProblem(f"No baseline starts in {starts:%Y-%m} there.")
            about = _about(Phase(measure, starts, "", agency_id))
            audit.record_audit(con, who, "baseline withdrawn", **about, reason=found["reason"])


def insert_baseline(con: sqlite3.Connection, phase: Phase, reason: str, who: str) -> None:
    """Insert a baseline, decided now by `who`. Raises sqlite3.IntegrityError for a second one."""
    con.execute(
        "insert into phase (agency_id, measure, starts, reason, decided_by, decided_at)"
        " values (?, ?, ?, ?, ?, ?)",
        [
            *(phase.agency_id, phase.measure, phase.starts.isoformat(), reason, who),
            datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        ],
    )


def _about(phase: Phase) -> dict[str, str]:
    series = phase.agency_id or "statewide"
    return {"series": series, "measure": phase.measure, "month": f"{phase.starts:%Y-%m}"}
