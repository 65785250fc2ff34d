"""People: who may sign in as what; invite an address, end a role."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboard.access import people as access
from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.components.change_result import keep_result
from dashboard.components.tables import html_table
from dashboard.text.formats import format_day
from pipelines.messages import ChangeResult
from pipelines.register.agencies import RegisterProblem
from pipelines.register.people import Role

ROLES = {
    "agency": "Staff of an agency: its own figures, sends",
    "group": "Staff of a group: its agencies",
    "state": "State office: every agency, administers",
    "mentor": "Mentor: the shared release",
    "presenter": "Presenter: the shared release",
}


def people_section(
    viewer: Viewer, agencies: Mapping[str, str], groups: Sequence[tuple[str, str]]
) -> None:
    """The roles that hold and the open invitations, then the forms. `agencies`: id → name;
    `groups`: kind and name."""
    roles = access.list_roles(viewer)
    holding = [role for role in roles if role.ended_at is None]
    st.html(html_table("People and invitations", COLUMNS, [_row(r, agencies) for r in holding]))
    if not holding:
        layout.show_caption("No one is invited yet. Without sign-in the board is a demo.")
    left, right = st.columns(2, gap="large")
    with left:
        _invite_form(viewer, agencies, groups)
    with right:
        _end_form(viewer, holding, agencies)
    ended = [role for role in roles if role.ended_at is not None]
    if ended:
        with st.expander(f"Ended: {len(ended)}"):
            rows = [(*_row(role, agencies)[:2], _ended_text(role)) for role in ended]
            st.html(html_table("Ended roles", ("Address", "Role", "Ended"), rows))


COLUMNS = ("Address", "Role", "State", "Until", "Given")


def _row(role: Role, agencies: Mapping[str, str]) -> tuple[str, ...]:
    state = (
        "signs in" if role.person_id is not None else f"invited, by {format_day(role.open_until)}"
    )
    return (
        role.email,
        role_text(role, agencies),
        state,
        format_day(role.until) if role.until else "no end",
        f"{role.given_at[:10]} by {role.given_by}",
    )


def role_text(role: Role, agencies: Mapping[str, str]) -> str:
    """`agency Alder (A01)`, `group region North`, `state`."""
    if role.agency_id:
        return f"agency {agencies.get(role.agency_id, role.agency_id)} ({role.agency_id})"
    return f"{role.role} {role.subject}".strip()


def _role_label(role: Role, agencies: Mapping[str, str]) -> str:
    return f"{role.email}, {role_text(role, agencies)}"


def _group_label(group: tuple[str, str]) -> str:
    kind, name = group
    return f"{name} ({kind})"


def _ended_text(role: Role) -> str:
    return f"{(role.ended_at or '')[:10]} by {role.ended_by}"


def _invite_form(
    viewer: Viewer, agencies: Mapping[str, str], groups: Sequence[tuple[str, str]]
) -> None:
    with st.container(border=True, gap="small"):
        st.header("Give a role", anchor=False)
        layout.show_caption("The person has it from the first sign-in with that address on.")
        email = st.text_input("E-mail address", key="role_email", max_chars=320)
        role = st.selectbox("Role", list(ROLES), format_func=ROLES.__getitem__, key="role_kind")
        agency = group = None
        if role == "agency":
            agency = st.selectbox(
                "Agency", list(agencies), format_func=agencies.__getitem__, key="role_agency"
            )
        if role == "group":
            group = st.selectbox("Group", groups, format_func=_group_label, key="role_group")
        until = st.date_input("Last day, if it ends", value=None, key="role_until")
        if st.button("Give the role", type="primary", width="stretch"):
            keep_result(_give(viewer, email, role, agency, group, until))
            st.rerun()


def _give(
    viewer: Viewer,
    email: str,
    role: str,
    agency: str | None,
    group: tuple[str, str] | None,
    until: date | None,
) -> ChangeResult:
    try:
        given = access.give_role(viewer, email, role, agency_id=agency, group=group, until=until)
    except RegisterProblem as problem:
        return ChangeResult(False, str(problem))
    if given.person_id is None:
        day = format_day(given.open_until)
        return ChangeResult(True, f"{given.email} is invited: sign in with it by {day}.")
    return ChangeResult(True, f"{given.email} has the role now.")


def _end_form(viewer: Viewer, holding: Sequence[Role], agencies: Mapping[str, str]) -> None:
    if not holding:
        return
    with st.container(border=True, gap="small"):
        st.header("End a role", anchor=False)
        layout.show_caption("At once: every page that the person has open shuts.")
        by_number = {role.role_id: role for role in holding}
        number = st.selectbox(
            "Role",
            list(by_number),
            format_func=lambda one: (
                f"{by_number[one].email}, {role_text(by_number[one], agencies)}"
            ),
            key="ended_role",
        )
        yes = st.checkbox("Yes, the person loses this role", key=f"yes_role_{number}")
        if st.button("End it", disabled=not yes, width="stretch"):
            try:
                access.end_role(viewer, number)
                keep_result(ChangeResult(True, "The role is ended. It can be given again."))
            except RegisterProblem as problem:
                keep_result(ChangeResult(False, str(problem)))
            st.rerun()
