"""What must be in the register before something refers to it, asked within a transaction."""

import sqlite3

from pipelines.register.agencies_file import RegisterProblem


def require_agency(con: sqlite3.Connection, agency_id: str) -> None:
    """Raises RegisterProblem for an agency that is not in the register."""
    if not con.execute("select 1 from agency where agency_id = ?", [agency_id]).fetchone():
        raise RegisterProblem(f"Agency {agency_id} is not in the register.")


def require_group(con: sqlite3.Connection, kind: str, name: str) -> None:
    """Raises RegisterProblem for a group without any agency."""
    found = "select 1 from agency_group where kind = ? and name = ?"
    if not con.execute(found, [kind, name]).fetchone():
        raise RegisterProblem(f"There is no {kind} {name} in the register.")
