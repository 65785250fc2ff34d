"""Months taken back: an earlier state holds, the figures are those of before, the log says it."""

from datetime import date

import pytest

from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.boards.export import PUBLISHED
from pipelines.flow import changes
from pipelines.register.audit import Audit
from pipelines.warehouse.ledger import NoSubmission

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
RULES = settings.load_settings()
GOOD = [f"A01,{n},first_contact,2026-09-{n:02}" for n in range(1, 10)]
GOOD += [f"A01,{n},assessment,2026-09-{n + 4:02}" for n in range(1, 10)]
WRONG = [f"A01,{n},first_contact,2026-09-{n + 9:02}" for n in range(1, 16)]
LATER = [f"A01,{n},outpatient_service,2026-10-{n:02}" for n in range(1, 10)]


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


def withdraw(store, *months, agency="A01"):
    return changes.withdraw_months(store, RULES, agency, months, who="a test")[0]


def figures(store):
    """All published rows but the ledger's, which remembers what was taken back."""
    board = board_connections.connect_board(store, board_files.current_version(store))
    return {
        table: sorted(board.execute(f"select * from {table}").fetchall(), key=repr)
        for table in PUBLISHED
        if table not in ("submission", "finding", "board")
    }


def versions(store):
    board = board_connections.connect_board(store, board_files.current_version(store))
    return board.execute(
        "select month, version, active, withdrawn_on is not null from submission"
        " order by month, version"
    ).fetchall()


def test_a_wrong_file_is_taken_back_and_the_figures_are_those_of_before(extract, send, store):
    send(extract("9.csv", *GOOD), extract("10.csv", *LATER))
    before = figures(store)
    send(extract("9.csv", *WRONG), accept_loss=True)
    assert figures(store) != before
    (withdrawn,) = withdraw(store, SEPTEMBER)
    assert (withdrawn.version, withdrawn.earlier) == (2, 1)
    assert figures(store) == before
    assert versions(store) == [
        (SEPTEMBER, 1, True, False),
        (SEPTEMBER, 2, False, True),
        (OCTOBER, 1, True, False),
    ]


def test_a_month_without_an_earlier_version_counts_as_not_sent(extract, send, store):
    send(extract("10.csv", *LATER))
    before = figures(store)
    send(extract("9.csv", *WRONG))
    (withdrawn,) = withdraw(store, SEPTEMBER)
    assert withdrawn.earlier is None
    assert figures(store) == before


def test_a_version_taken_back_is_not_gone_back_to(extract, send, store):
    send(extract("9.csv", *GOOD))
    send(extract("9.csv", *WRONG), accept_loss=True)
    withdraw(store, SEPTEMBER)
    send(extract("9.csv", *WRONG[:-1]), accept_loss=True)
    (withdrawn,) = withdraw(store, SEPTEMBER)
    assert (withdrawn.version, withdrawn.earlier) == (3, 1)


def test_what_is_taken_back_can_be_made_active_again(extract, send, store):
    send(extract("9.csv", *GOOD))
    before = figures(store)
    withdraw(store, SEPTEMBER)
    board = board_connections.connect_board(store, board_files.current_version(store))
    ((number,),) = board.execute("select submission_id from submission").fetchall()
    changes.activate_submission(store, RULES, number, who="a test")
    assert figures(store) == before
    assert versions(store) == [(SEPTEMBER, 1, True, False)]


def test_the_same_bytes_after_a_withdrawal_are_offered_again(extract, send, store):
    send(extract("9.csv", *GOOD), extract("10.csv", *LATER))
    withdraw(store, SEPTEMBER)
    done = send(extract("9.csv", *GOOD))
    assert {fate for fate, _ in done.delivered.fates.values()} == {"older"}


def test_the_audit_log_names_agency_month_and_versions(extract, send, store):
    send(extract("9.csv", *GOOD), extract("10.csv", *LATER))
    withdraw(store, SEPTEMBER, OCTOBER)
    entries = [entry.about for entry in Audit(store).entries() if entry.action == "withdraw"]
    assert entries == [
        {"agency": "A01", "month": f"2026-{month:02}-01", "version": 1, "earlier": None}
        for month in (9, 10)
    ]
    assert Audit(store).broken_at() is None


def test_months_without_an_active_version_are_said_so(extract, send, store):
    send(extract("9.csv", *GOOD))
    with pytest.raises(NoSubmission, match="None of these months of agency A01"):
        withdraw(store, OCTOBER)
    with pytest.raises(NoSubmission):
        withdraw(store, SEPTEMBER, agency="B02")
    assert versions(store) == [(SEPTEMBER, 1, True, False)]
