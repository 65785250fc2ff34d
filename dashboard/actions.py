"""What a viewer may change of what is stored: authorised here, done by a command in a process of
its own, so that no page opens the warehouse and no one else has to wait."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.access import Viewer, scope

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 10
LONGEST_SECONDS = 900


class NotAllowed(PermissionError):
    """The viewer's roles do not grant this."""


@dataclass(frozen=True)
class Done:
    """Whether it was done, and what the command said; who holds the store, too."""

    well: bool
    said: str


def may_change(viewer: Viewer, agency: str) -> bool:
    """State staff may for every agency, an agency's staff for their own."""
    return bool({"state", "agency"} & viewer.roles) and scope(viewer).allows(agency)


def may_administer(viewer: Viewer) -> bool:
    return "state" in viewer.roles


def activate(viewer: Viewer, agency: str, submission: int) -> Done:
    """Make an earlier version of an agency's month the active one."""
    _require(may_change(viewer, agency))
    return _run(viewer, "activate", str(submission), "--agency", agency)


def report_nothing(viewer: Viewer, agency: str, month: date) -> Done:
    """Say that an agency had nothing to report for a month that holds no rows."""
    _require(may_change(viewer, agency))
    asked = ("--agency", agency, "--months", f"{month:%Y-%m}")
    return _run(viewer, "ingest", "--nothing-to-report", *asked)


def set_active(viewer: Viewer, agency: str, first: str, last: str) -> Done:
    """Enter from when to when an agency is active: months like 2026-09, or empty."""
    _require(may_administer(viewer) and scope(viewer).allows(agency))
    return _run(viewer, "active", agency, f"--from={first}", f"--to={last}")


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed


def _run(viewer: Viewer, command: str, *rest: str) -> Done:
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
        return Done(False, "It took too long and was given up. Nothing is half done.")
    said = (ran.stdout.strip() or "Done.") if ran.returncode == 0 else _problem(ran)
    return Done(ran.returncode == 0, said)


def _problem(ran: subprocess.CompletedProcess) -> str:
    """The command's last line: what went wrong, in words."""
    lines = (ran.stderr.strip() or ran.stdout.strip()).splitlines()
    return lines[-1] if lines else "It could not be done."
