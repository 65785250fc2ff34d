import dataclasses

import pytest

from dashboard.access import viewer as access
from dashboard.access.viewer import Scope, Viewer, viewer_scope


def test_without_a_role_nothing_is_granted():
    assert viewer_scope(Viewer("Somebody")) == Scope()
    assert not viewer_scope(Viewer("Somebody")).allows("A01")


def test_state_staff_read_everything():
    granted = viewer_scope(Viewer("S", roles=frozenset({"state"})))
    assert granted.allows("A01")
    assert granted.statewide


def test_an_agency_reads_its_own_and_no_state_figure():
    granted = viewer_scope(
        Viewer("A", roles=frozenset({"agency"}), agencies=frozenset({"A02", "A01"}))
    )
    assert granted.agencies == ("A01", "A02")
    assert not granted.allows("A03")
    assert not granted.statewide


@pytest.mark.parametrize("role", ["mentor", "presenter", "root", "STATE"])
def test_other_roles_read_no_true_figure(role):
    viewer = Viewer("M", roles=frozenset({role}), agencies=frozenset({"A01"}))
    assert viewer_scope(viewer) == Scope()


def test_the_demo_viewer_has_every_role_and_says_so():
    viewer = access.current_viewer()
    assert viewer.demo
    assert viewer.roles == frozenset(access.ROLES)


def test_nobody_changes_who_they_are():
    with pytest.raises(dataclasses.FrozenInstanceError):
        access.current_viewer().demo = False
