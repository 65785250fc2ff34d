"""What every job of the worker has at hand: the store, the settings, the files that came."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipelines.flow import ingest
from pipelines.intake.check_files import Batch, Source
from pipelines.messages import AnnotateFile, ListFindings, PreviewFiles, Step
from pipelines.register.agencies import Register, RegisterProblem
from pipelines.settings import Settings

UNKNOWN_AGENCY = "The agency {} is not in the register: the state office enters it first."


@dataclass(frozen=True)
class JobContext:
    """One job's data folder, settings and files; `report_step` shows how far the work is."""

    data: Path
    settings: Settings
    files: tuple[Source, ...]
    report_step: Callable[[Step], None]

    def check_files(self, request: PreviewFiles | AnnotateFile | ListFindings) -> list[Batch]:
        """The files of the request, checked as they would be when sent."""
        return list(
            ingest.check_sources(
                self.data,
                self.files,
                self.settings,
                today=request.today,
                agency=request.agency,
                months=request.months,
            )
        )

    def require_known(self, agency: str) -> None:
        """Raise RegisterProblem for an agency that the state office has not entered."""
        if agency not in {known.agency_id for known in Register(self.data).agencies()}:
            raise RegisterProblem(UNKNOWN_AGENCY.format(agency))


def calendar_day() -> date:
    """Today in this machine's time zone."""
    return datetime.now().astimezone().date()
