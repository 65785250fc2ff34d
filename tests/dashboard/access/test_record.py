"""Views of another agency, exports and refusals are in the log: once, each time, counted."""

import pytest

from dashboard.access import permissions, record
from dashboard.access.viewer import Viewer
from pipelines.register.audit import Audit
from pipelines.register.tallies import Tallies

ROSA = Viewer("Rosa", frozenset({"state"}), person_id=3)
GROUP = Viewer("Gil", frozenset({"group"}), group_agencies=frozenset({"A01"}), person_id=4)
OWN = Viewer("Ann", frozenset({"agency"}), frozenset({"A01"}), person_id=5)
DEMO = Viewer("Demo", frozenset({"state"}), demo=True)


@pytest.fixture
def data(tmp_path, monkeypatch):
    store = tmp_path / "store"
    monkeypatch.setenv("STARBOARD_DATA", str(store))
    Tallies(store)
    return store


def entries(data):
    return [(entry.who, entry.action, entry.about) for entry in Audit(data).entries()]


def test_a_view_is_one_entry_a_person_agency_board_and_day(data):
    for _ in range(20):
        record.record_view(ROSA, "A01", 7)
    record.record_view(ROSA, "A01", 8)
    record.record_view(ROSA, "A02", 8)
    record.record_view(GROUP, "A01", 8)
    assert entries(data) == [
        ("Rosa (person 3)", "view", {"agency": "A01", "board": 7}),
        ("Rosa (person 3)", "view", {"agency": "A01", "board": 8}),
        ("Rosa (person 3)", "view", {"agency": "A02", "board": 8}),
        ("Gil (person 4)", "view", {"agency": "A01", "board": 8}),
    ]


def test_an_own_agency_and_the_demo_are_no_view_of_another(data):
    record.record_view(OWN, "A01", 7)
    record.record_view(DEMO, "A01", 7)
    assert entries(data) == []


def test_each_export_is_an_entry_before_the_file_is_made(data):
    def entries_so_far():
        return len(entries(data))

    for number in (1, 2):
        made = record.record_export(ROSA, entries_so_far, what="comparison", board=7)
        assert made == number
    assert entries(data) == [("Rosa (person 3)", "export", {"board": 7, "what": "comparison"})] * 2


def test_every_refusal_is_counted_and_no_question_is(data):
    for _ in range(30):
        assert not permissions.may_send_for(OWN, "A02")
        with pytest.raises(permissions.NotAllowed):
            permissions.require_send_for(OWN, "A02")
    with pytest.raises(permissions.NotAllowed):
        permissions.require_administer(OWN)
    record.write_waiting()
    refused = Audit(data).entries()
    assert [entry.who for entry in refused] == ["Ann (person 5)"] * 2
    with Tallies(data)._open() as con:
        counts = con.execute("select times from tally order by 1").fetchall()
    assert [row["times"] for row in counts] == [1, 30]


def test_without_a_register_none_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path / "none"))
    record.record_view(ROSA, "A01", 7)
    with pytest.raises(permissions.NotAllowed):
        permissions.require_administer(OWN)
    assert record.record_export(ROSA, lambda: 1, what="x") == 1
    assert not (tmp_path / "none").exists()
