"""Who is looking, and what that lets them read: nothing, unless a role grants it."""

from dataclasses import dataclass

ROLES = ("state", "agency", "mentor", "presenter")


@dataclass(frozen=True)
class Viewer:
    """A person at the screen. `agencies` are those that the person works for."""

    name: str
    roles: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    demo: bool = False


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
    """State staff see every agency, an agency its own; other roles see only the shared release."""
    if "state" in viewer.roles:
        return Scope(everything=True)
    if "agency" in viewer.roles:
        return Scope(agencies=tuple(sorted(viewer.agencies)))
    return Scope()


def current_viewer() -> Viewer:
    """The demo viewer, with every role. Only this machine gets here: see gate.py."""
    return Viewer(name="Demo", roles=frozenset(ROLES), demo=True)
