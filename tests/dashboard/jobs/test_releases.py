"""Only state staff preview, make and withdraw releases; a job does it."""

import shutil

import pytest

from dashboard.access.permissions import NotAllowed
from dashboard.access.viewer import ROLES, Viewer
from dashboard.jobs import releases
from pipelines.releases.files import newest_out

STAFF = Viewer("Sam", frozenset({"state"}))
OTHERS = [
    Viewer("Other", frozenset({role}), frozenset({"A01"}), frozenset({"A01"}))
    for role in ROLES
    if role != "state"
]


@pytest.mark.parametrize("viewer", [*OTHERS, Viewer("Nobody")], ids=lambda v: str(set(v.roles)))
def test_no_other_role_gets_as_far_as_a_job(viewer, tmp_path, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path / "store"))
    for ask in (
        lambda: releases.preview_release(viewer),
        lambda: releases.request_release(viewer, "why"),
        lambda: releases.approve_release(viewer, 1),
        lambda: releases.refuse_release(viewer, 1),
        lambda: releases.withdraw_release(viewer, 1, "why"),
    ):
        with pytest.raises(NotAllowed):
            ask()
    assert not (tmp_path / "store").exists()


def test_state_staff_make_a_release_and_take_it_back(board_folder, tmp_path, monkeypatch):
    data = tmp_path / "store"
    shutil.copytree(board_folder, data)
    monkeypatch.setenv("STARBOARD_DATA", str(data))
    assert releases.preview_release(STAFF).new > 100
    refused = releases.request_release(STAFF, " ")
    assert not refused.done
    assert "needs a reason" in refused.text
    assert releases.request_release(STAFF, "monthly").done
    assert newest_out(data).requested_by == "Sam"
    assert releases.withdraw_release(STAFF, 1, "wrong").text == "Release 1 is withdrawn."
    assert newest_out(data) is None
