"""What a viewer may change of what is stored: authorised here, done by a command in a process of
its own, so that no page opens the warehouse and no one else has to wait."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.access.permissions import NotAllowed, may_administer, may_change
from dashboard.access.viewer import Viewer, viewer_scope

ROOT = Path(__file__).parents[2]


PATIENCE_SECONDS = 10


LONGEST_SECONDS = 900


@dataclass(frozen=True)
class ChangeResult:
    """Whether it was done, and what the command said; who holds the store, too."""

    well: bool
    said: str


def activate_version(viewer: Viewer, agency: str, submission: int) -> ChangeResult:
    """Make an earlier version of an agency's month the active one."""
    require(may_change(viewer, agency))
    return _run(viewer, "activate", str(submission), "--agency", agency)


def report_nothing(viewer: Viewer, agency: str, month: date) -> ChangeResult:
    """Say that an agency had nothing to report for a month that holds no rows."""
    require(may_change(viewer, agency))
    asked = ("--agency", agency, "--months", f"{month:%Y-%m}")
    return _run(viewer, "ingest", "--nothing-to-report", *asked)


def set_active_months(viewer: Viewer, agency: str, first: str, last: str) -> ChangeResult:
    """Enter from when to when an agency is active: months like 2026-09, or empty."""
    require(may_administer(viewer) and viewer_scope(viewer).allows(agency))
    return _run(viewer, "active", agency, f"--from={first}", f"--to={last}")


def require(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed


def _run(viewer: Viewer, command: str, *rest: str) -> ChangeResult:
    words = [sys.executable, "-m", "pipelines", command, *rest]
    told = [f"--who={viewer.name}", f"--wait={PATIENCE_SECONDS}"]
    try:
        ran = subprocess.run(
            [*words, *told],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return ChangeResult(False, "It took too long and was given up. Nothing is half done.")
    said = (ran.stdout.strip() or "Done.") if ran.returncode == 0 else _problem(ran)
    return ChangeResult(ran.returncode == 0, said)


def _problem(ran: subprocess.CompletedProcess) -> str:
    """The command's last line: what went wrong, in words."""
    lines = (ran.stderr.strip() or ran.stdout.strip()).splitlines()
    return lines[-1] if lines else "It could not be done."
