"""What the register and the board say of each agency, for the checks of its next file."""

from datetime import date
from pathlib import Path

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.intake.known_agencies import KnownAgencies, KnownAgency
from pipelines.register.agencies import Register


def known_agencies(data: Path) -> KnownAgencies:
    """Agency → what is known of it: of every agency in the register or on the newest board."""
    entered = {agency.agency_id: agency for agency in Register(data).agencies()}
    stored = _stored_months(data)
    known = {}
    for code in entered | stored:
        agency = entered.get(code)
        usual, first, last = stored.get(code, (None, None, None))
        known[code] = KnownAgency(
            id_width=(agency.id_width if agency else None) or 0,
            usual_rows=usual,
            first_month=first,
            last_month=last,
            case_sensitive_ids=agency.case_sensitive_ids if agency else None,
        )
    return known


def _stored_months(data: Path) -> dict[str, tuple[float | None, date, date]]:
    """Agency → the median rows of its last twelve months (None for fewer than three), its first and
    its last month with rows."""
    version = board_files.current_version(data)
    if version is None:
        return {}
    try:
        rows = board_connections.connect_board(data, version).execute(
            """
            with placed as (
                select agency_id, month, rows,
                    row_number() over (partition by agency_id order by month desc) as place
                from submission where active and rows > 0
            )
            select
                agency_id,
                case when count(*) >= 3 then median(rows) filter (place <= 12) end,
                min(month),
                max(month)
            from placed group by agency_id
            """
        )
    except board_files.NoBoard:  # lost; the next publish makes it again
        return {}
    return {agency: (usual, first, last) for agency, usual, first, last in rows.fetchall()}
