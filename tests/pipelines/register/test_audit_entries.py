"""Entries are filtered, counted by the day, and leave as texts that no spreadsheet computes."""

import csv
import io
from datetime import date

import pytest

from pipelines.cli.app import main
from pipelines.register.audit import Audit, AuditFilter
from pipelines.register.audit_csv import audit_csv
from pipelines.register.tallies import Tallies

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path / "store"))
    return tmp_path / "store"


def actions(data, **asked):
    return [entry.action for entry in Audit(data).entries(AuditFilter(**asked))]


def test_a_filter_asks_for_person_action_agency_and_days(data):
    log = Audit(data)
    log.add("Rosa (person 3)", "activate", agency="A01")
    log.add("Dana", "baseline started", series="A01")
    log.add("Dana", "agencies entered", agencies=["A01", "A02"])
    log.add("Dana", "withdraw", agency="A02")
    assert actions(data, who="rosa") == ["activate"]
    assert actions(data, who="%") == []
    assert actions(data, action="withdraw") == ["withdraw"]
    assert actions(data, agency="A01") == ["activate", "baseline started", "agencies entered"]
    assert actions(data, agency="A02", who="dana") == ["agencies entered", "withdraw"]
    assert actions(data, since=date(2000, 1, 1), until=date(2000, 1, 2)) == []
    today = date.fromisoformat(log.entries()[0].at[:10])
    assert len(actions(data, since=today, until=today)) == 4
    assert [entry.action for entry in log.entries(newest=1)] == ["withdraw"]


def test_what_repeats_in_a_day_is_an_entry_and_a_number(data):
    tallies = Tallies(data)
    for times in (1, 1, 5):
        tallies.count(MONDAY, "Rosa", "refused", {"why": "no"}, times)
    tallies.count(MONDAY, "Dana", "refused", {"why": "no"})
    assert [entry.about for entry in Audit(data).entries()] == [{"why": "no"}] * 2
    tallies.close_days(MONDAY)
    assert len(Audit(data).entries()) == 2
    tallies.count(TUESDAY, "Rosa", "refused", {"why": "no"})
    tallies.close_days(TUESDAY)
    assert [(entry.who, entry.about) for entry in Audit(data).entries()[2:]] == [
        ("Rosa", {"why": "no", "day": "2026-11-23", "times": 7}),
        ("Rosa", {"why": "no"}),
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =cmd|' /C calc'!A0", "\uff1d1", "\r=1"]
)
def test_no_cell_of_the_file_is_a_formula(data, text):
    Audit(data).add(text, text, name=text)
    rows = list(csv.reader(io.StringIO(audit_csv(Audit(data).entries()).decode("utf-8-sig"))))
    assert rows[0] == ["entry", "at_utc", "who", "action", "about", "hash"]
    assert all(cell[0] in "'0123456789{abcdef" for cell in rows[1])
    assert rows[1][2] == f"'{text}"


def test_the_command_writes_what_the_filter_asks_for_and_records_it(data, tmp_path, capsys):
    Audit(data).add("Rosa", "activate", agency="A01")
    Audit(data).add("Dana", "activate", agency="A02")
    out = tmp_path / "log.csv"
    assert main(["audit", "--agency", "a02", "--csv", str(out)]) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert [row["who"] for row in rows] == ["Dana"]
    assert Audit(data).entries()[-1].about == {"what": "audit log", "entries": 1}
    assert main(["audit", "--who", "rosa", "--since", "2026-01-01"]) == 0
    assert "Dana" not in capsys.readouterr().out


def test_a_setting_that_differs_is_recorded_once_with_both_values(data):
    log = Audit(data)
    log.note_settings({"office": {"due_day": 15}}, "the settings file")
    log.note_settings({"office": {"due_day": 15}}, "the settings file")
    assert log.entries() == []
    for _ in range(2):
        log.note_settings({"office": {"due_day": 20}}, "the settings file")
    (entry,) = log.entries()
    assert entry.about == {"changed": {"office.due_day": [15, 20]}}
