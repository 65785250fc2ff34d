"""Boards: published next to the current one, immutable, kept by rule, addressable, locked down."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import export, publish
from pipelines.boards import files as board_files
from pipelines.boards import retention as boards_kept
from pipelines.flow import ingest
from pipelines.intake.find_files import find_sources
from pipelines.register.agencies import Register
from pipelines.warehouse import connection as warehouse

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def republish(data, now=NOW, **options):
    with warehouse.open_for_writing(data, "a test") as con:
        return publish.publish_board(con, data, settings.load_settings(), now, **options)


def test_a_second_publish_of_the_same_rows_makes_no_new_board(extract, send, tmp_path):
    done = send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    assert republish(tmp_path / "store") == done.board == 1
    assert republish(tmp_path / "store", force=True) == 2


def test_what_the_register_says_is_on_the_next_board(extract, send, tmp_path):
    send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    words = tmp_path / "agencies.toml"
    words.write_text(
        '[[agencies]]\ncode = "A01"\nname = "Alder"\nregion = "North"\n'
        '[[targets]]\nmeasure = "contact_to_assessment"\nvalue = 5\nby = 2027-06-30\n'
    )
    assert Register(tmp_path / "store").enter_agencies_file(words) == 1
    version = republish(tmp_path / "store")
    board = board_connections.connect_board(tmp_path / "store", version)
    assert board.execute("select name from agency").fetchall() == [("Alder",)]
    assert board.execute("select kind, group_name from agency_group").fetchall() == [
        ("region", "North")
    ]
    assert board.execute("select measure, value from target").fetchall() == [
        ("contact_to_assessment", 5.0)
    ]


def test_of_targets_with_days_the_next_to_meet_holds_in_every_verdict(extract, send, tmp_path):
    rows = [
        f"A01,{n}{month:02},{event},2026-{month:02}-{day:02}"
        for month in range(1, 11)
        for n in range(12)
        for event, day in (("first_contact", 1), ("assessment", 7))
    ]
    send(extract("a.csv", *rows))
    words = tmp_path / "agencies.toml"
    words.write_text(
        '[[agencies]]\ncode = "A01"\nname = "Alder"\n'
        + "".join(
            f'[[targets]]\nmeasure = "contact_to_assessment"\nvalue = {value}\nby = {by}\n'
            for value, by in ((9, "2026-06-30"), (4, "2028-06-30"), (5, "2027-06-30"))
        )
    )
    Register(tmp_path / "store").enter_agencies_file(words)
    board = board_connections.connect_board(tmp_path / "store", republish(tmp_path / "store"))
    found = board.execute("select value from target where is_current").fetchall()
    assert found == [(5.0,)]
    found = board.execute(
        "select distinct target from signal where measure = 'contact_to_assessment'"
    ).fetchall()
    assert found == [(5.0,)]


def test_the_same_words_twice_change_nothing(tmp_path):
    words = tmp_path / "agencies.toml"
    words.write_text('[[agencies]]\ncode = "A01"\nname = "Alder"\n')
    register = Register(tmp_path / "store")
    register.enter_agencies_file(words)
    before = register.revision
    register.enter_agencies_file(words)
    assert register.revision == before == 1


def test_a_word_the_register_does_not_know_is_named(tmp_path):
    words = tmp_path / "agencies.toml"
    words.write_text('[[agencies]]\ncode = "A01"\nnmae = "Alder"\n')
    with pytest.raises(ValueError, match="nmae"):
        Register(tmp_path / "store").enter_agencies_file(words)


def test_an_earlier_board_is_still_what_it_was(extract, send, tmp_path):
    data = tmp_path / "store"
    send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    early = board_connections.connect_board(data, 1)
    send(extract("a.csv", "A01,1,first_contact,2026-09-01", "A01,2,first_contact,2026-09-02"))
    contacts = "select sum(contacts) from agency_cohort"
    assert early.execute(contacts).fetchall() == [(1,)]
    assert board_connections.connect_board(data, 2).execute(contacts).fetchall() == [(2,)]


def test_a_reader_can_neither_write_nor_look_elsewhere(board_folder):
    board = board_connections.connect_board(board_folder, board_files.current_version(board_folder))
    for forbidden in (
        "delete from agency",
        f"attach '{board_folder / warehouse.FILE}' as w",
        f"from read_text('{ROOT / 'README.md'}')",
        "install httpfs",
        "set enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            board.execute(forbidden)


def test_a_board_holds_no_column_of_a_client(board_folder):
    board = board_connections.connect_board(board_folder, board_files.current_version(board_folder))
    columns = {
        name
        for (name,) in board.execute(
            "select column_name from (show all tables), unnest(column_names) as t(column_name)"
        ).fetchall()
    }
    assert (
        columns & {"client", "person", "person_key", "pseudonym", "event_date", "record"} == set()
    )
    assert "counted" in columns


def test_the_last_board_of_a_day_and_of_a_month_is_kept():
    days = [NOW - timedelta(days=n) for n in range(100, -1, -1)]
    published = [(2 * n + half, day) for n, day in enumerate(days) for half in (1, 2)]
    kept = boards_kept.versions_to_keep(published, NOW, daily_days=60)
    by_day = {version: day for version, day in published}
    assert all(version % 2 == 0 for version in kept)
    recent = {v for v, day in published if v % 2 == 0 and NOW - day <= timedelta(days=60)}
    assert recent <= kept
    older = sorted(kept - recent)
    assert [by_day[v].month for v in older] == [8]
    assert by_day[older[0]].day == 31


def test_as_of_a_dropped_board_opens_the_next_kept_one(extract, send, tmp_path):
    data = tmp_path / "store"
    send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    for minutes in (1, 2):
        republish(data, NOW + timedelta(minutes=minutes), force=True)
    republish(data, NOW + timedelta(days=1), force=True)
    assert board_files.published_versions(data) == [3, 4] or board_files.published_versions(
        data
    ) == [1, 3, 4]
    assert board_files.version_as_of(data, 2) == 3
    with pytest.raises(board_files.NoBoard):
        board_files.version_as_of(data, 5)


@pytest.mark.slow
def test_a_board_that_was_set_aside_opens_again_while_somebody_still_reads_it(
    extract, send, tmp_path
):
    data = tmp_path / "store"
    send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    for days in range(board_connections.OPEN_BOARDS + 1):
        republish(data, NOW + timedelta(days=days), force=True)
    first, *others = board_files.published_versions(data)
    reading = board_connections.connect_board(data, first).execute("from agency_month")
    for version in others:
        board_connections.connect_board(data, version)
    assert board_connections.connect_board(data, first).execute(
        "select version from board"
    ).fetchall() == [(first,)]
    assert len(reading.fetchall()) == 4


@pytest.mark.slow
def test_twenty_readers_of_many_boards_each_get_their_own_rows(extract, send, tmp_path):
    data = tmp_path / "store"
    send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    for days in range(board_connections.OPEN_BOARDS + 1):
        republish(data, NOW + timedelta(days=days), force=True)
    kept = board_files.published_versions(data)

    def read(reader):
        return [
            board_connections.connect_board(data, version)
            .execute("select version, ? from board", [1000 * reader + n])
            .fetchall()
            == [(version, 1000 * reader + n)]
            for n, version in enumerate(kept * 5)
        ]

    with ThreadPoolExecutor(20) as readers:
        assert all(all(right) for right in readers.map(read, range(20)))


def test_a_reader_who_has_just_read_the_pointer_still_finds_its_board(extract, send, tmp_path):
    data = tmp_path / "store"
    send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    version = republish(data, force=True)
    republish(data, NOW + timedelta(minutes=60), force=True)
    assert (
        board_connections.connect_board(data, version)
        .execute("select version from board")
        .fetchall()
    )
    assert board_connections.connect_filters(data, version).execute("from member").fetchall() == []
    republish(data, NOW + timedelta(minutes=80), force=True)
    assert version not in board_files.published_versions(data)


def test_a_copied_store_keeps_the_boards_of_earlier_days(extract, send, tmp_path):
    data, copy = tmp_path / "store", tmp_path / "copy"
    send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    for days in range(3):
        republish(data, NOW + timedelta(days=days), force=True)
    earlier = board_files.published_versions(data)
    shutil.copytree(data, copy, copy_function=shutil.copyfile)  # every file's time is new
    version = republish(copy, NOW + timedelta(days=3), force=True)
    assert board_files.published_versions(copy)[-4:] == [*earlier[-3:], version]


def test_a_store_made_again_under_a_running_reader_shows_its_own_boards(extract, send, tmp_path):
    data, found = tmp_path / "store", "select agency_id from agency"
    send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    assert board_connections.connect_board(data, 1).execute(found).fetchall() == [("A01",)]
    shutil.rmtree(data)
    (tmp_path / "store.key").unlink()
    send(extract("b.csv", "B01,1,first_contact,2026-09-01"))
    assert board_connections.connect_board(data, 1).execute(found).fetchall() == [("B01",)]


def test_an_agency_that_closes_in_a_far_year_does_not_keep_boards_from_being_made(
    extract, send, tmp_path
):
    data = tmp_path / "store"
    send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    Register(data).set_active("A01", date(2026, 9, 1), date(9999, 12, 1), "a test")
    board = board_connections.connect_board(data, republish(data))
    assert board.execute("select distinct month from agency_month").fetchall() == [
        (date(2026, 9, 1),)
    ]


def test_a_garbled_pointer_means_the_newest_board(extract, send, tmp_path):
    data = tmp_path / "store"
    send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    (board_files.boards_folder(data) / "CURRENT").write_text("\0\0\0")
    assert board_files.current_version(data) == 1
    assert republish(data, force=True) == 2
    assert (board_files.boards_folder(data) / "CURRENT").read_text() == "000002\n"


def test_a_data_folder_may_have_quotes_and_spaces_in_its_name(extract, tmp_path):
    data = tmp_path / 'the office\'s "data"'
    ingest.ingest_files(
        data,
        find_sources([extract("a.csv", "A01,1,first_contact,2026-09-01")]),
        settings.load_settings(),
        who="a test",
        today=NOW.date(),
    )
    assert len(export.export_tables(data, tmp_path / "somebody's folder")) == 6


def test_export_writes_what_the_board_holds(board_folder, tmp_path):
    written = export.export_tables(board_folder, tmp_path)
    assert [p.name for p in written] == [
        "agency_month.csv",
        "state_month.csv",
        "agency_period.csv",
        "state_period.csv",
        "agency_cohort.csv",
        "state_cohort.csv",
    ]
    head = written[0].read_text().splitlines()[0]
    assert head == (
        "agency_id,measure,month,status,counted,value,median_days,p90_days,within,held,too_long,no_contact,"
        "served_before,numerator,denominator,completed,entered,pending,entered_7,numerator_7,"
        "denominator_7,entered_30,numerator_30,denominator_30,warming_up,provisional,links_missing,"
        "provisional_7,provisional_30"
    )
    as_parquet = export.export_tables(board_folder, tmp_path, format="parquet")
    same = duckdb.sql(
        f"select (select count(*) from '{written[0]}'), (select count(*) from '{as_parquet[0]}')"
    ).fetchall()
    assert same[0][0] == same[0][1] > 800


def test_a_publish_that_was_killed_leaves_the_current_board_and_no_litter(extract, send, tmp_path):
    data = tmp_path / "store"
    send(extract("a.csv", "A01,1,first_contact,2026-09-01"))
    script = (
        "import os; from pathlib import Path; from datetime import datetime, UTC\n"
        "from pipelines import settings; from pipelines.boards import publish; "
        "from pipelines.warehouse import connection\n"
        "publish.replace_atomically = lambda *a: os.kill(os.getpid(), 9)\n"
        f"data = Path({str(data)!r})\n"
        "with connection.open_for_writing(data, 'killed') as con:\n"
        "    rules, now = settings.load_settings(), datetime.now(UTC)\n"
        "    publish.publish_board(con, data, rules, now, force=True)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert killed.returncode == -9
    assert board_files.current_version(data) == 1
    assert list(board_files.boards_folder(data).glob("*.building")) != []
    assert republish(data, force=True) == 2
    assert list(board_files.boards_folder(data).glob("*.building")) == []


def test_a_store_left_without_its_board_gets_it_with_the_next_delivery(extract, send, tmp_path):
    data = tmp_path / "store"
    file = extract("a.csv", "A01,1,first_contact,2026-09-01")
    send(file)
    os.unlink(
        board_files.board_file(data, 1)
    )  # as if the machine died between storing and publishing
    done = send(file)
    assert done.board == 2
    assert board_connections.connect_board(data, 2).execute(
        "select count(*) from agency"
    ).fetchall() == [(1,)]
