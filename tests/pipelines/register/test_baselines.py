"""Decided baselines: entered with a reason and an author, once a month, and taken back."""

from datetime import date

import pytest

from pipelines.register.agencies import Register
from pipelines.register.agencies_file import RegisterProblem
from pipelines.register.audit import Audit
from pipelines.register.baselines import Baselines
from pipelines.register.models import Phase

MAY = date(2026, 5, 1)
WAIT = "contact_to_assessment"


@pytest.fixture
def data(tmp_path):
    Register(tmp_path).add_unknown(["A01"])
    return tmp_path


def start(data, *, measure=WAIT, starts=MAY, reason="Same-day visits", agency="A01"):
    Baselines(data).start_baseline(Phase(measure, starts, reason, agency), "Rosa")


def kept(data):
    return [(p.agency_id, p.measure, p.starts, p.reason) for p in Register(data).phases()]


def test_a_baseline_has_its_reason_its_author_and_its_moment(data):
    start(data, reason="  Same-day\n visits ")
    start(data, agency=None)
    (state, own) = Register(data).phases()
    assert (own.reason, own.decided_by) == ("Same-day visits", "Rosa")
    assert own.decided_at.startswith("20")
    assert state.agency_id is None
    entries = [(entry.who, entry.action, entry.about) for entry in Audit(data).entries()]
    about = {"series": "A01", "measure": WAIT, "month": "2026-05", "reason": "Same-day visits"}
    assert entries[0] == ("Rosa", "baseline started", about)
    assert entries[1][2]["series"] == "statewide"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"measure": "waiting"}, "no measure waiting"),
        ({"reason": "  "}, "needs a reason"),
        ({"reason": "x" * 501}, "at most 500"),
        ({"agency": "Z9"}, "Agency Z9 is not in the register"),
        ({}, "already starts in 2026-05"),
    ],
)
def test_what_cannot_be_one_is_refused_in_words_and_changes_nothing(data, given, words):
    start(data)
    before, log = kept(data), len(Audit(data).entries())
    with pytest.raises(RegisterProblem, match=words):
        start(data, **given)
    assert (kept(data), len(Audit(data).entries())) == (before, log)


def test_the_states_series_has_one_a_month_too(data):
    start(data, agency=None)
    with pytest.raises(RegisterProblem, match="already starts"):
        start(data, agency=None)


def test_it_is_withdrawn_once(data):
    start(data)
    Baselines(data).withdraw_baseline(WAIT, MAY, "A01", "Ben")
    assert kept(data) == []
    assert Audit(data).entries()[-1].action == "baseline withdrawn"
    with pytest.raises(RegisterProblem, match="No baseline starts in 2026-05"):
        Baselines(data).withdraw_baseline(WAIT, MAY, "A01", "Ben")


def test_the_agencies_file_enters_those_that_are_new(data, tmp_path):
    file = tmp_path / "agencies.toml"
    file.write_text(
        "[[agencies]]\ncode = 'A01'\n"
        "[[baselines]]\nagency = 'A01'\nmeasure = 'contact_to_assessment'\nstarts = 2026-05-14\n"
        "reason = 'Same-day visits'\n"
    )
    Register(data).enter_agencies_file(file, "Rosa")
    revision = Register(data).revision
    Register(data).enter_agencies_file(file, "Ben")  # twice is once
    assert Register(data).revision == revision
    assert kept(data) == [("A01", WAIT, MAY, "Same-day visits")]
    assert Register(data).phases()[0].decided_by == "Rosa"
    file.write_text(file.read_text().replace("reason = 'Same-day visits'\n", ""))
    with pytest.raises(RegisterProblem, match="lacks reason"):
        Register(data).enter_agencies_file(file)
