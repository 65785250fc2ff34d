"""The pages that a viewer's roles open, in the order of the menu. Each query decides again what a
page may show."""

from dataclasses import dataclass
from pathlib import Path

from dashboard.access import permissions
from dashboard.access.viewer import Viewer, viewer_scope

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class MenuPage:
    """A page: its title, its file in `pages/` without the ending, its word in the URL.

    `needs_board`: it shows nothing before figures are published.
    """

    title: str
    file: str
    url: str
    needs_board: bool = True


COMPARE = MenuPage("Compare", "compare", "compare")
TRENDS = MenuPage("Trends", "trends", "trends")
AGENCY = MenuPage("Agency", "agency", "agency")
SUBMIT = MenuPage("Submit", "submit", "submit", needs_board=False)
SUBMISSIONS = MenuPage("Submissions", "submissions", "submissions")
METHODS = MenuPage("Methods", "methods", "methods")


def menu_pages(viewer: Viewer) -> list[MenuPage]:
    """The first is where the viewer starts; none for a person without a role.

    Those who see several agencies start at all of them, an agency's staff at their own.
    """
    scope = viewer_scope(viewer)
    if scope.everything or "group" in viewer.roles:
        overview = MenuPage("Overview", "overview", "overview")
        return [overview, COMPARE, TRENDS, AGENCY, SUBMIT, SUBMISSIONS, METHODS]
    if scope.anything:
        own = MenuPage("Overview", "own_overview", "overview")
        return [own, TRENDS, AGENCY, SUBMIT, SUBMISSIONS, METHODS]
    return [METHODS] if permissions.may_read_release(viewer) else []
