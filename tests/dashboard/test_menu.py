"""Which pages a role opens; what each shows is tested with the page."""

import pytest

from dashboard import menu
from dashboard.access.viewer import Viewer

EVERYTHING = ["Overview", "Compare", "Trends", "Agency", "Submit", "Submissions", "Methods"]
OWN = ["Overview", "Trends", "Agency", "Submit", "Submissions", "Methods"]


@pytest.mark.parametrize(
    ("viewer", "titles"),
    [
        (Viewer("S", frozenset({"state"})), EVERYTHING),
        (Viewer("G", frozenset({"group"}), group_agencies=frozenset({"A01"})), EVERYTHING),
        (Viewer("A", frozenset({"agency"}), frozenset({"A01"})), OWN),
        (Viewer("M", frozenset({"mentor"}), frozenset({"A01"})), ["Methods"]),
        (Viewer("P", frozenset({"presenter"})), ["Methods"]),
        (Viewer("X"), []),
    ],
)
def test_a_role_opens_its_pages(viewer, titles):
    assert [page.title for page in menu.menu_pages(viewer)] == titles


def test_every_page_of_a_menu_has_its_file():
    for viewer in (Viewer("S", frozenset({"state"})), Viewer("A", frozenset({"agency"}), {"A01"})):
        for page in menu.menu_pages(viewer):
            assert (menu.ROOT / f"pages/{page.file}.py").is_file()
