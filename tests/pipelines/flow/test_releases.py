"""Releases as a workflow: asked for, seconded, out, withdrawn; frozen, signed, blinded."""

import csv
import shutil
from collections import Counter
from datetime import date

import pytest

from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.cli.app import main
from pipelines.flow import ingest, releases
from pipelines.register.agencies import RegisterProblem
from pipelines.register.audit import Audit
from pipelines.register.releases import NotSigned, Releases
from pipelines.releases import counts, files, signing
from pipelines.releases.cells import series_cells
from pipelines.statistics import disclosure
from tests.conftest import TODAY

pytestmark = pytest.mark.slow
NAMES = ("Alder", "Birch", "Cypress", "Dogwood", "Elm", "Fern")


@pytest.fixture
def data(board_folder, tmp_path, monkeypatch):
    shutil.copytree(board_folder, tmp_path / "store")
    shutil.copy(board_folder.with_name(f"{board_folder.name}.key"), tmp_path / "store.key")
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path / "store"))
    return tmp_path / "store"


def make(data, **options):
    return releases.request_release(data, "a test", "Sam", **options)


def rows(data, number, table="agency_cell"):
    con = files.connect_release(data, number)
    con.execute(f"select * from {table} order by all")
    names = [column[0] for column in con.description]
    return [dict(zip(names, row, strict=True)) for row in con.fetchall()]


def true_counts(data, cell, code_of):
    """n of a cell from the board's months, or persons entered and counted, each once a period."""
    agency = next(agency for agency, code in code_of.items() if code == cell["code"])
    board = board_connections.connect_board(data, 1)
    counted = board.execute(
        "select sum(counted)::int from agency_month"
        " where agency_id = ? and measure = ? and month between ? and ?",
        [agency, cell["measure"], cell["starts"], cell["ends"]],
    ).fetchall()[0]
    persons = board.execute(
        "select numerator, denominator from agency_period"
        " where agency_id = ? and measure = ? and grain = ? and starts = ?",
        [agency, cell["measure"], cell["grain"], cell["starts"]],
    ).fetchall()
    return *counted, *(persons[0] if persons else (None, None))


def test_every_cell_is_the_rule_applied_to_the_boards_months(data):
    make(data)
    code_of = Releases(data).known_codes()
    tried = 0
    for cell in rows(data, 1):
        if cell["mark"] in ("[p]", "[x]", "[z]"):
            assert cell["counted"] is cell["value"] is cell["entered"] is None
            assert cell["size"] == ""
            continue
        tried += 1
        counted, entered, whole = true_counts(data, cell, code_of)
        sides = [counted] if entered is None else [entered, whole - entered, whole]
        assert (cell["mark"] == "[c]") == any(1 <= side <= 10 for side in sides)
        if cell["mark"]:
            assert cell["counted"] is cell["value"] is cell["entered"] is None
        elif cell["grain"] == "month":
            assert cell["size"] == disclosure.size_word(counted)
        else:
            assert abs(cell["counted"] - (counted if entered is None else whole)) <= 2
    assert tried > 400


def test_one_grain_a_year_and_no_period_twice(data):
    make(data)
    grains = {}
    for cell in rows(data, 1):
        grains.setdefault((cell["code"], cell["measure"], cell["year"]), set()).add(cell["grain"])
    assert {len(found) for found in grains.values()} == {1}


def test_the_states_figures_are_arithmetic_on_what_is_shown(data):
    make(data)
    cells = [cell for cell in rows(data, 1) if not cell["mark"]]
    for pooled in rows(data, 1, "pooled_cell"):
        if pooled["group_name"] or pooled["entered"] is None or pooled["grain"] != "year":
            continue
        own = [
            cell
            for cell in cells
            if (cell["measure"], str(cell["year"])) == (pooled["measure"], pooled["period"])
        ]
        assert pooled["entered"] == sum(cell["entered"] for cell in own)
        assert pooled["counted"] == sum(cell["counted"] for cell in own)
        assert pooled["value"] == pooled["entered"] / pooled["counted"]


def test_a_release_names_no_agency_but_those_that_agree(data):
    Releases(data).give_consent("A02", "Sam")
    make(data)
    content = files.release_file(data, 1).read_bytes()
    assert b"Birch" in content
    assert not [name for name in NAMES if name != "Birch" and name.encode() in content]
    assert b"A01" not in content
    names = {row["name"] for row in rows(data, 1, "agency")}
    assert names == {None, "Birch"}
    Releases(data).end_consent("A02", "Sam")
    make(data)
    assert {row["name"] for row in rows(data, 2, "agency")} == {None}
    assert {row["code"] for row in rows(data, 2, "agency")} == {
        row["code"] for row in rows(data, 1, "agency")
    }


def resend_without_half(data, sample_folder, agency="A01", month="2026-05"):
    """An agency corrects a month: half of its rows are gone."""
    lines = (sample_folder / f"{agency}_{month}.csv").read_text("utf-8").splitlines()
    half = [lines[0], *lines[1::2]]
    ingest.ingest_files(
        data,
        [ingest.Source("again.csv", "\n".join(half).encode())],
        settings.load_settings(),
        who="a test",
        today=TODAY,
        months=[date.fromisoformat(f"{month}-01")],
        accept_loss=True,
        accept_new_ids=True,
    )


def test_what_is_out_stays_as_it_is_until_a_new_edition(data, sample_folder, monkeypatch):
    make(data)
    before = rows(data, 1)
    resend_without_half(data, sample_folder)
    make(data)
    assert rows(data, 2) == before
    with pytest.raises(RegisterProblem, match="one new edition a year"):
        make(data, new_edition=True)
    draft = releases.draft_release(data, new_edition=True)
    changed = [cell for cell in draft.cells if releases.cell_key(cell) not in draft.kept]
    assert changed
    assert {(c.agency_id, c.measure, c.year, c.grain) for c in draft.cells} >= {
        (agency, cell["measure"], cell["year"], cell["grain"])
        for cell in before
        for agency, code in Releases(data).known_codes().items()
        if code == cell["code"]
    }


def test_a_preview_counts_what_is_withheld_new_and_corrected(data, sample_folder):
    first = releases.preview_release(data)
    make(data)
    cells = rows(data, 1)
    code_of = Releases(data).known_codes()
    assert first.marks == dict(Counter(cell["mark"] for cell in cells))
    assert first.corrected == 0
    for agency in first.agencies:
        own = [cell for cell in cells if cell["code"] == code_of[agency.agency]]
        assert agency.marks == dict(Counter(cell["mark"] for cell in own))
        assert agency.new == sum(cell["mark"] in ("", "[c]") for cell in own)
        assert sorted(agency.withheld) == sorted(
            (cell["measure"], cell["period"]) for cell in own if cell["mark"] == "[c]"
        )
    assert any(agency.withheld for agency in first.agencies)
    resend_without_half(data, sample_folder)
    second = releases.preview_release(data)
    assert second.new == 0
    assert {agency.agency for agency in second.agencies if agency.corrected} >= {"A01"}


def test_the_figures_of_a_withdrawn_release_stay_what_they_were(data, sample_folder):
    make(data)
    before = rows(data, 1)
    assert files.newest_out(data).number == 1
    releases.withdraw_release(data, 1, "a mistake", "Sam")
    assert files.newest_out(data) is None
    resend_without_half(data, sample_folder)
    make(data)
    assert files.newest_out(data).number == 2
    assert rows(data, 2) == before


def test_a_second_person_must_say_yes(data):
    asked = make(data, second_person=True)
    assert asked.state == "waiting"
    assert files.newest_out(data) is None
    with pytest.raises(RegisterProblem, match="second person"):
        releases.approve_release(data, 1, "Sam", second_person=True)
    with pytest.raises(RegisterProblem, match="second person"):
        releases.approve_release(data, 1, " SAM", second_person=True)
    with pytest.raises(RegisterProblem, match="waits for a second"):
        make(data, second_person=True)
    assert releases.approve_release(data, 1, "Rosa", second_person=True).state == "out"
    make(data, second_person=True)
    releases.refuse_release(data, 2, "Rosa")
    with pytest.raises(RegisterProblem, match="is refused"):
        releases.approve_release(data, 2, "Rosa", second_person=True)
    assert not files.waiting_file(data, 2).exists()
    actions = [entry.action for entry in Audit(data).entries()]
    assert actions[-4:] == [
        "release requested",
        "release out",
        "release requested",
        "release refused",
    ]


def test_cells_stay_when_the_board_no_longer_has_their_months(data):
    """Else they would come back corrected, and two figures of one cell would be out."""
    make(data)
    board = board_connections.connect_board(data, 1)
    early = [s for s in counts.read_counts(board) if s.agency_id == "A01"]
    before = {releases.cell_key(c): c for c in releases.draft_release(data).cells if c.is_out}
    for series in early:
        months = {month: found for month, found in series.months.items() if month.year > 2024}
        shorter = counts.SeriesCounts(series.agency_id, series.measure, series.grains, months)
        own = {key: cell for key, cell in before.items() if key[:2] == ("A01", series.measure)}
        again = {releases.cell_key(c): c for c in series_cells(shorter, max(months), own)}
        assert own.items() <= again.items()
        assert min(cell.year for cell in own.values()) <= 2024


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_release_needs_a_reason(reason, data):
    with pytest.raises(RegisterProblem, match="reason"):
        releases.request_release(data, reason, "Sam")


def test_a_file_that_is_changed_or_was_never_signed_is_not_opened(data):
    make(data)
    make(data)
    path = files.release_file(data, 1)
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(NotSigned):
        files.connect_release(data, 1)
    shutil.copy(files.release_file(data, 2), path)  # another release under this number
    shutil.copy(
        files.release_file(data, 2).with_suffix(".signature"), path.with_suffix(".signature")
    )
    with pytest.raises(NotSigned):
        files.connect_release(data, 1)
    forged = signing.Ed25519PrivateKey.generate()
    path.with_suffix(".signature").write_bytes(signing.sign_file(forged, path, 1))
    with pytest.raises(NotSigned):
        files.connect_release(data, 1)


def test_the_key_to_sign_with_is_outside_the_store_and_private(data):
    make(data)
    path = signing.signing_key_file(data)
    assert data not in path.parents
    assert path.stat().st_mode & 0o777 == 0o600
    key = path.read_bytes()
    assert not [p for p in data.rglob("*") if p.is_file() and key in p.read_bytes()]


def test_a_lost_key_is_not_replaced_and_the_release_waits_for_it(data):
    make(data)
    path = signing.signing_key_file(data)
    aside = path.rename(path.with_name("aside"))
    with pytest.raises(NotSigned, match="Put it back"):
        make(data)
    assert not path.exists()
    path.write_bytes(signing.Ed25519PrivateKey.generate().private_bytes_raw())
    path.chmod(0o600)
    with pytest.raises(NotSigned, match="is not this store’s"):
        releases.approve_release(data, 2, "Sam", second_person=False)
    path.write_bytes(b"no key")
    with pytest.raises(NotSigned, match="is no key"):
        releases.approve_release(data, 2, "Sam", second_person=False)
    aside.rename(path)
    path.chmod(0o640)
    with pytest.raises(NotSigned, match="chmod 600"):
        releases.approve_release(data, 2, "Sam", second_person=False)
    assert files.newest_out(data).number == 1
    path.chmod(0o600)
    assert releases.approve_release(data, 2, "Sam", second_person=False).state == "out"
    assert rows(data, 1) == rows(data, 2)


def test_a_key_inside_the_data_folder_is_refused(data, monkeypatch):
    monkeypatch.setenv("STARBOARD_RELEASE_KEY_FILE", str(data / "releases.key"))
    with pytest.raises(NotSigned, match="outside the data folder"):
        make(data)
    assert not (data / "releases.key").exists()


def test_a_yes_that_was_stopped_after_the_signature_can_be_said_again(data):
    make(data, second_person=True)
    files.sign_and_publish(data, 1)  # and the process dies
    assert files.newest_out(data) is None
    assert releases.approve_release(data, 1, "Rosa", second_person=True).state == "out"
    assert rows(data, 1)


def test_the_command_previews_makes_lists_and_writes_plain_pages(data, tmp_path, capsys):
    assert main(["release", "--preview"]) == 0
    assert "withheld: they rest on 1 to 10" in capsys.readouterr().out
    assert main(["release"]) == 2
    assert main(["release", "--html", str(tmp_path / "none")]) == 2
    assert "No release is out" in capsys.readouterr().err
    assert main(["release", "--reason", "monthly", "--who", "Sam"]) == 0
    assert main(["release", "--html", str(tmp_path / "out")]) == 0
    page = (tmp_path / "out/index.html").read_text("utf-8")
    assert "<script" not in page
    assert "http" not in page
    assert not [name for name in NAMES if name in page]
    with (tmp_path / "out/agency_cell.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == len(rows(data, 1))
    assert main(["release", "--withdraw", "1", "--reason", "wrong"]) == 0
    capsys.readouterr()
    assert main(["release", "--list"]) == 0
    assert "1  withdrawn  board 000001, edition 1" in capsys.readouterr().out
