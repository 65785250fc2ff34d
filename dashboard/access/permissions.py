"""Who may do what: one function a question. `require_…` raises NotAllowed with the reason, in words
for the person who asks; `may_…` is the same as yes or no."""

from collections.abc import Callable

from dashboard.access.viewer import Viewer, viewer_scope


class NotAllowed(PermissionError):
    """The viewer's roles do not grant this; the words say what is missing."""


def require_read_agency(viewer: Viewer, agency: str) -> None:
    """An agency's true figures: state staff, staff of its group, its own staff."""
    if not viewer_scope(viewer).allows(agency):
        raise NotAllowed(f"You may not see agency {agency}. Ask the state program office.")


def require_send_for(viewer: Viewer, agency: str) -> None:
    """What an agency sends and how its versions change: the same persons as read it."""
    if not viewer_scope(viewer).allows(agency):
        raise NotAllowed(f"You may not send for agency {agency}. Ask the state program office.")


def require_administer(viewer: Viewer) -> None:
    """Agencies, people, targets, releases and what else the office decides: state staff alone."""
    if "state" not in viewer.roles:
        raise NotAllowed("Only the state program office may change this.")


def require_read_release(viewer: Viewer) -> None:
    """The shared release: everyone who has a role."""
    if not viewer.roles:
        raise NotAllowed("You have no role here yet. Ask the state program office.")


def may_read_agency(viewer: Viewer, agency: str) -> bool:
    return _is_granted(require_read_agency, viewer, agency)


def may_send_for(viewer: Viewer, agency: str) -> bool:
    return _is_granted(require_send_for, viewer, agency)


def may_administer(viewer: Viewer) -> bool:
    return _is_granted(require_administer, viewer)


def may_read_release(viewer: Viewer) -> bool:
    return _is_granted(require_read_release, viewer)


def _is_granted(require: Callable[..., None], *asked: object) -> bool:
    try:
        require(*asked)
    except NotAllowed:
        return False
    return True
