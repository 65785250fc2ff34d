"""What the server asks, as it comes out of the pipe; nothing is decided here."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from pipelines.flow import ingest
from pipelines.intake.check_files import Batch, Source
from pipelines.settings import Settings

Result = tuple[dict[str, Any], bytes]  # the answer, and the content of a file that belongs to it
Step = Callable[[str], None]


@dataclass(frozen=True)
class WorkerRequest:
    """What is asked. `months` None: as each file proposes; `seen`: see ingest.ingest."""

    data: Path
    rules: Settings
    files: tuple[Source, ...]
    agency: str
    who: str
    today: date
    months: tuple[date, ...] | None
    accept_loss: bool
    seen: dict[date, int]
    again: tuple[int, ...]  # earlier versions to make active again

    def check(self) -> list[Batch]:
        return list(
            ingest.check_sources(
                self.data,
                self.files,
                self.rules,
                today=self.today,
                agency=self.agency,
                months=self.months,
            )
        )


def read_request(source: BinaryIO, data: Path, rules: Settings) -> tuple[str, WorkerRequest]:
    """A line of JSON, then the bytes of the files that it names with their sizes."""
    given = json.loads(source.readline())
    files = tuple(Source(each["name"], source.read(each["size"])) for each in given["files"])
    months = given.get("months")
    return given["ask"], WorkerRequest(
        data=data,
        rules=rules,
        files=files,
        agency=given["agency"],
        who=given["who"],
        today=date.fromisoformat(given["today"]),
        months=tuple(map(date.fromisoformat, months)) if months else None,
        accept_loss=given.get("accept_loss", False),
        seen={date.fromisoformat(m): number for m, number in given.get("seen", {}).items()},
        again=tuple(given.get("again", ())),
    )
