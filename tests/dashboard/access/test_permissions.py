import pytest

from dashboard.access import permissions
from dashboard.access.permissions import NotAllowed
from dashboard.access.viewer import Viewer

STATE = Viewer("S", frozenset({"state"}))
GROUP = Viewer("G", frozenset({"group"}), group_agencies=frozenset({"A01", "A02"}))
AGENCY = Viewer("A", frozenset({"agency"}), frozenset({"A01"}))
MENTOR = Viewer("M", frozenset({"mentor"}), frozenset({"A01"}), frozenset({"A01"}))
PRESENTER = Viewer("P", frozenset({"presenter"}))
STRANGER = Viewer("X")
EVERYONE = (STATE, GROUP, AGENCY, MENTOR, PRESENTER, STRANGER)


@pytest.mark.parametrize(
    ("question", "asked", "allowed"),
    [
        ("read_agency", ("A01",), {STATE, GROUP, AGENCY}),
        ("read_agency", ("A02",), {STATE, GROUP}),
        ("read_agency", ("A03",), {STATE}),
        ("send_for", ("A01",), {STATE, GROUP, AGENCY}),
        ("send_for", ("A02",), {STATE, GROUP}),
        ("send_for", ("A03",), {STATE}),
        ("administer", (), {STATE}),
        ("read_release", (), set(EVERYONE) - {STRANGER}),
    ],
)
def test_who_may(question, asked, allowed):
    assert {v for v in EVERYONE if getattr(permissions, f"may_{question}")(v, *asked)} == allowed
    for viewer in set(EVERYONE) - allowed:
        with pytest.raises(NotAllowed, match="office"):
            getattr(permissions, f"require_{question}")(viewer, *asked)
