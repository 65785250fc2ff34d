"""Versions of an agency's months: whole, kept, joined, refused, sent twice, made active again."""

import gc
import json
import subprocess
import sys
import weakref
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.flow import ingest
from pipelines.register.agencies import Register
from pipelines.warehouse import connection as warehouse
from pipelines.warehouse import deliveries as warehouse_deliveries
from pipelines.warehouse import ledger as warehouse_ledger
from pipelines.warehouse import versions as version_changes

ROOT = Path(__file__).parents[3]
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
NINE = [f"A01,{n},first_contact,2026-09-{n:02}" for n in range(1, 10)]


def active_rows(data):
    with warehouse.open_for_writing(data, "look") as con:
        return con.execute(
            "select month(event_date), count(*) from event group by 1 order by 1"
        ).fetchall()


def ledger(data):
    """(month, version, active, rows) as the current board shows them."""
    board = board_connections.connect_board(data, board_files.current_version(data))
    return board.execute(
        "select month, version, active, rows from submission order by month, version"
    ).fetchall()


def fates(done):
    return {fate for fate, _ in done.delivered.fates.values()}


def test_a_sent_month_is_stored_and_on_the_board(extract, send, tmp_path):
    done = send(extract("a.csv", *NINE))
    assert fates(done) == {"stored"}
    assert done.new_agencies == ["A01"]
    assert ledger(tmp_path / "store") == [(SEPTEMBER, 1, True, 9)]


def test_the_same_folder_twice_changes_nothing(extract, send, tmp_path):
    files = [extract("a.csv", *NINE), extract("b.csv", "A01,1,assessment,2026-10-02")]
    first = send(*files)
    again = send(*files)
    assert fates(again) == {"unchanged"}
    assert again.board == first.board
    assert ledger(tmp_path / "store") == [(SEPTEMBER, 1, True, 9), (OCTOBER, 1, True, 1)]


def test_a_month_resubmitted_with_one_row_fewer_replaces_that_month_alone(extract, send, tmp_path):
    send(extract("a.csv", *NINE), extract("b.csv", "A01,1,assessment,2026-10-02"))
    done = send(extract("a.csv", *NINE[:-1]))
    assert fates(done) == {"stored"}
    assert ledger(tmp_path / "store") == [
        (SEPTEMBER, 1, False, 9),
        (SEPTEMBER, 2, True, 8),
        (OCTOBER, 1, True, 1),
    ]
    assert active_rows(tmp_path / "store") == [(9, 8), (10, 1)]


def test_the_old_version_can_be_made_active_again(extract, send, tmp_path):
    send(extract("a.csv", *NINE))
    first = extract("a.csv").parent  # the folder
    send(extract("a.csv", *NINE[:-1]))
    data = tmp_path / "store"
    with warehouse.open_for_writing(data, "activate") as con, warehouse.begin_transaction(con):
        assert version_changes.make_version_active(con, 1, date(2026, 11, 22)) == (
            "A01",
            SEPTEMBER,
            1,
        )
    assert active_rows(data) == [(9, 9)]
    assert first.is_dir()


def test_the_bytes_of_an_older_version_are_offered_not_stored(extract, send, tmp_path):
    send(extract("a.csv", *NINE))
    send(extract("a.csv", *NINE[:-1]))
    done = send(extract("a.csv", *NINE))
    assert set(done.delivered.fates.values()) == {("older", 1)}
    assert active_rows(tmp_path / "store") == [(9, 8)]


def test_bytes_sent_before_the_month_ended_count_again_after_it(extract, send, tmp_path):
    file = extract("a.csv", *NINE)
    early = send(file, today=date(2026, 9, 20))
    late = send(file, today=date(2026, 10, 5))
    assert (fates(early), fates(late)) == ({"stored"}, {"stored"})
    with warehouse.open_for_writing(tmp_path / "store", "look") as con:
        assert con.execute("select complete from sent").fetchall() == [(True,)]


def test_rows_that_were_ahead_of_the_first_day_of_sending_are_stored_when_sent_again(
    extract, send, tmp_path
):
    file = extract("a.csv", *NINE, "A01,10,first_contact,2026-09-25")
    send(file, today=date(2026, 9, 20))
    assert fates(send(file, today=date(2026, 9, 21))) == {"unchanged"}
    assert fates(send(file, today=date(2026, 9, 27))) == {"stored"}
    assert active_rows(tmp_path / "store") == [(9, 10)]


def test_the_same_bytes_under_two_names_are_still_the_same(extract, send):
    send(extract("a.csv", *NINE))
    done = send(extract("a.csv", *NINE), extract("copy.csv", *NINE))
    assert fates(done) == {"unchanged"}


@pytest.mark.parametrize("counts", ["true", "false"])
def test_whether_case_counts_is_a_rule_of_that_agencys_files_alone(extract, send, tmp_path, counts):
    files = [extract("a.csv", *NINE), extract("b.csv", "B01,1,assessment,2026-09-02")]
    send(*files)
    words = tmp_path / "agencies.toml"
    words.write_text(f'[[agencies]]\ncode = "A01"\ncase_sensitive_ids = {counts}\n')
    Register(tmp_path / "store").enter_agencies_file(words)
    done = send(*files)
    assert {
        done.files[place].agency_id: fate for (place, _), (fate, _) in done.delivered.fates.items()
    } == {"A01": "stored", "B01": "unchanged"}
    assert fates(send(*files)) == {"unchanged"}


def test_ids_told_apart_by_case_are_as_many_clients(extract, send, tmp_path):
    ids = [f"001a00000{n}xyZ" for n in range(4)] + [f"001a00000{n}xyz" for n in range(4)]
    mixed = extract("a.csv", *[f"A01,{each},assessment,2026-09-02" for each in ids])
    send(mixed)
    with warehouse.open_for_writing(tmp_path / "store", "look") as con:
        assert con.execute("select count(*) from client").fetchone() == (8,)
    words = tmp_path / "agencies.toml"
    words.write_text('[[agencies]]\ncode = "A01"\ncase_sensitive_ids = false\n')
    Register(tmp_path / "store").enter_agencies_file(words)
    (file,) = send(mixed, accept_loss=True).files
    assert "id_case" in {each.code for each in file.findings}
    assert (file.rows_accepted, file.duplicates) == (4, 4)


def test_a_width_entered_for_an_agencys_ids_is_a_rule_of_that_agencys_files_alone(
    extract, send, tmp_path
):
    files = [extract("a.csv", *NINE), extract("b.csv", "B01,1,assessment,2026-09-02")]
    send(*files)
    words = tmp_path / "agencies.toml"
    words.write_text('[[agencies]]\ncode = "A01"\nid_width = 6\n')
    Register(tmp_path / "store").enter_agencies_file(words)
    done = send(*files)
    assert {
        done.files[place].agency_id: fate for (place, _), (fate, _) in done.delivered.fates.items()
    } == {
        "A01": "stored",
        "B01": "unchanged",
    }
    assert fates(send(*files)) == {"unchanged"}


def test_what_was_refused_leaves_no_pseudonym_behind(extract, send, tmp_path):
    send(extract("a.csv", *NINE))
    refused = extract("a.csv", "A01,OTHER,assessment,2026-09-02,,SOMEBODY")
    done = send(refused, extract("b.csv", "B01,1,assessment,2026-09-02,,KEYB"))
    assert fates(done) == {"refused", "stored"}
    with warehouse.open_for_writing(tmp_path / "store", "look") as con:
        assert con.execute(
            "select (select count(*) from client), (select count(*) from person)"
        ).fetchall() == [(10, 1)]


def test_files_of_two_sites_for_one_month_are_one_version_with_repeats_once(
    extract, send, tmp_path
):
    detox = extract("detox.csv", *NINE[:5], "A01,9,detox_admission,2026-09-01")
    clinic = extract("clinic.csv", *NINE[3:])
    done = send(detox, clinic)
    assert fates(done) == {"stored"}
    assert ledger(tmp_path / "store") == [(SEPTEMBER, 1, True, 10)]
    assert fates(send(clinic, detox)) == {"unchanged"}


def test_a_big_loss_is_refused_with_what_would_vanish_and_nothing_changes(extract, send, tmp_path):
    send(extract("a.csv", *NINE, "A01,1,assessment,2026-09-30"))
    small = extract("a.csv", *NINE[:3])
    done = send(small)
    assert fates(done) == {"refused"}
    (checked,) = done.files
    assert (checked.outcome, checked.rows_accepted, checked.rows_held) == ("reject", 0, 3)
    assert checked.findings[0].code == "month_loses_rows"
    assert "assessment" in checked.findings[0].message
    assert ledger(tmp_path / "store") == [(SEPTEMBER, 1, True, 10)]
    assert fates(send(small, accept_loss=True)) == {"stored"}
    assert ledger(tmp_path / "store")[-1] == (SEPTEMBER, 2, True, 3)


def test_exactly_thirty_percent_fewer_rows_are_no_big_loss(extract, send):
    ten = [*NINE, "A01,1,assessment,2026-09-30"]
    send(extract("a.csv", *ten))
    assert fates(send(extract("a.csv", *ten[:7]))) == {"stored"}


def test_a_file_over_two_months_falls_whole_when_one_of_them_loses(extract, send, tmp_path):
    both = [*NINE, *[f"A01,{n},assessment,2026-10-{n:02}" for n in range(1, 10)]]
    send(extract("a.csv", *both))
    done = send(extract("a.csv", *NINE[:2], *both[9:]))
    assert fates(done) == {"refused"}
    assert ledger(tmp_path / "store") == [(SEPTEMBER, 1, True, 9), (OCTOBER, 1, True, 9)]


def test_nothing_to_report_is_not_a_missing_month(extract, send, tmp_path):
    send(extract("a.csv", *NINE))
    losses = ingest.report_nothing(
        tmp_path / "store",
        settings.load_settings(),
        who="t",
        today=date(2026, 11, 5),
        agency="A01",
        months=[OCTOBER],
    )
    assert losses == []
    board = board_connections.connect_board(tmp_path / "store", 2)
    assert board.execute(
        "select month, status from agency_month where measure = 'contact_to_service' order by 1"
    ).fetchall() == [(SEPTEMBER, "received"), (OCTOBER, "nothing_to_report")]


def test_nothing_to_report_is_not_said_of_a_month_ahead(extract, send, tmp_path):
    send(extract("a.csv", *NINE))
    said = {"who": "t", "today": date(2026, 9, 20), "agency": "A01"}
    with pytest.raises(warehouse_ledger.NotBegun, match="2026-10 has not begun"):
        ingest.report_nothing(
            tmp_path / "store", settings.load_settings(), **said, months=[SEPTEMBER, OCTOBER]
        )
    assert ledger(tmp_path / "store") == [(SEPTEMBER, 1, True, 9)]


def test_nothing_to_report_over_rows_needs_a_yes(extract, send, tmp_path):
    send(extract("a.csv", *NINE))
    said = {"who": "t", "today": date(2026, 11, 5), "agency": "A01", "months": [SEPTEMBER]}
    (loss,) = ingest.report_nothing(tmp_path / "store", settings.load_settings(), **said)
    assert (loss.rows_before, loss.rows_after) == (9, 0)
    assert active_rows(tmp_path / "store") == [(9, 9)]
    assert (
        ingest.report_nothing(
            tmp_path / "store", settings.load_settings(), **said, accept_loss=True
        )
        == []
    )
    assert active_rows(tmp_path / "store") == []


def test_a_clients_greater_raw_key_counts_on_a_tie_even_from_two_files(extract, send, tmp_path):
    one = extract("1.csv", "A01,7,assessment,2026-09-03,,KEYA")
    two = extract("2.csv", "A01,7,first_contact,2026-09-03,,KEYB")
    send(two, one)
    with warehouse.open_for_writing(tmp_path / "store", "look") as con:
        ranks = con.execute(
            "select event_type from event order by event_date desc, person_key_rank desc limit 1"
        ).fetchall()
    assert ranks == [("first_contact",)]


def test_no_raw_id_is_in_any_file_of_the_store(extract, send, tmp_path):
    header = "agency_id,client_id,event_type,event_date,person_key,record_id"
    send(
        extract(
            "a.csv",
            "A01,CANARY-CLIENT,assessment,2026-09-03,CANARY-PERSON,CANARY-RECORD",
            header=header,
        )
    )
    files = [p for p in (tmp_path / "store").rglob("*") if p.is_file()]
    assert len(files) >= 4
    assert [p.name for p in files if b"CANARY" in p.read_bytes().upper()] == []


def test_two_files_of_one_command_are_judged_on_their_own(extract, send, tmp_path):
    done = send(
        extract("good.csv", *NINE), extract("bad.csv", "A01,1", header="agency_id,client_id")
    )
    assert [f.outcome for f in done.files] == ["accept", "reject"]
    assert ledger(tmp_path / "store") == [(SEPTEMBER, 1, True, 9)]


def test_a_held_lock_is_reported_by_name(tmp_path):
    data = tmp_path / "store"
    with (
        warehouse.open_for_writing(data, "a long ingest"),
        pytest.raises(warehouse.StoreBusy, match="a long ingest"),
        warehouse.open_for_writing(data, "another", patience=0.1),
    ):
        raise AssertionError("two writers at once")


def test_another_key_is_refused_and_stores_nothing(extract, send, tmp_path, monkeypatch):
    send(extract("a.csv", *NINE))
    monkeypatch.setenv("STARBOARD_KEY", "ab" * 32)
    with pytest.raises(ingest.pseudonyms.KeyProblem, match="not the one"):
        send(extract("b.csv", "A01,1,assessment,2026-10-02"))
    assert active_rows(tmp_path / "store") == [(9, 9)]


def test_a_first_run_that_was_killed_while_it_made_the_key_can_be_run_again(
    extract, send, tmp_path
):
    script = (
        "import os; from pathlib import Path; from pipelines.warehouse import pseudonyms\n"
        "os.replace = lambda *a: os.kill(os.getpid(), 9)\n"
        f"pseudonyms.load_key(Path({str(tmp_path / 'store')!r}), make=True)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert killed.returncode == -9
    assert fates(send(extract("a.csv", *NINE))) == {"stored"}
    assert [p.name for p in tmp_path.glob("store.key*")] == ["store.key"]
    assert (tmp_path / "store.key").stat().st_mode & 0o777 == 0o600


def test_a_lost_key_is_reported_and_not_replaced(extract, send, tmp_path):
    send(extract("a.csv", *NINE))
    (tmp_path / "store.key").unlink()
    with pytest.raises(ingest.pseudonyms.KeyProblem, match="Put it back"):
        send(extract("b.csv", "A01,1,assessment,2026-10-02"))


def test_a_store_of_a_later_release_is_left_alone(extract, send, tmp_path):
    send(extract("a.csv", *NINE))
    con = duckdb.connect(tmp_path / "store" / warehouse.FILE)
    con.execute("insert into migration values (9999, now()::timestamp)")
    con.close()
    with pytest.raises(warehouse.StoreTooNew, match="later release"):
        send(extract("b.csv", "A01,1,assessment,2026-10-02"))


def test_json_of_a_file_has_the_keys_of_the_interface(extract, send):
    (checked,) = send(extract("a.csv", *NINE)).files
    found = json.loads(json.dumps(checked.to_json()))
    assert list(found) == [
        "file",
        "outcome",
        "rows_read",
        "rows_accepted",
        "rows_held",
        "duplicates",
        "months",
        "findings",
    ]


def test_a_month_far_off_the_agencys_usual_rows_is_noted_and_stored(extract, send):
    for month in (5, 6, 7):
        send(extract(f"{month}.csv", *[row.replace("-09-", f"-0{month}-") for row in NINE]))
    (usual,) = send(extract("8.csv", *[row.replace("-09-", "-08-") for row in NINE])).files
    assert "volume_unusual" not in {f.code for f in usual.findings}
    (short,) = send(extract("9.csv", *NINE[:4])).files
    assert short.outcome == "accept"
    (noted,) = (f for f in short.findings if f.code == "volume_unusual")
    assert "The file holds 4 rows a month" in noted.message


def test_a_batchs_rows_are_let_go_while_the_delivery_goes_on():
    con = duckdb.connect()
    con.execute("begin")
    con.execute("create table kept (n bigint)")
    arriving = warehouse_deliveries._ArrivingRows(con)
    seen = []
    for numbers in ([1, 2], [3], [4, 5, 6]):
        rows = pa.table({"n": numbers})
        seen.append(weakref.ref(rows))
        arriving.replace_rows(rows)
        con.execute("insert into kept from arriving where n not in (select n from kept)")
    del rows
    gc.collect()
    assert [ref() is None for ref in seen] == [True, True, False]
    assert con.execute("select list(n order by n) from kept").fetchall() == [([1, 2, 3, 4, 5, 6],)]


KEYED = "agency_id,client_id,event_type,event_date,person_key"


def keyed(extract, name, month, keys):
    lines = [
        f"A01,{client},first_contact,2026-{month:02}-{day:02},{key}"
        for client, key in keys.items()
        for day in (3, 9)
    ]
    return extract(name, *lines, header=KEYED)


def warned(done):
    return [
        (finding.code, finding.count, finding.severity)
        for file in done.files
        for finding in file.findings
        if finding.code == "key_changed"
    ]


def test_a_key_that_changes_from_one_month_to_another_is_a_warning(extract, send, tmp_path):
    first = send(keyed(extract, "8.csv", 8, {"c1": "KEY1", "c2": "KEY2", "c3": "KEY3", "c4": ""}))
    assert warned(first) == []
    second = send(keyed(extract, "9.csv", 9, {"c1": "KEY1", "c2": "KEY9", "c3": "", "c4": "KEY4"}))
    assert warned(second) == [("key_changed", 2, "warning")]
    assert second.files[0].outcome == "accept_with_warnings"
    third = send(keyed(extract, "10.csv", 10, {"c2": "KEY9", "c3": "KEY8"}))
    assert warned(third) == [("key_changed", 2, "warning")]  # c3: the month with a key before
    board = board_connections.connect_board(
        tmp_path / "store", board_files.current_version(tmp_path / "store")
    )
    assert board.execute(
        "select submission_id, rows from submission_finding where code = 'key_changed' order by 1"
    ).fetchall() == [(2, 2), (3, 2)]
    with warehouse.open_for_writing(tmp_path / "store", "look") as con:
        outcomes = con.execute("select outcome from file order by file_id").fetchall()
    assert outcomes == [(done.files[0].outcome,) for done in (first, second, third)]


def test_a_month_sent_again_is_compared_with_the_months_before_and_after(extract, send):
    keys = {"c1": "KEY1", "c2": "KEY2"}
    for month in (7, 8, 9):
        assert warned(send(keyed(extract, f"{month}.csv", month, keys))) == []
    again = send(keyed(extract, "8b.csv", 8, {"c1": "KEY7", "c2": "KEY2"}))
    assert warned(again) == [("key_changed", 2, "warning")]
    back = send(keyed(extract, "8c.csv", 8, {"c1": "KEY1", "c2": "KEY2", "c3": "KEY3"}))
    assert warned(back) == []


def test_months_of_one_file_are_compared_too_and_another_agencys_clients_are_not(extract, send):
    lines = [
        *("A01,c1,first_contact,2026-08-03,KEY1", "A01,c1,assessment,2026-09-03,KEY2"),
        *("A01,c2,first_contact,2026-08-03,KEY3", "A01,c2,assessment,2026-09-03,KEY3"),
    ]
    assert warned(send(extract("a.csv", *lines, header=KEYED))) == [("key_changed", 2, "warning")]
    other = extract("b.csv", "A02,c2,first_contact,2026-10-03,KEY4", header=KEYED)
    assert warned(send(other)) == []


def entered_in_august(data):
    board = board_connections.connect_board(data, board_files.current_version(data))
    return board.execute(
        "select completed, entered from agency_month where agency_id = 'A01'"
        " and measure = 'detox_to_outpatient' and month = date '2026-08-01'"
    ).fetchall()


def test_a_final_month_stays_until_the_office_confirms_the_changed_keys(extract, send, tmp_path):
    data, header = tmp_path / "store", f"{KEYED},discharge_reason"
    discharge = "A01,c1,detox_discharge,2026-08-03,KEY1,completed"
    service = "A02,x1,outpatient_service,2026-08-05,KEY1,"
    send(extract("a.csv", discharge, header=header), extract("b.csv", service, header=header))
    assert entered_in_august(data) == [(1, 1)]
    send(extract("c.csv", "A01,c1,first_contact,2026-09-03,KEY9,", header=header))
    assert entered_in_august(data) == [(1, 1)]
    office = tmp_path / "agencies.toml"
    office.write_text(
        "[[key_corrections]]\nagency = 'A01'\nmonth = 2026-09-01\nreason = 'new numbers'", "utf-8"
    )
    Register(data).enter_agencies_file(office)
    send(extract("d.csv", "A02,x1,assessment,2026-09-08,KEY1,", header=header))
    assert entered_in_august(data) == [(1, 0)]
