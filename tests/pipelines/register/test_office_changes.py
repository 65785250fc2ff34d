"""Changes of agencies, groups and targets: checked, in the log with before and after, put back."""

from dataclasses import replace
from datetime import date

import pytest

from pipelines.register.active_spans import active_spans, parse_spans, spans_text, spans_to_months
from pipelines.register.agencies import Register, RegisterProblem
from pipelines.register.audit import Audit
from pipelines.register.baselines import Baselines
from pipelines.register.models import Phase, Target
from pipelines.register.office_changes import OfficeChanges
from pipelines.register.undo import CANNOT, MOVED, Undo, can_undo

GOAL, DETOX, BY = "contact_to_assessment", "detox_to_outpatient", date(2027, 6, 30)


@pytest.fixture
def data(tmp_path):
    changes = OfficeChanges(tmp_path / "store")
    for code in ("A01", "A02", "A03"):
        changes.add_agency(code, {"name": f"Agency {code}"}, "Rosa")
    return tmp_path / "store"


def register_state(data):
    register = Register(data)
    return (
        register.agencies(),
        register.groups(),
        register.targets(),
        [replace(phase, decided_by="", decided_at="") for phase in register.phases()],
    )


def change_name(data):
    OfficeChanges(data).change_agency("A01", {"name": "Alder", "id_width": 6}, "Rosa")


def change_months(data):
    first, last, pauses = spans_to_months(parse_spans("2024-01 to 2025-06, 2026-01 to"))
    Register(data).set_active("A01", first, last, "Rosa", pauses)


def change_group(data):
    OfficeChanges(data).set_group("region", "North", ["A01", "A02"], "Rosa")


def dissolve_group(data):
    OfficeChanges(data).set_group("region", "South", [], "Rosa")


def add_target(data):
    OfficeChanges(data).add_target(Target(GOAL, 5.0, BY), "Rosa")


def end_target(data):
    OfficeChanges(data).end_target(GOAL, BY, "A02", "Rosa")


def start_baseline(data):
    Baselines(data).start_baseline(Phase(GOAL, date(2026, 1, 1), "moved", "A01"), "Rosa")


def withdraw_baseline(data):
    Baselines(data).withdraw_baseline(GOAL, date(2025, 1, 1), None, "Rosa")


CHANGES = (
    *(change_name, change_months, change_group, dissolve_group),
    *(add_target, end_target, start_baseline, withdraw_baseline),
)


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_one_entry_and_can_be_put_back_once(data, change):
    OfficeChanges(data).set_group("region", "South", ["A02", "A03"], "Rosa")
    OfficeChanges(data).add_target(Target(GOAL, 4.0, BY, "A02"), "Rosa")
    Baselines(data).start_baseline(Phase(GOAL, date(2025, 1, 1), "new rule"), "Rosa")
    before, entries, revision = register_state(data), Audit(data).entries(), Register(data).revision
    change(data)
    (entry,) = Audit(data).entries()[len(entries) :]
    assert register_state(data) != before
    assert Register(data).revision == revision + 1
    assert can_undo(entry)
    Undo(data).undo(entry.audit_id, "Dana")
    assert register_state(data) == before
    assert len(Audit(data).entries()) == len(entries) + 2
    with pytest.raises(RegisterProblem):
        Undo(data).undo(entry.audit_id, "Dana")
    assert register_state(data) == before
    assert Audit(data).check().problems == ()


def test_what_was_changed_again_since_is_not_overwritten(data):
    change_name(data)
    entry = Audit(data).entries()[-1].audit_id
    OfficeChanges(data).change_agency("A01", {"name": "Birch"}, "Dana")
    with pytest.raises(RegisterProblem, match=MOVED[:20]):
        Undo(data).undo(entry, "Rosa")
    assert Register(data).agencies()[-1].name == "Birch"


def test_what_cannot_be_put_back_says_so(data):
    Audit(data).add("Rosa", "forget", agency="A01")
    for audit_id in (Audit(data).entries()[-1].audit_id, 1):
        with pytest.raises(RegisterProblem, match=CANNOT[:20]):
            Undo(data).undo(audit_id, "Rosa")
    with pytest.raises(RegisterProblem, match="no entry 999"):
        Undo(data).undo(999, "Rosa")


def test_a_change_that_changes_nothing_is_no_entry(data):
    entries = len(Audit(data).entries())
    assert not OfficeChanges(data).change_agency("A01", {"name": "Agency A01"}, "Rosa")
    OfficeChanges(data).set_group("region", "North", [], "Rosa")
    assert len(Audit(data).entries()) == entries


@pytest.mark.parametrize(
    "values",
    [
        {"id_width": 0},
        {"id_width": 65},
        {"id_width": "six"},
        {"case_sensitive_ids": "yes"},
        {"name": "x" * 201},
        {"name": 3},
        {"active_from": date(2026, 1, 1)},
        {"agency_id": "A02"},
        {"name = 'x' --": "x"},
    ],
)
def test_a_wrong_value_changes_nothing(data, values):
    before, entries = register_state(data), Audit(data).entries()
    with pytest.raises(RegisterProblem):
        OfficeChanges(data).change_agency("A01", values, "Rosa")
    with pytest.raises(RegisterProblem):
        OfficeChanges(data).add_agency("A09", values, "Rosa")
    assert (register_state(data), Audit(data).entries()) == (before, entries)


def test_an_agency_that_is_there_or_is_not_is_said(data):
    with pytest.raises(RegisterProblem, match="already"):
        OfficeChanges(data).add_agency("a01", {}, "Rosa")
    with pytest.raises(RegisterProblem, match="not in the register"):
        OfficeChanges(data).change_agency("A09", {"name": "x"}, "Rosa")
    with pytest.raises(RegisterProblem, match="code"):
        OfficeChanges(data).add_agency("A 1'; drop", {}, "Rosa")


def test_an_agency_is_in_one_group_of_a_kind(data):
    changes = OfficeChanges(data)
    changes.set_group("region", "South", ["A01", "A02"], "Rosa")
    changes.set_group("region", "North", ["A02", "A03"], "Rosa")
    changes.set_group("learning wave", "Wave 1", ["A02"], "Rosa")
    assert [(g.kind, g.name, g.agency_id) for g in Register(data).groups()] == [
        ("learning wave", "Wave 1", "A02"),
        ("region", "North", "A02"),
        ("region", "North", "A03"),
        ("region", "South", "A01"),
    ]
    for wrong in (("planet", "X", []), ("region", " ", []), ("region", "X", ["A09"])):
        with pytest.raises(RegisterProblem):
            changes.set_group(*wrong, "Rosa")


@pytest.mark.parametrize(
    "target",
    [
        Target("no_measure", 1.0, BY),
        Target(DETOX, 45.0, BY),
        Target(DETOX, -0.1, BY),
        Target(GOAL, float("nan"), BY),
        Target(GOAL, 5.0, date(1900, 1, 1)),
        Target(GOAL, 5.0, BY, "A09"),
        Target(GOAL, 6.0, date(2028, 1, 1)),
    ],
)
def test_a_target_that_cannot_be_is_refused(data, target):
    OfficeChanges(data).add_target(Target(GOAL, 5.0, date(2028, 1, 1)), "Rosa")
    with pytest.raises(RegisterProblem):
        OfficeChanges(data).add_target(target, "Rosa")
    assert len(Register(data).targets()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "2024-01 to 2025-06\n2026-01 to",
        "to 2025-06\n2026-01 to 2026-03\n2026-05 to 2026-06",
        "2024-01 to 2024-01",
        "",
    ],
)
def test_spans_are_read_as_they_are_written(data, text):
    first, last, pauses = spans_to_months(parse_spans(text))
    Register(data).set_active("A02", first, last, "Rosa", pauses)
    (agency,) = [a for a in Register(data).agencies() if a.agency_id == "A02"]
    assert spans_text(agency) == text
    assert active_spans(agency) == parse_spans(text)


@pytest.mark.parametrize(
    "text",
    [
        "2025-06 to 2025-01",
        "2024-01 to\n2026-01 to",
        "2024-01 to 2025-06\n2025-07 to",
        "2024-01 to 2025-06\nto 2026-01",
        "2024-01",
        "2024-13 to 2025-01",
        "2024-01..2024-03 to 2025-01",
        "soon to later",
        "1900-01 to",
    ],
)
def test_spans_that_cannot_be_are_refused_in_words(text):
    with pytest.raises(RegisterProblem) as problem:
        spans_to_months(parse_spans(text))
    assert len(problem.value.args[0]) > 20


def test_new_months_keep_the_pauses_that_lie_between_and_refuse_others(data):
    change_months(data)
    Register(data).set_active("A01", date(2023, 1, 1), date(2026, 9, 1), "Rosa")
    agency = Register(data).agencies()[0]
    assert agency.pauses == ((date(2025, 7, 1), date(2025, 12, 1)),)
    with pytest.raises(RegisterProblem):
        Register(data).set_active("A01", date(2025, 8, 1), None, "Rosa")
