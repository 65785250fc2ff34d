"""The page of the shared release and an agency's peers: what everyone may see, one's own marked."""

import json
import re

import pytest

from dashboard.access.permissions import NotAllowed
from dashboard.access.viewer import Viewer
from dashboard.queries import release as queries
from pipelines.register.releases import Releases
from pipelines.releases import files

OFFICE = Viewer("S", frozenset({"state"}))


@pytest.fixture
def cells(released, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(released))
    release = queries.newest_release(OFFICE)
    return lambda measure: queries.agency_cells(OFFICE, release, measure)


@pytest.mark.parametrize("page", ["shared", "own_overview"])
def test_without_a_release_the_page_says_whose_turn_it_is(page, open_page, shown, board_folder):
    if page == "shared":
        said = shown(open_page("shared", board_folder))
        assert "has not released figures yet" in said
        test = open_page("shared", board_folder)
        assert any("release --preview" in code.value for code in test.code)
        presenter = open_page("overview", board_folder, view_as="presenter")
        assert not presenter.code
    else:
        said = shown(open_page("overview", board_folder, view_as="agency/A01"))
        assert "has not released figures of peers yet" in said


def test_every_cell_on_the_page_is_the_releases(cells, open_page, shown, released):
    for measure in ("contact_to_assessment", "detox_to_outpatient"):
        test = open_page("shared", released, measure=measure, year="2025")
        body = shown(test).split('aria-label="Every cell of the year"')[1].split("</table>")[0]
        rows = re.findall(r"<tr><th scope=.row.>(.*?)</th>(.*?)</tr>", body)
        expected = [cell for cell in cells(measure) if cell["year"] == 2025]
        assert len(rows) == len(expected) > 5
        for (_, shown_cells), cell in zip(rows, expected, strict=True):
            if cell["mark"]:
                assert f">{cell['mark']}<" in shown_cells


def test_the_chart_has_a_dot_an_agency_in_order_of_code(cells, open_page, released):
    test = open_page("shared", released, measure="contact_to_assessment", year="2025")
    (chart,) = test.get("plotly_chart")
    spec = json.loads(chart.proto.spec)
    labels = spec["layout"]["yaxis"]["ticktext"]
    codes = sorted({cell["code"] for cell in cells("contact_to_assessment")})
    assert len(labels) == len(codes)
    blinded = [label.removeprefix("Agency ") for label in labels if label.startswith("Agency ")]
    assert blinded == sorted(blinded)
    assert "2025: the middle of 6 agencies is" in chart.proto.alt


def test_ones_own_is_marked_and_the_others_are_not(open_page, shown, released):
    code = Releases(released).known_codes()["A01"]
    test = open_page("shared", released, view_as="agency/A01", measure="contact_to_assessment")
    said = shown(test)
    assert f"Agency {code} (yours)" in said
    assert "Alder" not in said.replace("Demo as Alder", "")
    assert "(yours)" not in shown(open_page("shared", released, view_as="presenter"))


def test_an_agencys_overview_compares_its_released_value_with_its_peers(open_page, shown, released):
    said = shown(open_page("overview", released, view_as="agency/A01"))
    body = said.split('aria-label="Among your peers"')[1].split("</table>")[0]
    assert body.count("<tr>") == 4
    assert "5 agencies" in body
    assert "shared?measure=contact_to_assessment" in body


def test_a_file_that_the_office_has_not_signed_is_not_shown(
    open_page, shown, released, tmp_path, caplog
):
    import shutil

    shutil.copytree(released, tmp_path / "store")
    path = files.release_file(tmp_path / "store", 1)
    content = bytearray(path.read_bytes())
    content[9000] ^= 1
    path.write_bytes(bytes(content))
    assert "has not released figures" in shown(open_page("shared", tmp_path / "store"))
    assert "Release 1 is not as the office signed it" in caplog.text


def test_a_viewer_without_a_role_reads_no_release(released, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(released))
    release = queries.newest_release(OFFICE)
    for read in (
        lambda viewer: queries.newest_release(viewer),
        lambda viewer: queries.agency_cells(viewer, release, "contact_to_assessment"),
        lambda viewer: queries.agency_labels(viewer, release),
    ):
        with pytest.raises(NotAllowed):
            read(Viewer("X"))


def test_only_ones_own_codes_are_known(released, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(released))
    codes = Releases(released).known_codes()
    own = Viewer("A", frozenset({"agency"}), frozenset({"A01"}))
    assert queries.own_codes(own) == {codes["A01"]: "A01"}
    for viewer in (OFFICE, Viewer("M", frozenset({"mentor"}), frozenset({"A01"}))):
        assert queries.own_codes(viewer) == {}
