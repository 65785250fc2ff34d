"""Groups: managing entities, regions and learning waves, and the agencies in each."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.components.change_result import keep_result
from dashboard.components.html import escape_markdown
from dashboard.components.tables import html_table
from dashboard.jobs import office
from dashboard.text.formats import count_of
from pipelines.register.models import GroupMembership
from pipelines.register.office_changes import GROUP_KINDS

NEW = ("", "")


def groups_section(
    viewer: Viewer, memberships: Sequence[GroupMembership], agencies: Mapping[str, str]
) -> None:
    """Every group with its agencies, one to change or a new one. `agencies`: id → name."""
    groups: dict[tuple[str, str], list[str]] = {}
    for membership in memberships:
        groups.setdefault((membership.kind, membership.name), []).append(membership.agency_id)
    if groups:
        rows = [
            (name, kind, str(len(codes)), ", ".join(agencies.get(code, code) for code in codes))
            for (kind, name), codes in groups.items()
        ]
        columns = ("Group", "Kind", "Agencies", "Which")
        st.html(html_table("Groups", columns, rows, numbers=(2,)))
    else:
        layout.show_caption("No group yet. Groups filter every page, and scope a group’s staff.")
    if not agencies:
        layout.show_caption("Enter agencies first: a group is made of them.")
        return
    left, right = st.columns(2, gap="large")
    with left:
        _members_form(viewer, groups, agencies)
    if groups:
        with right:
            _dissolve_form(viewer, groups)


def _label(group: tuple[str, str]) -> str:
    kind, name = group
    return f"{name} ({kind})" if name else "A new group"


def _members_form(
    viewer: Viewer, groups: Mapping[tuple[str, str], list[str]], agencies: Mapping[str, str]
) -> None:
    with st.container(border=True, gap="small"):
        st.header("Make or change a group", anchor=False)
        chosen = st.selectbox("Group", [NEW, *groups], format_func=_label, key="group_chosen")
        kind, name = chosen
        if chosen == NEW:
            kind = st.selectbox("Kind", GROUP_KINDS, key="group_kind")
            name = st.text_input("Name", max_chars=200, key="group_name")
        members = st.multiselect(
            "Agencies",
            list(agencies),
            default=groups.get(chosen, []),
            format_func=agencies.__getitem__,
            key=f"group_members_{chosen}",
        )
        layout.show_caption(
            "An agency is in one group of a kind: it leaves the one that it is in. What the staff"
            " of a group may see changes at once. The audit log can put it back."
        )
        ready = bool(name.strip() and members)
        if st.button("Save the group", type="primary", disabled=not ready, width="stretch"):
            with st.spinner("Saving…"):
                keep_result(office.set_group(viewer, kind, name, members))
            st.rerun()


def _dissolve_form(viewer: Viewer, groups: Mapping[tuple[str, str], list[str]]) -> None:
    with st.container(border=True, gap="small"):
        st.header("Dissolve a group", anchor=False)
        kind, name = st.selectbox("Group", list(groups), format_func=_label, key="group_ended")
        count = count_of(len(groups[kind, name]), "agency", "agencies")
        layout.show_caption(
            f"Its {count} stay. Its staff see no agency through it any more. The audit log can put"
            " it back."
        )
        yes = st.checkbox(escape_markdown(f"Yes, dissolve {name}"), key=f"yes_group_{kind}_{name}")
        if st.button("Dissolve it", disabled=not yes, width="stretch"):
            with st.spinner("Saving…"):
                keep_result(office.set_group(viewer, kind, name, ()))
            st.rerun()
