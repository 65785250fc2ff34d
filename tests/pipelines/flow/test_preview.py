"""What a rehearsal says is what sending does, and it leaves nothing behind."""

import hashlib
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.flow import changes, ingest
from pipelines.flow import preview as flow_preview
from pipelines.messages import MonthFigure
from pipelines.register.agencies import Register
from pipelines.warehouse import connection as warehouse
from pipelines.warehouse.ledger import MonthsMoved
from pipelines.warehouse.version_diff import VersionDiff
from tests.conftest import TODAY

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
HEADER = "agency_id,client_id,event_type,event_date,discharge_reason,person_key,record_id"
NINE = [f"A01,{n},first_contact,2026-09-{n:02},,,{n}" for n in range(1, 10)]
RULES = settings.load_settings()


def sources(*files):
    return [
        ingest.Source(f"{n}.csv", "\n".join([HEADER, *lines, ""]).encode())
        for n, lines in enumerate(files)
    ]


def look(data, *files, agency="A01", **given):
    batches = list(
        ingest.check_sources(data, sources(*files), RULES, today=TODAY, agency=agency, **given)
    )
    seen, _ = flow_preview.preview_delivery(data, batches, RULES, agency=agency, today=TODAY)
    return seen


def send(data, *files, agency="A01", **given):
    return ingest.ingest_files(
        data, sources(*files), RULES, who="t", today=TODAY, agency=agency, **given
    )


def on_the_board(data, agency="A01"):
    board = board_connections.connect_board(data, board_files.current_version(data))
    return {
        (measure, month): MonthFigure(*found)
        for measure, month, *found in board.execute(
            "select measure, month, value, counted, numerator, entered, provisional, warming_up"
            " from agency_month where agency_id = ?",
            [agency],
        ).fetchall()
    }


def as_said(rehearsed, before, after):
    """Every reported figure is right, and no other moved."""
    found = {(each.measure, each.month): each for each in rehearsed.changes}
    for at, change in found.items():
        same_figure(change.before, before.get(at))
        same_figure(change.after, after.get(at))
    for at in (before.keys() | after.keys()) - found.keys():
        if at in before and at in after:
            same_figure(before[at], after[at], but=("provisional", "warming_up"))
        else:
            assert (before.get(at) or after[at]).counted == 0


def same_figure(one, other, but=()):
    if one is None or other is None:
        assert one is other
        return
    one, other = vars(one).copy(), vars(other).copy()
    values = one.pop("value"), other.pop("value")
    assert values[0] == (values[1] if values[1] is None else pytest.approx(values[1]))
    assert {k: v for k, v in one.items() if k not in but} == {
        k: v for k, v in other.items() if k not in but
    }


def difference(month):
    return VersionDiff(month.same, month.changed, month.new, month.gone)


KINDS = ("first_contact", "assessment", "outpatient_service", "detox_admission", "detox_discharge")


@st.composite
def extracts(draw, agency):
    """One agency's September and October; people are known at both agencies by a state key."""
    lines = []
    for _ in range(draw(st.integers(1, 14))):
        client = draw(st.integers(1, 4))
        kind = draw(st.sampled_from(KINDS))
        day = date(2026, draw(st.sampled_from([9, 10])), draw(st.integers(1, 28)))
        reason = "1" if kind == "detox_discharge" else ""
        key = draw(st.sampled_from(["", f"KEY{client}", "KEYALL"]))
        lines.append(f"{agency},{client},{kind},{day},{reason},{key},")
    return list(dict.fromkeys(lines))


@pytest.mark.slow
@hypothesis_settings(max_examples=8)
@given(extracts("A02"), extracts("A01"), extracts("A01"))
def test_what_is_said_is_what_the_board_shows_after_sending(elsewhere, first, second):
    with TemporaryDirectory() as folder:
        data = Path(folder) / "store"
        Register(data).add_unknown(["A01", "A02"])
        send(data, elsewhere, agency="A02")
        for lines in (first, second):
            before = on_the_board(data)
            rehearsed = look(data, lines)
            done = send(data, lines, accept_loss=True)
            as_said(rehearsed, before, on_the_board(data))
            fates = {month: fate for (_, month), fate in done.delivered.fates.items()}
            assert {m.month: (m.fate, m.submission) for m in rehearsed.months} == fates


def test_a_rehearsal_of_the_first_file_ever_makes_no_store(tmp_path):
    data = tmp_path / "store"
    (month,) = look(data, NINE).months
    assert (month.fate, month.version, month.standing) == ("stored", 1, None)
    assert difference(month) == VersionDiff(same=0, changed=0, new=9, gone=0)
    assert not (data / warehouse.FILE).exists()
    assert not (tmp_path / "store.key").exists()


def test_a_rehearsal_changes_no_byte_of_the_store(tmp_path):
    data = tmp_path / "store"
    send(data, NINE)

    def sum_of_store():
        return hashlib.sha256((data / warehouse.FILE).read_bytes()).hexdigest()

    before = sum_of_store()
    look(data, [*NINE, "A01,10,first_contact,2026-09-20,,KEY10,10"])
    flow_preview.preview_nothing(data, RULES, agency="A01", months=[SEPTEMBER], today=TODAY)
    assert sum_of_store() == before


def test_it_tells_the_version_that_is_replaced_and_the_rows_that_change(tmp_path):
    data = tmp_path / "store"
    send(data, NINE)
    changed = [*NINE[1:8], NINE[8].replace("09-09", "09-10"), "A01,10,assessment,2026-09-20,,,10"]
    (month,) = look(data, changed).months
    assert (month.version, month.standing.version, month.standing.rows) == (2, 1, 9)
    assert difference(month) == VersionDiff(same=7, changed=1, new=1, gone=1)
    assert month.complete
    assert month.vanishing is None


def test_a_big_loss_is_reported_with_what_would_vanish(tmp_path):
    data = tmp_path / "store"
    send(data, [*NINE, "A01,1,assessment,2026-09-30,,,10"])
    (month,) = look(data, NINE[:3]).months
    assert (month.standing.rows, month.rows) == (10, 3)
    assert month.vanishing == ("assessment",)


def test_the_same_bytes_are_reported_as_unchanged(tmp_path):
    data = tmp_path / "store"
    send(data, NINE)
    (month,) = look(data, NINE).months
    assert (month.fate, month.submission, month.same) == ("unchanged", 1, 9)


def test_the_bytes_of_an_older_version_are_reported_with_what_activating_it_changes(tmp_path):
    data = tmp_path / "store"
    send(data, NINE)
    send(data, NINE[:8])
    rehearsed = look(data, NINE)
    (month,) = rehearsed.months
    assert (month.fate, month.submission, month.version) == ("older", 1, 1)
    assert difference(month) == VersionDiff(same=8, changed=0, new=1, gone=0)
    before = on_the_board(data)
    changes.activate_submission(data, RULES, 1, who="t", agency="A01")
    as_said(rehearsed, before, on_the_board(data))


def test_nothing_to_report_tells_the_rows_that_it_would_take_away(tmp_path):
    data = tmp_path / "store"
    send(data, NINE)
    rehearsed = flow_preview.preview_nothing(
        data, RULES, agency="A01", months=[SEPTEMBER, OCTOBER], today=TODAY
    )
    september, october = rehearsed.months
    assert (september.standing.rows, september.gone, september.vanishing) == (9, 9, ())
    assert (october.vanishing, october.standing, october.fate) == (None, None, "stored")
    before = on_the_board(data)
    ingest.report_nothing(
        data, RULES, who="t", today=TODAY, agency="A01", months=[SEPTEMBER, OCTOBER],
        accept_loss=True,
    )  # fmt: skip
    as_said(rehearsed, before, on_the_board(data))


def test_against_a_board_of_another_release_the_stored_figures_are_computed(tmp_path, monkeypatch):
    data = tmp_path / "store"
    assessed = [*NINE, "A01,1,assessment,2026-09-30,,,10"]
    send(data, NINE)
    on_it = look(data, assessed)
    monkeypatch.setattr(board_files, "SCHEMA", board_files.SCHEMA + 1)
    assert look(data, assessed).changes == on_it.changes


def test_a_refused_file_would_change_nothing(tmp_path):
    assert look(tmp_path / "store", ["A02,1,first_contact,2026-09-01,,,"]).months == ()


def test_months_that_somebody_sent_meanwhile_are_not_overwritten(tmp_path):
    data = tmp_path / "store"
    send(data, NINE)
    (month,) = look(data, NINE[:8]).months
    send(data, [*NINE, "A01,1,assessment,2026-09-30,,,10"])
    seen = {month.month: month.standing.submission}
    with pytest.raises(MonthsMoved):
        send(data, NINE[:8], seen=seen)
    with pytest.raises(MonthsMoved):
        changes.activate_submission(data, RULES, 1, who="t", agency="A01", seen=seen)
    with pytest.raises(MonthsMoved):
        ingest.report_nothing(
            data, RULES, who="t", today=TODAY, agency="A01", months=[SEPTEMBER], seen=seen
        )
    send(data, NINE[:8], seen={SEPTEMBER: 2})


def test_another_agencys_version_cannot_be_made_active(tmp_path):
    data = tmp_path / "store"
    send(data, NINE)
    Register(data).add_unknown(["A02"])
    with pytest.raises(LookupError):
        changes.activate_submission(data, RULES, 1, who="t", agency="A02")


def test_the_write_lock_is_free_while_the_copy_is_worked_on(tmp_path, monkeypatch):
    data = tmp_path / "store"
    send(data, NINE)
    held = []
    real = warehouse.open_for_writing

    @contextmanager
    def watched(*given):
        with real(*given) as con:
            held.append(True)
            yield con
        held.append(False)

    monkeypatch.setattr(warehouse, "open_for_writing", watched)
    stored_while_held = []
    real_store = flow_preview.warehouse_deliveries.store_delivery
    monkeypatch.setattr(
        flow_preview.warehouse_deliveries,
        "store_delivery",
        lambda *a, **k: (stored_while_held.append(held[-1]), real_store(*a, **k))[1],
    )
    look(data, NINE[:8])
    assert stored_while_held == [False]


def test_a_preview_warns_of_changed_keys_before_they_are_sent(tmp_path):
    data = tmp_path / "store"
    send(data, ["A01,1,first_contact,2026-09-03,,KEY1,1", "A01,2,first_contact,2026-09-03,,KEY2,2"])
    october = ["A01,1,assessment,2026-10-03,,KEY9,3", "A01,2,assessment,2026-10-03,,KEY2,4"]
    batches = list(ingest.check_sources(data, sources(october), RULES, today=TODAY, agency="A01"))
    _, files = flow_preview.preview_delivery(data, batches, RULES, agency="A01", today=TODAY)
    found = [(f.code, f.count) for file in files for f in file.findings if f.severity == "warning"]
    assert ("key_changed", 1) in found
    sent = send(data, october)
    assert [file.findings for file in sent.files] == [file.findings for file in files]
