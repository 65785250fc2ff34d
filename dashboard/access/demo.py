"""The demo, without sign-in, on this machine alone: one person who may look through the eyes of
each role. It only ever narrows what the demo shows."""

from functools import lru_cache

import streamlit as st

from dashboard.access.viewer import ROLES, Viewer
from pipelines.register.agencies import Register
from pipelines.register.database import FILE
from pipelines.settings import data_folder

PARAMETER = "view_as"  # of the URL
EVERY_ROLE = "office"

DEMO = Viewer(name="Demo", roles=frozenset(ROLES), demo=True)


def demo_viewer() -> Viewer:
    """The viewer of the role in the URL, else of the session's; one with every role otherwise."""
    chosen = st.query_params.get(PARAMETER, st.session_state.get(PARAMETER, EVERY_ROLE))
    if chosen == EVERY_ROLE:
        st.session_state.pop(PARAMETER, None)
        return DEMO
    viewers = demo_viewers()
    if chosen not in viewers:
        return DEMO
    st.session_state[PARAMETER] = st.query_params[PARAMETER] = chosen
    return viewers[chosen]


def demo_viewers() -> dict[str, Viewer]:
    """The URL's word → a viewer as each role of this store has one: the office, the staff of each
    group, each agency, a mentor, a presenter. A viewer's name is the choice's label."""
    data = data_folder()
    if not (data / FILE).exists():
        return {EVERY_ROLE: DEMO}
    return _viewers(str(data), Register(data).revision)


@lru_cache(maxsize=8)
def _viewers(_: str, __: int) -> dict[str, Viewer]:
    register = Register(data_folder())
    groups: dict[tuple[str, str], set[str]] = {}
    for membership in register.groups():
        groups.setdefault((membership.kind, membership.name), set()).add(membership.agency_id)
    agencies = register.agencies()
    first = agencies[0].agency_id if agencies else ""
    return {
        EVERY_ROLE: DEMO,
        **{f"agency/{a.agency_id}": _agency_viewer(a.name, a.agency_id) for a in agencies},
        **{
            f"group/{kind}/{name}": Viewer(
                f"{name} ({kind}), its staff",
                frozenset({"group"}),
                group_agencies=frozenset(members),
                demo=True,
            )
            for (kind, name), members in groups.items()
        },
        "mentor": Viewer("A mentor", frozenset({"mentor"}), frozenset({first}), demo=True),
        "presenter": Viewer("A presenter", frozenset({"presenter"}), demo=True),
    }


def _agency_viewer(name: str, agency: str) -> Viewer:
    return Viewer(name, frozenset({"agency"}), frozenset({agency}), demo=True)
