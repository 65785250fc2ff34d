"""Each command that changes or takes something out leaves its entry; others leave none."""

import pytest

from pipelines.cli.app import main
from pipelines.register.audit import Audit

GOAL, DAY = "contact_to_assessment", "2028-06-30"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path / "store"))
    return tmp_path / "store"


def test_actions_and_entries_are_the_same_list(store, tmp_path, extract, capsys):
    settings = tmp_path / "settings.toml"
    office = tmp_path / "agencies.toml"
    office.write_text('[[agencies]]\ncode = "A01"\nregion = "North"\n')
    first = extract("a.csv", "A01,1,first_contact,2026-09-01")
    again = extract("b.csv", *(f"A01,{n},first_contact,2026-09-0{n}" for n in (1, 2)))
    new_ids = ["--today", "2026-11-22"]
    done = [
        (["agencies", str(office)], ["agencies entered"]),
        (["ingest", str(first), *new_ids], ["submission"]),
        (["ingest", str(again), *new_ids], ["submission"]),
        (["activate", "1"], ["activate"]),
        (["withdraw", "A01", "2026-09"], ["withdraw"]),
        (["active", "A01", "--from", "2026-01", "--to", ""], ["active months"]),
        (["agency", "A02", "--new", "--name", "Birch"], ["agency added"]),
        (["agency", "A02", "--size", "small"], ["agency changed"]),
        (["group", "region", "South", "A02"], ["groups changed"]),
        (["target", GOAL, DAY, "5"], ["target added"]),
        (["target", GOAL, DAY, "--end"], ["target ended"]),
        (["baseline", GOAL, "2026-09", "--reason", "moved"], ["baseline started"]),
        (["baseline", GOAL, "2026-09", "--withdraw"], ["baseline withdrawn"]),
        (["grant", "ann@agency.org", "agency", "--agency", "A01"], ["role given"]),
        (["grant", "--end", "1"], ["role ended"]),
        (["grant", "--token", "--agency", "A01", "--name", "EHR"], ["token made"]),
        (["grant", "--revoke", "1"], ["token revoked"]),
        (["export", str(tmp_path / "out")], ["export"]),
        (["audit", "--csv", str(tmp_path / "log.csv")], ["export"]),
        (["forget", "--agency", "A01", "--client", "1"], ["forget"]),
        (["audit"], []),
        (["status"], []),
        (["store"], []),
        (["check", str(first)], []),
        (["grant", "--list"], []),
        (["build"], []),
    ]
    expected = []
    for words, actions in done:
        assert main(words) == 0, (words, capsys.readouterr())
        expected += actions
        assert [entry.action for entry in Audit(store).entries()] == expected, words
    settings.write_text("[office]\ndue_day = 20\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STARBOARD_SETTINGS", str(settings))
        assert main(["build"]) == 0
        assert main(["undo", "8"]) == 0
    last, undone = Audit(store).entries()[len(expected) :]
    assert (last.action, last.about) == ("settings", {"changed": {"office.due_day": [15, 20]}})
    assert (undone.action, undone.about["now"]) == ("agency changed", {"size": ""})
    assert main(["audit", "--verify"]) == 0
