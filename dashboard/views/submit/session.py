"""What one person is about to send, over reruns: the files, their preview, the receipt.

The uploaded bytes are held here alone, until they are sent or another file is chosen.
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


@dataclass(frozen=True)
class CheckedDelivery:
    """A delivery with what sending it would change."""

    delivery: Delivery
    preview: Preview


class WrongStage(LookupError):
    """The session has no checked delivery, job or receipt at this stage."""


@dataclass
class SubmitSession:
    """One person's delivery. `good` is the last one that can be sent, until it is sent."""

    viewer: Viewer
    agency: str | None = None  # chosen last
    delivery: Delivery | None = None
    looked: Preview | None = None
    columns_agreed: bool = False
    good: CheckedDelivery | None = None
    receipt: Receipt | None = None
    problem: str = ""
    round: int = 0  # of choosing; widgets of a round are forgotten with it
    job: Job[Preview] | Job[Receipt] | None = field(default=None, repr=False)
    sends: bool = False  # what the job does, else it makes a preview

    @property
    def stage(self) -> Stage:
        if self.job is not None:
            return "work"
        if self.delivery is None:
            return "receipt" if self.receipt else "choose"
        if self.looked is None:
            return "choose"
        return "columns" if self.looked.renamed and not self.columns_agreed else "check"

    @property
    def checked(self) -> CheckedDelivery:
        """The delivery of the stages columns and check. Raises WrongStage in the others."""
        if self.delivery is None or self.looked is None:
            raise WrongStage(self.stage)
        return CheckedDelivery(self.delivery, self.looked)

    @property
    def stored(self) -> Receipt:
        """The receipt of the last stage. Raises WrongStage in the others."""
        if self.receipt is None:
            raise WrongStage(self.stage)
        return self.receipt

    @property
    def running(self) -> Job[Preview] | Job[Receipt]:
        """The job of the stage work. Raises WrongStage in the others."""
        if self.job is None:
            raise WrongStage(self.stage)
        return self.job

    def start_preview(self, delivery: Delivery) -> None:
        """Start a job that checks the files and previews sending them."""
        same_files = self.delivery is not None and self.delivery.files == delivery.files
        self.columns_agreed = self.columns_agreed and same_files
        self._set(delivery, None)
        self.job, self.sends = deliveries.preview_delivery(self.viewer, delivery), False

    def preview_other_months(self, months: Sequence[date] | None) -> None:
        """The same files for other months; None for those that each file proposes."""
        delivery = self.checked.delivery
        self.start_preview(replace(delivery, months=tuple(sorted(months)) if months else None))

    def start_sending(self, *, accept_loss: bool, accept_new_ids: bool = False) -> None:
        """Start a job that stores the checked delivery."""
        checked = self.checked
        self.job = deliveries.send_delivery(
            self.viewer,
            checked.delivery,
            checked.preview,
            accept_loss=accept_loss,
            accept_new_ids=accept_new_ids,
        )
        self.sends = True

    def take_result(self, result: JobResult[Preview] | JobResult[Receipt]) -> None:
        """Take a job's result. Raises WrongStage without a delivery that it is about."""
        self.job = None
        delivery = self.delivery
        if delivery is None:
            raise WrongStage(self.stage)
        problem, answer = result.problem, result.answer
        if problem is not None:
            self.problem = problem.text
            if not self.sends:
                self.delivery = None
                self.round += 1
            elif problem.kind == "moved":  # the difference that was agreed to is no longer the one
                self.start_preview(delivery)
                self.problem = problem.text
        elif isinstance(answer, Receipt):
            self.receipt = answer
            self.good = None
            self._set(None, None)
        elif isinstance(answer, Preview):
            self.looked = answer
            if answer.sendable and delivery.files:
                self.good = CheckedDelivery(delivery, answer)

    def choose_another(self) -> None:
        """Back to choosing; the last good delivery is kept."""
        self._set(None, None)
        self.receipt = None

    def back_to_good(self) -> None:
        """The last delivery that can be sent, as it was; nothing changes where there is none."""
        if self.good is not None:
            self._set(self.good.delivery, self.good.preview)

    def forget(self) -> None:
        """Drop the last good delivery with its bytes."""
        self.good = None

    def _set(self, delivery: Delivery | None, preview: Preview | None) -> None:
        self.delivery, self.looked, self.problem = delivery, preview, ""
        self.round += 1


def current_session(viewer: Viewer) -> SubmitSession:
    """The viewer's session, kept by Streamlit; another viewer gets an empty one."""
    session: Any = st.session_state.get("desk")
    if session is None or session.viewer != viewer:
        session = st.session_state["desk"] = SubmitSession(viewer)
    return session


def take_uploads(files: Sequence[UploadedFile]) -> tuple[Upload, ...]:
    """The files' bytes, taken out of Streamlit's upload memory, which keeps them otherwise."""
    uploads = tuple(Upload(file.name, file.getvalue()) for file in files)
    context = get_script_run_ctx()
    remove = getattr(context.uploaded_file_mgr, "remove_file", None) if context else None
    if context is not None and remove is not None:
        for file in files:
            remove(session_id=context.session_id, file_id=file.file_id)
    return uploads
