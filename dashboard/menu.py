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

    `needs_board`: it shows nothing before figures are published; `in_menu`: else a link alone
    opens it.
    """

    title: str
    file: str
    url: str
    needs_board: bool = True
    in_menu: bool = True


COMPARE = MenuPage("Compare", "compare", "compare")
TRENDS = MenuPage("Trends", "trends", "trends")
AGENCY = MenuPage("Agency", "agency", "agency")
SUBMIT = MenuPage("Submit", "submit", "submit", needs_board=False)
SUBMISSIONS = MenuPage("Submissions", "submissions", "submissions")
SHARED = MenuPage("Shared release", "shared", "shared", needs_board=False)
PEERS = MenuPage("Compare", "shared", "shared", needs_board=False)
PEERS_BY_LINK = MenuPage("Compare", "shared", "compare", needs_board=False, in_menu=False)
ADMINISTER = MenuPage("Administer", "administer", "administer", needs_board=False)
METHODS = MenuPage("Methods", "methods", "methods")


def menu_pages(viewer: Viewer) -> list[MenuPage]:
    """The first is where the viewer starts; none for a person without a role.

    Those who see several agencies start at all of them, an agency's staff at their own.
    """
    scope = viewer_scope(viewer)
    if scope.everything or "group" in viewer.roles:
        overview = MenuPage("Overview", "overview", "overview")
        office = [ADMINISTER] if permissions.may_administer(viewer) else []
        read = [overview, COMPARE, TRENDS, AGENCY, SUBMIT, SUBMISSIONS, SHARED, METHODS]
        return [*read, *office]
    if scope.anything:
        own = MenuPage("Overview", "own_overview", "overview")
        return [own, PEERS, TRENDS, AGENCY, SUBMIT, SUBMISSIONS, METHODS, PEERS_BY_LINK]
    return [SHARED, METHODS] if permissions.may_read_release(viewer) else []
