from dashboard.access.scope_cache import remember_by_scope
from dashboard.access.viewer import Viewer, viewer_scope

STATE = Viewer("S", frozenset({"state"}), person_id=1)
OTHER_STATE = Viewer("T", frozenset({"state", "mentor"}), person_id=2)
ALDER = Viewer("A", frozenset({"agency"}), frozenset({"A01"}))
BIRCH = Viewer("B", frozenset({"agency"}), frozenset({"A02"}))
GROUP = Viewer("G", frozenset({"group"}), group_agencies=frozenset({"A01"}))
MENTOR = Viewer("M", frozenset({"mentor"}), frozenset({"A01"}))


def test_an_answer_is_shared_by_those_of_one_scope_alone():
    asked = []

    @remember_by_scope(10)
    def agencies_in_sight(viewer, measure):
        asked.append((viewer_scope(viewer), measure))
        return viewer_scope(viewer)

    for viewer in (STATE, OTHER_STATE, ALDER, BIRCH, GROUP, MENTOR) * 2:
        assert agencies_in_sight(viewer, "m") == viewer_scope(viewer)
    assert len(asked) == 4  # the state, A01 twice over, A02, none
    agencies_in_sight(STATE, "n")
    assert len(asked) == 5


def test_a_remembered_function_learns_nothing_of_the_person():
    @remember_by_scope(10)
    def who(viewer):
        return viewer

    assert who(STATE) is who(OTHER_STATE)
    assert (who(STATE).name, who(STATE).person_id) == ("", None)
    assert not who(MENTOR).agencies
