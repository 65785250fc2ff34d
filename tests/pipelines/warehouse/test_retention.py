"""Rows of superseded versions go after their time; their counts stay; nothing active goes."""

from dataclasses import replace
from datetime import date

import pytest

from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.flow import ingest
from pipelines.intake.find_files import find_sources
from pipelines.warehouse import connection as warehouse
from pipelines.warehouse import retention
from pipelines.warehouse import versions as version_changes
from pipelines.warehouse.ledger import NoSubmission

HEADER = "agency_id,client_id,event_type,event_date,discharge_reason,person_key"
NINE = [f"A01,{n},first_contact,2026-09-{n:02},,P{n}PP" for n in range(1, 10)]


@pytest.fixture
def two_versions(made_once):
    """A month sent twice: client and person 9 are in the first version alone."""
    return made_once("retention", [("a.csv", HEADER, NINE)], [("b.csv", HEADER, NINE[:-1])])


def look(data, sql):
    with warehouse.open_for_writing(data, "look") as con:
        return con.execute(sql).fetchall()


def superseded(data, day):
    with warehouse.open_for_writing(data, "look") as con:
        con.execute("update submission set superseded_on = ? where not active", [day])


def keep(data, today, months=24):
    with warehouse.open_for_writing(data, "retention") as con:
        return retention.delete_expired_rows(con, months, today)


KEPT = "select version, rows, (select count(*) from event_row e where e.submission_id = s.submission_id) from submission s order by 1"  # noqa: E501


def test_rows_go_on_the_day_that_their_months_are_over_and_counts_stay(two_versions):
    superseded(two_versions, date(2024, 11, 22))
    assert keep(two_versions, date(2026, 11, 21)) == 0
    assert look(two_versions, KEPT) == [(1, 9, 9), (2, 8, 8)]
    assert keep(two_versions, date(2026, 11, 22)) == 1
    assert look(two_versions, KEPT) == [(1, 9, 0), (2, 8, 8)]
    assert look(two_versions, "select rows_deleted_on from submission order by version") == [
        (date(2026, 11, 22),),
        (None,),
    ]


def test_a_client_and_a_person_of_those_rows_alone_go_with_them(two_versions):
    superseded(two_versions, date(2020, 1, 1))
    assert look(two_versions, "select count(*) from client") == [(9,)]
    keep(two_versions, date(2026, 11, 22))
    assert look(two_versions, "select count(*) from client") == [(8,)]
    assert look(two_versions, "select count(*) from person") == [(8,)]


def test_a_second_time_deletes_nothing_and_changes_no_revision(two_versions):
    superseded(two_versions, date(2020, 1, 1))
    keep(two_versions, date(2026, 11, 22))
    before = look(two_versions, "from revision")
    assert keep(two_versions, date(2026, 11, 23)) == 0
    assert look(two_versions, "from revision") == before


def test_every_ingest_keeps_to_it_and_the_board_tells(two_versions, extract):
    rules = settings.load_settings()
    at_once = replace(rules, versions=replace(rules.versions, superseded_rows_months=0))
    other = extract("c.csv", "A01,1,assessment,2026-10-02")
    ingest.ingest_files(
        two_versions, find_sources([other]), at_once, who="t", today=date(2026, 11, 22)
    )
    assert look(two_versions, KEPT)[0] == (1, 9, 0)
    board = board_connections.connect_board(two_versions, board_files.current_version(two_versions))
    found = "select rows, rows_deleted_on is not null from submission where version = 1 order by 1"
    assert board.execute(found).fetchall() == [(1, False), (9, True)]


def test_a_version_without_rows_cannot_be_active_again_but_its_file_can_be_sent_again(
    two_versions,
):
    superseded(two_versions, date(2020, 1, 1))
    keep(two_versions, date(2026, 11, 22))
    with (
        warehouse.open_for_writing(two_versions, "activate") as con,
        pytest.raises(NoSubmission, match="were deleted; send it again"),
    ):
        version_changes.make_version_active(con, 1, date(2026, 11, 22))
    again = ingest.Source("a.csv", "\n".join([HEADER, *NINE]).encode())
    done = ingest.ingest_files(
        two_versions, [again], settings.load_settings(), who="t", today=date(2026, 11, 22)
    )
    assert {fate for fate, _ in done.delivered.fates.values()} == {"stored"}
    assert look(two_versions, KEPT)[-1] == (3, 9, 9)


def test_the_time_runs_from_the_day_a_version_was_last_active(two_versions):
    superseded(two_versions, date(2020, 1, 1))
    with warehouse.open_for_writing(two_versions, "activate") as con:
        version_changes.make_version_active(con, 1, date(2026, 11, 20))
    days = "select version, active, superseded_on from submission order by 1"
    assert look(two_versions, days) == [(1, True, None), (2, False, date(2026, 11, 20))]
    with warehouse.open_for_writing(two_versions, "activate") as con:
        version_changes.make_version_active(con, 2, date(2026, 11, 21))
    assert look(two_versions, days) == [(1, False, date(2026, 11, 21)), (2, True, None)]
    assert keep(two_versions, date(2028, 11, 20)) == 0


def test_a_store_of_the_first_release_learns_when_its_versions_were_superseded(
    tmp_path, monkeypatch
):
    first = tmp_path / "migrations"
    first.mkdir()
    (first / "0001.sql").write_text((warehouse.MIGRATIONS / "0001_ledger_and_rows.sql").read_text())
    data = tmp_path / "store"
    with monkeypatch.context() as then, store_of(data, then, first) as con:
        con.execute("insert into delivery values (1, now()::timestamp, date '2025-01-09', 't')")
        con.execute("insert into delivery values (2, now()::timestamp, date '2025-03-01', 't')")
        for number, active in ((1, False), (2, True)):
            con.execute(
                "insert into submission values (?, ?, 'A01', date '2024-12-01', ?, ?, false, true, 1)",  # noqa: E501
                [number, number, number, active],
            )
    assert look(data, "select superseded_on, rows_forgotten from submission order by version") == [
        (date(2025, 3, 1), 0),
        (None, 0),
    ]


def store_of(data, then, migrations):
    then.setattr(warehouse, "MIGRATIONS", migrations)
    return warehouse.open_for_writing(data, "an older release")
