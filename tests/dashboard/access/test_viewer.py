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


def test_the_staff_of_a_group_read_its_agencies_and_no_state_figure():
    staff = Viewer("G", roles=frozenset({"group"}), group_agencies=frozenset({"A03", "A02"}))
    granted = viewer_scope(staff)
    assert granted.agencies == ("A02", "A03")
    assert not granted.statewide


def test_a_role_reads_only_what_is_its_own():
    """Agencies of a group count for the group's staff alone, one's own for agency staff alone."""
    own, groups = frozenset({"A01"}), frozenset({"A02"})
    for role, allowed in (("agency", ("A01",)), ("group", ("A02",)), ("mentor", ())):
        viewer = Viewer("V", frozenset({role}), agencies=own, group_agencies=groups)
        assert viewer_scope(viewer).agencies == allowed
    both = Viewer("V", frozenset({"agency", "group"}), agencies=own, group_agencies=groups)
    assert viewer_scope(both).agencies == ("A01", "A02")


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
