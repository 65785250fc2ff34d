"""What the way in and the measures cost, against DuckDB's own typed scan of the same files.

`python -m benchmarks.flow [--agencies 60] [--months 36] [--rows 300000]`. Each run is a process of
its own, so CPU seconds and peak memory are its alone; ratios compare runs side by side.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from pipelines import sample

LAST_MONTH = date(2026, 10, 1)
TODAY = "2026-11-22"
COLUMNS = "agency_id,client_id,event_type,event_date,service_code,site_id"
KINDS = (
    "first_contact", "assessment", "outpatient_service", "detox_admission", "request_closed",
)  # fmt: skip
SCAN = """
import sys, duckdb
con = duckdb.connect()
con.execute("set threads = 2")
columns = {name: "varchar" for name in sys.argv[2].split(",")} | {"event_date": "date"}
con.execute(
    "create table t as from read_csv(?, auto_detect = false, header = true, delim = ',',"
    f" quote = '', escape = '', null_padding = true, ignore_errors = true, columns = {columns})",
    [sys.argv[1]],
)
"""


def cost(*words: object, data: Path | None = None) -> tuple[float, float]:
    """CPU seconds and peak MB of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, **({"STARBOARD_DATA": str(data)} if data else {})}
    script = (
        "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:],"
        " stdout=subprocess.DEVNULL).returncode;"
        " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in ((0, 1) if "pipelines" in words else (0,)):
        raise SystemExit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, int(done.stdout.split()[-1]) / 1024


def one_large_file(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{COLUMNS}\n")
        file.writelines(
            f"A01,{n % 40000:07},{KINDS[n % 5]},2026-09-{1 + n % 30:02},14,S{n % 4}\n"
            for n in range(rows)
        )


def print_cost(what: str, spent: tuple[float, float], scan: float, rows: int) -> None:
    cpu, peak = spent
    print(
        f"{what:<34} {cpu:7.2f} s CPU  {cpu / scan:6.2f} x scan  {rows / cpu:10,.0f} rows/s"
        f"  peak {peak:6,.0f} MB"
    )


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--agencies", type=int, default=60)
    given.add_argument("--months", type=int, default=36)
    given.add_argument("--rows", type=int, default=300_000)
    size = given.parse_args()
    pipelines = (sys.executable, "-m", "pipelines")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        large = work / "large.csv"
        one_large_file(large, size.rows)
        scan, peak = cost(sys.executable, "-c", SCAN, large, COLUMNS)
        print(f"\none file, {size.rows:,} rows")
        print_cost("DuckDB's typed scan", (scan, peak), scan, size.rows)
        print_cost("check", cost(*pipelines, "check", large, "--today", TODAY), scan, size.rows)

        smaller = None
        for agencies in (max(size.agencies // 10, 1), size.agencies):
            extracts, data = work / f"of{agencies}", work / f"store{agencies}"
            made = sample.write_sample(
                extracts, last_month=LAST_MONTH, agencies=agencies, months=size.months
            )
            print(f"\n{agencies} agencies x {size.months} months, {made.rows:,} rows")
            header = next(iter(sorted(extracts.glob("*.csv")))).open().readline().strip()
            scan, peak = cost(sys.executable, "-c", SCAN, f"{extracts}/*.csv", header)
            print_cost("DuckDB's typed scan", (scan, peak), scan, made.rows)
            check = cost(*pipelines, "check", extracts, "--today", TODAY)
            print_cost("check", check, scan, made.rows)
            whole = cost(
                *pipelines, "ingest", extracts, "--today", TODAY, "--accept-new-ids", data=data
            )
            print_cost("check, store, measures, board", whole, scan, made.rows)
            again = cost(*pipelines, "build", data=data)
            print_cost("measures and board alone", again, scan, made.rows)
            one = sorted(extracts.glob("A01_*.csv"))[-1]
            text = one.read_text("utf-8").splitlines(keepends=True)
            one.write_text("".join(text[:-1]), "utf-8")
            month = cost(*pipelines, "ingest", one, "--today", TODAY, data=data)
            print_cost("one month sent again", month, scan, made.rows)
            if smaller:
                rows, cpu = smaller
                growth = (whole[0] / made.rows) / (cpu / rows)
                print(f"time per event at {made.rows / rows:.1f} x the events: {growth:.2f} x")
            smaller = made.rows, whole[0]


if __name__ == "__main__":
    main()
