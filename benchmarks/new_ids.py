"""Whether changed client ids are seen: false alarms on a whole sample, planted changes found.

python -m benchmarks.new_ids [--agencies 110] [--real FOLDER]
"""

import argparse
import csv
import io
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipelines import sample
from pipelines.flow import ingest
from pipelines.intake.check_files import Source
from pipelines.intake.find_files import find_sources
from pipelines.register.agencies import Register
from pipelines.settings import load_settings

TODAY = date(2026, 11, 10)
LAST = date(2026, 10, 1)
SETTINGS = load_settings()

Change = Callable[[str], str]
CHANGES: dict[str, Change] = {
    "as they were": lambda c: c,
    "a letter in front": lambda c: f"C{c}",
    "a code and a hyphen in front": lambda c: f"OP-{c}",
    "a part behind": lambda c: f"{c}-01",
    "a hyphen inside": lambda c: f"{c[:2]}-{c[2:]}",
    "leading zeros lost": lambda c: c.lstrip("0"),
    "zeros in front": lambda c: c.zfill(10),
    "a digit behind": lambda c: f"{c}7",
    "a new record system": lambda c: f"{int(c) * 7919 % 10**9:09d}",
    "half with new ids": lambda c: c if int(c) % 2 else f"{int(c) * 7919 % 10**9:09d}",
    "a third with new ids": lambda c: c if int(c) % 3 else f"{int(c) * 7919 % 10**9:09d}",
}


def ingest_sources(store: Path, sources: list[Source], *, yes: bool) -> ingest.IngestResult:
    return ingest.ingest_files(
        store, sources, SETTINGS, who="a benchmark", today=TODAY, accept_new_ids=yes
    )


def rewritten(source: Source, change: Change) -> Source:
    """The extract with every client's id changed; an id that is no number stays."""
    rows = list(csv.reader(io.StringIO(source.read_bytes().decode())))
    at = rows[0].index("client_id")
    for row in rows[1:]:
        if len(row) > at and row[at].isdigit():
            row[at] = change(row[at])
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return Source(source.name, out.getvalue().encode())


def show_alarms(name: str, done: ingest.IngestResult) -> None:
    alarms = sorted(done.delivered.unknown)
    print(f"{name}: {len(done.delivered.fates):,} months, {len(alarms)} alarms")
    for agency, month in alarms[:20]:
        print(f"  {agency} {month:%Y-%m}: {done.delivered.unknown[agency, month].text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agencies", type=int, default=110)
    parser.add_argument("--real", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if arguments.real:
            done = ingest_sources(work / "real", find_sources([arguments.real]), yes=True)
            show_alarms("Real extracts", done)
        extracts, store = work / "extracts", work / "store"
        sample.write_sample(extracts, agencies=arguments.agencies, last_month=LAST)
        Register(store).enter_agencies_file(extracts / "agencies.toml")
        sources = find_sources([extracts])
        newest = [source for source in sources if source.name.endswith(f"_{LAST:%Y-%m}.csv")]
        before = [source for source in sources if source not in newest]
        show_alarms("The sample", ingest_sources(store, before, yes=True))
        for name, change in CHANGES.items():
            copy = work / "copy"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(store, copy)
            shutil.copy(store.with_name("store.key"), copy.with_name("copy.key"))
            done = ingest_sources(copy, [rewritten(source, change) for source in newest], yes=False)
            refused = {
                index for (index, _), (fate, _) in done.delivered.fates.items() if fate == "refused"
            }
            print(f"October {name}: {len(refused)} of {len(newest)} agencies wait for a yes")
            causes = [unknown.text.split(". ")[-1] for unknown in done.delivered.unknown.values()]
            for cause in sorted({"".join(c for c in text if not c.isdigit()) for text in causes}):
                print(f"    {cause}")


if __name__ == "__main__":
    main()
