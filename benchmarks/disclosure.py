"""Tries to work hidden counts out of 500 random stores; `python -m benchmarks.disclosure [STORES]`.

Each store has 2 to 40 agencies with a time measure and a share, and two releases with corrections
in between. Then: how much of a sample is published, and at which grain, at 6, 20 and 100 agencies.
"""

import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from pipelines import sample, settings
from pipelines.flow import ingest, releases
from pipelines.intake.find_files import find_sources
from pipelines.register.agencies import Register
from tests.pipelines.releases.test_disclosure_audit import recovered


def main(stores: int) -> None:
    start, found = time.perf_counter(), []
    with ProcessPoolExecutor() as workers:
        for at, cells in enumerate(workers.map(recovered, range(stores), chunksize=5), start=1):
            found += cells
            if at % 50 == 0:
                print(f"{at} stores, {len(found)} cells recovered", flush=True)
    print(f"{stores} stores: {len(found)} cells recovered, {time.perf_counter() - start:.0f} s")
    for agencies in (6, 20, 100):
        print(f"{agencies:>4} agencies: {published_share(agencies)}")


def published_share(agencies: int) -> str:
    """How many agency-years of a measure show a figure in the first release of a sample."""
    with tempfile.TemporaryDirectory() as folder:
        extracts, data = Path(folder) / "extracts", Path(folder) / "store"
        sample.write_sample(extracts, agencies=agencies, last_month=date(2026, 10, 1))
        Register(data).enter_agencies_file(extracts / "agencies.toml")
        ingest.ingest_files(
            data,
            find_sources([extracts]),
            settings.load_settings(),
            who="a benchmark",
            today=date(2026, 11, 22),
            accept_new_ids=True,
        )
        draft = releases.draft_release(data)
    years = {(c.agency_id, c.measure, c.year) for c in draft.cells}
    grains = Counter(
        grain
        for *_, grain in {
            (c.agency_id, c.measure, c.year, c.grain) for c in draft.cells if not c.shown.mark
        }
    )
    hidden = sum(c.shown.mark == "[c]" for c in draft.cells)
    shown = sum(grains.values())
    return f"{shown} of {len(years)} agency-years shown, {dict(grains)}; {hidden} cells hidden"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
