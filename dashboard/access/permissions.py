"""Who may change what is stored: one function a question, for pages and jobs alike."""

from dashboard.access.viewer import Viewer, viewer_scope


class NotAllowed(PermissionError):
    """The viewer's roles do not grant this."""


def may_change(viewer: Viewer, agency: str) -> bool:
    """State staff may for every agency, an agency's staff for their own."""
    return bool({"state", "agency"} & viewer.roles) and viewer_scope(viewer).allows(agency)


def may_administer(viewer: Viewer) -> bool:
    """State staff alone may change agencies and their active months."""
    return "state" in viewer.roles
