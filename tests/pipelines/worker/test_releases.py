"""Releases through a pipe: previewed, asked for, approved, withdrawn by the server's jobs."""

import io
import shutil
from dataclasses import replace

import pytest

from pipelines import settings
from pipelines.flow.releases import draft_release
from pipelines.messages import (
    ApproveRelease,
    ChangeResult,
    PreviewRelease,
    Problem,
    RefuseRelease,
    ReleasePreview,
    RequestRelease,
    WithdrawRelease,
)
from pipelines.releases.files import newest_out
from pipelines.settings import Release
from pipelines.worker.framing import read_frame, write_frame
from pipelines.worker.serve import serve_request

RULES = settings.load_settings()
WITH_TWO = replace(RULES, release=Release(second_person=True))


@pytest.fixture
def answer(board_folder, tmp_path):
    """answer(request): what the worker answers, of a store with the sample."""
    data = tmp_path / "store"
    shutil.copytree(board_folder, data)
    shutil.copy(board_folder.with_name(f"{board_folder.name}.key"), tmp_path / "store.key")

    def ask(request, rules=RULES):
        source, sink = io.BytesIO(), io.BytesIO()
        write_frame(source, request)
        source.seek(0)
        serve_request(source, sink, data, rules)
        sink.seek(0)
        return read_frame(sink)[0]

    ask.data = data
    return ask


def test_a_release_is_previewed_made_and_withdrawn(answer):
    preview = answer(PreviewRelease())
    assert isinstance(preview, ReleasePreview)
    assert preview.board == 1
    assert sum(preview.marks.values()) == len(draft_release(answer.data).cells)
    assert newest_out(answer.data) is None
    assert answer(RequestRelease("monthly", "Sam")) == ChangeResult(True, "Release 1 is out.")
    assert newest_out(answer.data).requested_by == "Sam"
    done = answer(WithdrawRelease(1, "a wrong month", "Sam"))
    assert done == ChangeResult(True, "Release 1 is withdrawn.")
    assert newest_out(answer.data) is None


def test_a_second_person_says_yes_or_no(answer):
    asked = answer(RequestRelease("monthly", "Sam"), WITH_TWO)
    assert asked == ChangeResult(True, "Release 1 waits for a second person’s yes.")
    own = answer(ApproveRelease(1, "Sam"), WITH_TWO)
    assert (own.kind, own.text) == ("refused", "A second person must say yes to this release.")
    assert answer(ApproveRelease(1, "Rosa"), WITH_TWO).text == "Release 1 is out."
    answer(RequestRelease("again", "Sam"), WITH_TWO)
    assert answer(RefuseRelease(2, "Rosa"), WITH_TWO).text == "Release 2 is refused."
    assert newest_out(answer.data).number == 1


@pytest.mark.parametrize(
    "request_",
    [
        RequestRelease(" ", "Sam"),
        WithdrawRelease(7, "why", "Sam"),
        ApproveRelease(7, "Sam"),
        RefuseRelease(7, "Sam"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(answer, request_):
    refused = answer(request_)
    assert isinstance(refused, Problem)
    assert refused.kind == "refused"
    assert newest_out(answer.data) is None
