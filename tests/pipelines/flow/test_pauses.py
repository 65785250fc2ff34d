"""A pause on the board: not asked for, not missing, and closed for whoever looks at it."""

from datetime import date

import pytest

from dashboard.access.viewer import Viewer
from dashboard.queries import board as queries
from pipelines.cli.app import main
from pipelines.register.agencies import Register, RegisterProblem

OFFICE = Viewer("Office", frozenset({"state"}))
MONTHS = [date(2026, month, 1) for month in range(1, 11)]


@pytest.fixture
def store(tmp_path, send, extract, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path / "store"))
    rows = [f"A01,{n},first_contact,2026-{n:02}-05" for n in (1, 2, 8, 9, 10)]
    send(
        extract("a.csv", *rows),
        extract("b.csv", *(f"A02,{n},first_contact,2026-{n:02}-05" for n in range(1, 11))),
    )
    return tmp_path / "store"


def board_now():
    board = queries.load_board(OFFICE, None)
    assert board is not None
    return board


def statuses(agency):
    rows = queries.calendar_rows(
        OFFICE, board_now(), MONTHS[0], MONTHS[-1], date(2026, 11, 30), agency=agency
    )
    return {row["month"].month: row["status"] for row in rows}


def test_months_of_a_pause_are_not_asked_for(store):
    assert [month for month, status in statuses("A01").items() if status == "missing"] == [
        *range(3, 8)
    ]
    code = main(["active", "A01", "--from", "", "--to", "", "--closed", "2026-03..2026-06"])
    assert code == 0
    assert [month for month, status in statuses("A01").items() if status == "missing"] == [7]
    assert statuses("A01").keys() == {1, 2, 7, 8, 9, 10}
    agency = queries.agencies(OFFICE, board_now())["A01"]
    assert agency["pauses"] == [[date(2026, 3, 1), date(2026, 6, 1)]]
    assert agency["closed"] is None


def test_an_agency_that_pauses_now_is_closed_since_the_month_before(store):
    main(["withdraw", "A01", "2026-08..2026-10"])
    main(["active", "A01", "--from", "", "--to", "", "--closed", "2026-03..2027-01"])
    assert statuses("A01").keys() == {1, 2}
    assert queries.agencies(OFFICE, board_now())["A01"]["closed"] == date(2026, 2, 1)


def test_an_agencies_file_says_pauses_and_takes_them_back(store, tmp_path):
    file = tmp_path / "agencies.toml"
    file.write_text('[[agencies]]\ncode = "A01"\npauses = ["2026-03..2026-06", "2025-01"]\n')
    Register(store).enter_agencies_file(file)
    assert Register(store).agencies()[0].pauses == (
        (date(2025, 1, 1), date(2025, 1, 1)),
        (date(2026, 3, 1), date(2026, 6, 1)),
    )
    file.write_text('[[agencies]]\ncode = "A01"\npauses = ["2026-03..2026-06", "2026-05"]\n')
    with pytest.raises(RegisterProblem):
        Register(store).enter_agencies_file(file)
    file.write_text('[[agencies]]\ncode = "A01"\n')
    Register(store).enter_agencies_file(file)
    assert Register(store).agencies()[0].pauses == ()
