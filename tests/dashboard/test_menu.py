"""Which pages a role opens; what each shows is tested with the page."""

import pytest

from dashboard import menu
from dashboard.access.viewer import Viewer

OWN = ["Overview", "Compare", "Trends", "Agency", "Submit", "Submissions", "Methods"]
EVERYTHING = [*OWN[:-1], "Shared release", "Methods"]


@pytest.mark.parametrize(
    ("viewer", "titles"),
    [
        (Viewer("S", frozenset({"state"})), [*EVERYTHING, "Administer"]),
        (Viewer("G", frozenset({"group"}), group_agencies=frozenset({"A01"})), EVERYTHING),
        (Viewer("A", frozenset({"agency"}), frozenset({"A01"})), OWN),
        (Viewer("M", frozenset({"mentor"}), frozenset({"A01"})), ["Shared release", "Methods"]),
        (Viewer("P", frozenset({"presenter"})), ["Shared release", "Methods"]),
        (Viewer("X"), []),
    ],
)
def test_a_role_opens_its_pages(viewer, titles):
    assert [page.title for page in menu.menu_pages(viewer) if page.in_menu] == titles


def test_a_link_to_compare_opens_for_an_agency_what_it_may_see():
    agency = Viewer("A", frozenset({"agency"}), frozenset({"A01"}))
    assert [page.file for page in menu.menu_pages(agency) if page.url == "compare"] == ["shared"]


def test_every_page_of_a_menu_has_its_file():
    for viewer in (Viewer("S", frozenset({"state"})), Viewer("A", frozenset({"agency"}), {"A01"})):
        for page in menu.menu_pages(viewer):
            assert (menu.ROOT / f"pages/{page.file}.py").is_file()
