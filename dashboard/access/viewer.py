"""Who is looking, and what that lets them read: nothing, unless a role grants it."""

from dataclasses import dataclass

from pipelines.register.people import sender_name

ROLES = ("state", "group", "agency", "mentor", "presenter")


@dataclass(frozen=True)
class Viewer:
    """A person at the screen.

    `agencies`: those that the person works for; `group_agencies`: those of the groups whose staff
    the person is; `person_id`: the register's number, None in the demo.
    """

    name: str
    roles: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    group_agencies: frozenset[str] = frozenset()
    person_id: int | None = None
    demo: bool = False

    @property
    def sender(self) -> str:
        """The person as ledger and audit log name it: two people may have one name."""
        return sender_name(self.name, self.person_id)


@dataclass(frozen=True)
class Scope:
    """Whose true figures may be read: every agency's, or those of `agencies`."""

    everything: bool = False
    agencies: tuple[str, ...] = ()

    @property
    def statewide(self) -> bool:
        """A state figure minus one's own would give away a single other agency's."""
        return self.everything

    @property
    def anything(self) -> bool:
        return self.everything or bool(self.agencies)

    def allows(self, agency_id: str) -> bool:
        return self.everything or agency_id in self.agencies


def viewer_scope(viewer: Viewer) -> Scope:
    """State staff see every agency, a group's staff the group's, an agency's staff its own; the
    other roles see only the shared release."""
    if "state" in viewer.roles:
        return Scope(everything=True)
    allowed: set[str] = set()
    if "group" in viewer.roles:
        allowed |= viewer.group_agencies
    if "agency" in viewer.roles:
        allowed |= viewer.agencies
    return Scope(agencies=tuple(sorted(allowed)))


def current_viewer() -> Viewer:
    """Who looks at this page now: the person who is signed in; where no sign-in is set up, the
    demo, to which only this machine gets (server/loopback_door.py)."""
    from dashboard.access import demo, sign_in  # they make viewers themselves

    settings = sign_in.load_sign_in()
    return demo.demo_viewer() if settings is None else sign_in.signed_in_viewer(settings)
