"""What one person is about to send, over reruns: the files, what was found, the receipt.

The uploaded bytes lie here alone, and only until they are sent or another file is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.access.viewer import Viewer
from dashboard.jobs import deliveries
from dashboard.jobs.deliveries import Delivery
from dashboard.jobs.process import Job, JobResult
from pipelines.messages import Preview, Receipt, Upload

Stage = Literal["choose", "work", "columns", "check", "receipt"]


@dataclass
class SubmitSession:
    """One person's delivery. `good` is the last one that could be sent, until it is."""

    viewer: Viewer
    agency: str | None = None  # chosen last
    delivery: Delivery | None = None
    looked: Preview | None = None
    columns_agreed: bool = False
    good: tuple[Delivery, Preview] | None = None
    receipt: Receipt | None = None
    problem: str = ""
    round: int = 0  # of choosing; widgets of a round are forgotten with it
    errand: Job[Preview] | Job[Receipt] | None = field(default=None, repr=False)
    sends: bool = False  # what the errand does, else it looks

    @property
    def stage(self) -> Stage:
        if self.errand is not None:
            return "work"
        if self.delivery is None:
            return "receipt" if self.receipt else "choose"
        if self.looked is None:
            return "choose"
        return "columns" if self.looked.renamed and not self.columns_agreed else "check"

    def look(self, delivery: Delivery) -> None:
        """Check files and rehearse sending them."""
        same_files = self.delivery is not None and self.delivery.files == delivery.files
        self.columns_agreed = self.columns_agreed and same_files
        self._set(delivery, None)
        self.errand, self.sends = deliveries.preview_delivery(self.viewer, delivery), False

    def look_again(self, months: Sequence[date] | None) -> None:
        """The same files for other months; None for those that each file proposes."""
        self.look(replace(self.delivery, months=tuple(sorted(months)) if months else None))

    def send(self, *, accept_loss: bool) -> None:
        """Store what was looked at."""
        self.errand = deliveries.send_delivery(
            self.viewer, self.delivery, self.looked, accept_loss=accept_loss
        )
        self.sends = True

    def settle(self, result: JobResult[Preview] | JobResult[Receipt]) -> None:
        """Take a job's result."""
        self.errand = None
        problem, answer = result.problem, result.answer
        if problem is not None:
            self.problem = problem.text
            if not self.sends:
                self.delivery = None
                self.round += 1
            elif problem.kind == "moved":  # the difference that was agreed to is no longer the one
                self.look(self.delivery)
                self.problem = problem.text
        elif isinstance(answer, Receipt):
            self.receipt = answer
            self.good = None
            self._set(None, None)
        else:
            self.looked = answer
            if self.looked.sendable and self.delivery.files:
                self.good = (self.delivery, self.looked)

    def choose_another(self) -> None:
        """Back to choosing; the last good result stays at hand."""
        self._set(None, None)
        self.receipt = None

    def back_to_good(self) -> None:
        """The last result that could be sent, as it was."""
        self._set(*self.good)

    def forget(self) -> None:
        """Drop the last good result with its bytes."""
        self.good = None

    def _set(self, delivery: Delivery | None, found: Preview | None) -> None:
        self.delivery, self.looked, self.problem = delivery, found, ""
        self.round += 1


def current_session(viewer: Viewer) -> SubmitSession:
    """The viewer's desk in this session; another viewer finds an empty one."""
    desk: Any = st.session_state.get("desk")
    if desk is None or desk.viewer != viewer:
        desk = st.session_state["desk"] = SubmitSession(viewer)
    return desk


def take_uploads(files: Sequence[UploadedFile]) -> tuple[Upload, ...]:
    """The files' bytes, taken out of Streamlit's upload memory, which keeps them otherwise."""
    uploads = tuple(Upload(file.name, file.getvalue()) for file in files)
    context = get_script_run_ctx()
    forget = getattr(context.uploaded_file_mgr, "remove_file", None) if context else None
    for file in files if forget else ():
        forget(session_id=context.session_id, file_id=file.file_id)
    return uploads
