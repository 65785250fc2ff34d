"""The commands as a person runs them: output, exit codes, an empty store, wrong usage."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse import connection as warehouse

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]


@pytest.fixture
def run(tmp_path):
    def call(*words, answer=None, **environment):
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "pipelines", *map(str, words)],
            cwd=ROOT,
            env={**os.environ, "STARBOARD_DATA": str(tmp_path / "store"), **environment},
            input=answer,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def test_from_a_folder_to_the_tables(run, extract, tmp_path):
    folder = extract(
        "A01_2026-09.csv", "A01,1,first_contact,2026-09-01", "A01,1,assessment,2026-09-08"
    ).parent
    done = run("ingest", folder, "--today", "2026-10-05")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Agency A01 was new" in done.stdout
    assert "Board 000001 is published." in done.stdout
    assert run("export", tmp_path / "out").returncode == 0
    rows = (tmp_path / "out" / "agency_month.csv").read_text().splitlines()
    assert rows[2].startswith("A01,contact_to_assessment,2026-09-01,received,1,7.0,7.0,7.0,")
    assert "A01: data through 2026-09-30" in run("status").stdout
    assert "version 1 (active): 2 rows from A01_2026-09.csv" in run("history", "a01").stdout


def test_a_workbook_in_a_folder_is_refused_by_name_not_passed_over(run, extract):
    folder = extract("a.csv", "A01,1,first_contact,2026-09-01").parent
    with zipfile.ZipFile(folder / "September.xlsx", "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    (folder / "notes.md").write_text("not an extract")
    done = run("ingest", folder)
    assert done.returncode == 1
    assert "September.xlsx: refused" in done.stdout
    assert "file_is_workbook" in done.stdout
    assert "a.csv: accepted" in done.stdout
    assert "notes.md: passed over" in done.stdout


def test_what_a_folder_holds_besides_extracts_is_named(run, extract):
    folder = extract("a.csv", "A01,1,first_contact,2026-09-01").parent
    for name in ("b.csv.bak", ".hidden.csv", "~$c.xlsx", "d.parquet"):
        (folder / name).write_text("x")
    (folder / "e.csv").mkdir()
    passed = {f"{name}: passed over" for name in ("b.csv.bak", ".hidden.csv", "~$c.xlsx")}
    passed |= {"d.parquet: passed over", "e.csv: passed over"}
    done = run("check", folder, "--today", "2026-10-05")
    lines = {line.split(" (")[0] for line in done.stdout.splitlines() if "passed over" in line}
    assert (done.returncode, lines) == (0, passed)
    done = run("check", folder, "--today", "2026-10-05", "--format", "json")
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == ["a.csv"]
    assert {line.split(" (")[0] for line in done.stderr.splitlines()} == passed


def test_json_is_one_object_a_file(run, extract):
    good = extract("good.csv", "A01,1,first_contact,2026-09-01")
    bad = extract("bad.csv", "A01,1", header="agency_id,client_id")
    done = run("check", good, bad, "--today", "2026-10-05", "--format", "json")
    assert done.returncode == 1
    answer = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(t["file"], t["outcome"]) for t in answer] == [
        (str(good), "accept"),
        (str(bad), "reject"),
    ] or [(t["file"], t["outcome"]) for t in answer] == [
        ("good.csv", "accept"),
        ("bad.csv", "reject"),
    ]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["status"], "Ingest a first extract"),
        (["export", "out"], "ingest a first extract"),
        (["history", "A01"], "ingest a first extract"),
    ],
)
def test_an_empty_store_says_what_to_do_next(run, words, answer, tmp_path):
    done = run(*(tmp_path / w if w == "out" else w for w in words))
    assert answer in done.stdout + done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["ingest"],
        ["ingest", "--nothing-to-report"],
        ["ingest", "x.csv", "--months", "2026-13"],
        ["ingest", "x.csv", "--agency", "a b"],
        ["ingest", "--nothing-to-report", "--agency", "A01", "--months", "2199-01"],
        ["ingest", "docs/decisions"],
        ["check", "docs/decisions"],
        ["ingest", "x.csv", "--months", "2026-09..2026-01"],
        ["check"],
        ["activate", "99"],
        ["sample", "out", "--agencies", "0"],
        ["ingest", "x.csv", "--today", "tomorrow"],
    ],
)
def test_wrong_usage_is_exit_code_two_without_a_traceback(run, words):
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_a_file_that_is_not_there_is_rejected_not_a_traceback(run, tmp_path):
    done = run("ingest", tmp_path / "nowhere.csv")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_an_earlier_version_is_made_active_again(run, extract):
    run(
        "ingest",
        extract(
            "a.csv",
            "A01,1,first_contact,2026-09-01",
            "A01,2,first_contact,2026-09-01",
            "A01,3,first_contact,2026-09-01",
            "A01,4,first_contact,2026-09-01",
        ),
    )
    run(
        "ingest",
        extract(
            "a.csv",
            "A01,1,first_contact,2026-09-01",
            "A01,2,first_contact,2026-09-01",
            "A01,3,first_contact,2026-09-01",
        ),
    )
    done = run("activate", "1")
    assert done.stdout.strip() == "A01 2026-09: version 1 is active. Board 000003 shows it."


def test_withdraw_says_what_holds_now(run, extract):
    for month in (8, 9):
        run("ingest", extract(f"{month}.csv", f"A01,1,first_contact,2026-{month:02}-01"))
    done = run("withdraw", "a01", "2026-09..2026-10")
    assert done.returncode == 0
    assert done.stdout == (
        "A01 2026-09: version 1 is taken back; the month is missing.\n"
        "1 of the months had no active version.\n"
        "Board 000003 shows it. activate makes a version active again.\n"
    )
    assert "(taken back " in run("history", "A01").stdout
    assert "withdraw: agency A01" in run("audit").stdout
    again = run("withdraw", "A01", "2026-09")
    assert (again.returncode, again.stdout) == (2, "")
    assert "None of these months of agency A01 has an active version." in again.stderr


def test_an_export_says_which_board_replaces_one_that_is_not_kept(run, extract, tmp_path):
    run("ingest", extract("a.csv", "A01,1,first_contact,2026-09-01"))
    done = run("export", tmp_path / "out", "--as-of", "0")
    assert (done.returncode, done.stderr) == (0, "Board 000000 is not kept; this is 000001.\n")


def test_an_empty_variable_names_neither_folder_nor_key(run, tmp_path):
    done = run("status", STARBOARD_DATA="", STARBOARD_KEY="")
    assert str(ROOT / "data" / "store") in done.stdout
    said = ("--nothing-to-report", "--agency", "A07", "--months", "2026-01")
    assert run("ingest", *said, STARBOARD_KEY="").returncode == 0


def test_nothing_to_report_says_what_was_done(run):
    done = run("ingest", "--nothing-to-report", "--agency", "a07", "--months", "2026-01..2026-02")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "A07 had nothing to report for 2026-01 to 2026-02.\n"
        "Agency A07 was new and is now in the register.\n"
    )


def test_a_fault_of_ours_tells_its_place_and_no_value(run, extract, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "from pipelines.warehouse import acceptance, deliveries\n"
        "def fail(con): raise ValueError(f'client {4700 + 11}')\n"
        "acceptance.judge_months = deliveries.judge_months = fail\n"
    )
    done = run(
        "ingest",
        extract("a.csv", "A01,1,first_contact,2026-09-01"),
        PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}",
    )
    assert done.returncode == 3
    assert "Starboard failed (ValueError)" in done.stderr
    assert "4711" not in done.stderr


def test_a_file_name_of_any_bytes_is_taken(run, extract):
    file = extract("a.csv", "A01,1,first_contact,2026-09-01")
    os.rename(file, os.fsencode(file.parent) + b"/caf\xe9\x1b[2J.csv")
    done = run("ingest", file.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert "caf??[2J.csv" in run("history", "A01").stdout


def test_whoever_reads_only_the_first_lines_reads_of_no_broken_disk(extract, tmp_path):
    lines = [f"A01,{n},first_contact,2026-09-{1 + n % 28:02}" for n in range(9)]
    files = [extract(f"{n}.csv", *lines) for n in range(800)]
    read = subprocess.run(
        f"{sys.executable} -m pipelines check {files[0].parent} | head -1",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert read.stderr == ""


def test_the_demo_mixes_no_sample_into_what_an_office_has_entered(run, tmp_path):
    words = tmp_path / "agencies.toml"
    words.write_text('[[agencies]]\ncode = "A01"\nname = "Alder"\n')
    run("agencies", words)
    assert (run("demo", "--no-open").returncode, run("demo", "--no-open").stdout) == (0, "")
    assert "No board yet" in run("status").stdout


def test_an_extract_sent_into_the_sample_is_stored_with_a_word(run, extract, tmp_path):
    words = tmp_path / "agencies.toml"
    words.write_text('[sample]\nmade_up = true\n[[agencies]]\ncode = "S1"\n')
    run("agencies", words)
    done = run("ingest", extract("a.csv", "A01,1,first_contact,2026-09-01"))
    assert "holds the made-up sample" in done.stdout


def test_the_demo_fills_an_empty_store_once(run):
    first = run("demo", "--no-open", "--today", "2026-11-22")
    assert (first.returncode, first.stderr) == (0, "")
    assert "214 sample files are in. Board 000001" in first.stdout
    assert run("demo", "--no-open").stdout == ""
    assert "sample data" in run("status").stdout


def test_a_client_is_forgotten_by_a_number_that_is_not_on_the_command_line(run, extract):
    run("ingest", extract("a.csv", "A01,1,first_contact,2026-09-01", "A01,2,assessment,2026-09-02"))
    done = run("forget", "--agency", "a01", "--client", "-", answer="2\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "The client is forgotten: 1 row of 1 version." in done.stdout
    assert "2 rows from a.csv (1 forgotten since)" in run("history", "A01").stdout
    again = run("forget", "--agency", "A01", "--client", "2")
    assert again.returncode == 1
    assert "No row of such a client of A01 is stored." in again.stdout
    assert run("forget", "--agency", "A09", "--client", "2").returncode == 2


def test_a_token_is_made_listed_and_revoked(run, extract):
    run("ingest", extract("a.csv", "A01,1,first_contact,2026-09-01"))
    made = run("grant", "--token", "--agency", "A01", "--name", "EHR export", "--who", "Rosa")
    assert made.returncode == 0
    token = made.stdout.splitlines()[-1]
    listed = run("grant", "--list").stdout
    assert "1  A01  EHR export: made " in listed
    assert "by Rosa, never used" in listed
    assert token.split("_")[2] not in listed
    assert "is revoked" in run("grant", "--revoke", "1").stdout
    assert ", revoked " in run("grant", "--list").stdout
    assert run("grant", "--token", "--agency", "A01").returncode == 2
    assert run("grant", "--token", "--agency", "A09", "--name", "x").returncode == 2


def test_opening_and_closing_months_are_entered_and_audited(run, extract):
    run("ingest", extract("a.csv", "A01,1,first_contact,2026-09-01"))
    done = run("active", "A01", "--from", "2026-01", "--to", "", "--who", "Rosa")
    assert done.stdout == "A01 is active from 2026-01 with no end.\n"
    assert run("active", "A01", "--from", "2026-01").returncode == 2
    assert run("active", "A09", "--from", "", "--to", "").returncode == 2
    log = run("audit").stdout
    assert "Rosa  active months: agency A01" in log
    assert "2 entries, each as it was written; the last hash is " in log


def test_build_leaves_no_byte_of_what_was_deleted(run, extract, tmp_path):
    run("ingest", extract("a.csv", *(f"A01,{n},first_contact,2026-09-01" for n in range(9))))
    con = duckdb.connect(tmp_path / "store" / warehouse.FILE)
    (trace,) = con.execute("delete from client where client = 3 returning pseudonym").fetchall()[0]
    con.close()
    assert bytes(trace) in (tmp_path / "store" / warehouse.FILE).read_bytes()
    assert run("build").returncode == 0
    assert bytes(trace) not in (tmp_path / "store" / warehouse.FILE).read_bytes()


def test_a_baseline_is_decided_listed_and_withdrawn(run, extract):
    run("ingest", extract("a.csv", "A01,1,first_contact,2026-09-01"))
    series = ("baseline", "contact_to_assessment", "2026-09", "--agency", "a01")
    assert "needs a reason" in run(*series).stderr
    done = run(*series, "--reason", "Walk-in hours", "--who", "Rosa")
    assert done.stdout == "A01, contact_to_assessment: the baseline of 2026-09 starts.\n"
    listed = run("baseline", "--list").stdout
    assert "A01           contact_to_assessment   2026-09  Rosa, " in listed
    assert "UTC: Walk-in hours" in listed
    assert run(*series, "--withdraw").returncode == 0
    assert run("baseline", "--list").stdout == ""
    assert run(*series, "--withdraw").returncode == 2
    assert run("baseline", "waiting", "2026-09", "--reason", "x").returncode == 2
    assert "or --list" in run("baseline").stderr
