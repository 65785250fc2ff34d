"""Seeded made-up extracts with known stories and known faults: `write_sample` does all of it.

    agencies, scenarios  the agencies and what happens at them
    detox                stays, and who goes on to outpatient care where
    requests             waits for outpatient care
    records, extracts    what an agency writes down, and its monthly files
    agencies_file        agencies.toml, which says what is made up

Six neighbours at a time, one agency's events in memory, so any size streams to disk. An agency's
bytes depend on seed, window and neighbours alone. Shares nothing with intake or measures but the
contract, so that their tests may recompute from these files.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from pipelines.sample import agencies as sample_agencies
from pipelines.sample import agencies_file, detox, extracts, records, requests
from pipelines.sample.agencies import SampleAgency
from pipelines.sample.detox import Onward
from pipelines.sample.random_draws import Array, random_stream
from pipelines.sample.window import Window

DEFAULT_SEED = 2006  # the year in which the three state goals began
OUTPATIENT_STREAM = 2


@dataclass(frozen=True)
class SampleSize:
    """The files on disk; rows without headers."""

    files: int
    rows: int
    size: int


def write_sample(
    out: Path,
    *,
    last_month: date,
    agencies: int = 6,
    months: int = 36,
    seed: int = DEFAULT_SEED,
    progress: Callable[[int, int], None] | None = None,
) -> SampleSize:
    """Write `A01_2026-09.csv` … and `agencies.toml` into out, ending with the month of last_month.

    `progress` gets, after each agency, how many of how many are written.
    """
    if agencies < 1 or months < 1:
        raise ValueError("a sample needs at least one agency and one month")
    window = Window(last_month.replace(day=1), months)
    out.mkdir(parents=True, exist_ok=True)
    files = rows = size = 0
    with (out / "agencies.toml").open("w", encoding="utf-8", newline="\n") as known:
        known.write(agencies_file.file_head(window))
        for done, (agency, events) in enumerate(_simulated(agencies, window, seed), start=1):
            known.write("\n" + agencies_file.agency_entry(agency, window))
            for name, lines in extracts.monthly_files(agency, events, window):
                text = ("\n".join(lines) + "\n").encode()
                (out / name).write_bytes(text)
                files, rows, size = files + 1, rows + len(lines) - 1, size + len(text)
            if progress:
                progress(done, agencies)
    return SampleSize(files, rows, size)


def _simulated(count: int, window: Window, seed: int) -> Iterator[tuple[SampleAgency, Array]]:
    """Each agency with all its events, unsorted."""
    for neighbours in sample_agencies.neighbourhoods(count, window, seed):
        linked = [agency.number for agency in neighbours if agency.sends_person_key]
        stays = {}
        for agency in neighbours:
            others = [number for number in linked if number != agency.number]
            stays[agency.number] = detox.simulate_detox(agency, others, window, seed)
        onward = Onward.join([going for _, going in stays.values()])
        for agency in neighbours:
            rng = random_stream(seed, agency.number, OUTPATIENT_STREAM)
            simulated = requests.simulate_requests(agency, window, rng)
            simulated += requests.requests_after_detox(agency, onward.to(agency.number))
            yield (
                agency,
                np.concatenate(
                    [
                        stays[agency.number][0],
                        records.record_events(agency, simulated, window, rng),
                        records.clients_in_care(agency, window, rng),
                    ]
                ),
            )
