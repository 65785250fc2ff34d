"""Who may do what: one function a question. `require_…` raises NotAllowed with the reason, in words
for the person who asks, and the refusal is counted; `may_…` is the same as yes or no."""

from dashboard.access.record import record_refusal
from dashboard.access.viewer import Viewer, viewer_scope


class NotAllowed(PermissionError):
    """The viewer's roles do not grant this; the words say what is missing."""


def require_read_agency(viewer: Viewer, agency: str) -> None:
    """An agency's true figures: state staff, staff of its group, its own staff."""
    if not may_read_agency(viewer, agency):
        _refuse(viewer, f"You may not see agency {agency}. Ask the state program office.")


def require_send_for(viewer: Viewer, agency: str) -> None:
    """What an agency sends and how its versions change: the same persons as read it."""
    if not may_send_for(viewer, agency):
        _refuse(viewer, f"You may not send for agency {agency}. Ask the state program office.")


def require_administer(viewer: Viewer) -> None:
    """Agencies, people, targets, releases and what else the office decides: state staff alone."""
    if not may_administer(viewer):
        _refuse(viewer, "Only the state program office may change this.")


def require_read_release(viewer: Viewer) -> None:
    """The shared release: everyone who has a role."""
    if not may_read_release(viewer):
        _refuse(viewer, "You have no role here yet. Ask the state program office.")


def may_read_agency(viewer: Viewer, agency: str) -> bool:
    return viewer_scope(viewer).allows(agency)


def may_send_for(viewer: Viewer, agency: str) -> bool:
    return viewer_scope(viewer).allows(agency)


def may_administer(viewer: Viewer) -> bool:
    return "state" in viewer.roles


def may_read_release(viewer: Viewer) -> bool:
    return bool(viewer.roles)


def _refuse(viewer: Viewer, words: str) -> None:
    record_refusal(viewer, words)
    raise NotAllowed(words)
