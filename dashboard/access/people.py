"""People, roles and invitations, as the office administers them; the register does it."""

from datetime import date

from dashboard.access import sign_in
from dashboard.access.permissions import require_administer
from dashboard.access.viewer import Viewer
from pipelines.register.agencies import Register
from pipelines.register.people import People, Person, Role
from pipelines.settings import data_folder


def list_people(viewer: Viewer) -> list[Person]:
    """Everyone who has ever signed in, by address. Raises NotAllowed."""
    require_administer(viewer)
    return _people().people()


def list_roles(viewer: Viewer) -> list[Role]:
    """Every role and invitation ever given, the newest first. Raises NotAllowed."""
    require_administer(viewer)
    return _people().roles()


def registered_agencies(viewer: Viewer) -> dict[str, str]:
    """Id → name of every agency in the register, by name. Raises NotAllowed."""
    require_administer(viewer)
    return {agency.agency_id: agency.name for agency in Register(data_folder()).agencies()}


def registered_groups(viewer: Viewer) -> list[tuple[str, str]]:
    """Kind and name of every group in the register. Raises NotAllowed."""
    require_administer(viewer)
    return sorted({(one.kind, one.name) for one in Register(data_folder()).groups()})


def give_role(
    viewer: Viewer,
    email: str,
    role: str,
    *,
    agency_id: str | None = None,
    group: tuple[str, str] | None = None,
    until: date | None = None,
) -> Role:
    """Give a role to an address, as an invitation where no person has it yet.

    `group`: kind and name. Raises NotAllowed, and RegisterProblem with what is wrong.
    """
    require_administer(viewer)
    return _people().give_role(
        email, role, viewer.sender, agency_id=agency_id, group=group, until=until
    )


def end_role(viewer: Viewer, role_id: int) -> Role:
    """End a role or take an invitation back, at once. Raises NotAllowed, and RegisterProblem where
    no administrator would be left."""
    require_administer(viewer)
    return _people().end_role(role_id, viewer.sender)


def end_person(viewer: Viewer, person_id: int) -> None:
    """End all roles and sessions of a person, at once. Raises as `end_role`."""
    require_administer(viewer)
    _people().end_person(person_id, viewer.sender)


def _people() -> People:
    settings = sign_in.load_sign_in()
    if settings is None:
        return People(data_folder())
    return People(data_folder(), invitation_days=settings.invitation_days)
