"""The whole flow on the sample: every published cell equals the plain-Python recomputation."""

import csv
from datetime import date

from pipelines.boards import export
from tests.conftest import TODAY
from tests.pipelines.measures.comparison import compare, read_export
from tests.pipelines.measures.given import MEASURES, default_rules
from tests.pipelines.measures.recompute import Agency, Event, Sent, first_day, last_day, recompute

KINDS = {
    "first_contact", "assessment", "outpatient_service", "detox_admission", "detox_discharge",
    "request_closed",
}  # fmt: skip


def date_or_none(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def text(cell):
    return cell.strip() or None


def events_of(path):
    """A sample file read on its own: rows with an event, a client and a real date, each once."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = {tuple(sorted(row.items())): row for row in csv.DictReader(file)}
    for row in rows.values():
        day = date_or_none(row["event_date"])
        if row["event_type"] in KINDS and row["client_id"] and day:
            yield Event(
                agency_id=row["agency_id"],
                client_id=row["client_id"],
                person_key=row.get("person_key") or None,
                event_type=row["event_type"],
                event_date=day,
                discharge_reason=row["discharge_reason"] or None,
                service_code=row["service_code"] or None,
                site_id=text(row["site_id"]),
                level_of_care=text(row["level_of_care"]),
                referral_source=text(row["referral_source"]),
            )


def test_every_cell_of_the_sample_equals_the_recomputation(sample_folder, board_folder, tmp_path):
    files = sorted(sample_folder.glob("*.csv"))
    events = [event for path in files for event in events_of(path)]
    months = {(e.agency_id, first_day(e.event_date)) for e in events}
    sent = [Sent(agency, month, last_day(month) < TODAY, False) for agency, month in months]
    agencies = [Agency(code) for code in sorted({agency for agency, _ in months})]
    recomputed = recompute(events, sent, agencies, default_rules(), MEASURES)
    export.export_tables(board_folder, tmp_path)
    compared = compare(recomputed, read_export(tmp_path))
    assert compared.differences == [], str(compared)
    assert compared.cells > 30_000
    print(f"{compared.cells:,} cells compared, all equal")
