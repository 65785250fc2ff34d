"""What files cost that are made to cost much: 25 MB each, through the command `check`.

`python -m benchmarks.hostile_files [--mb 25] [NAME...]`. Each file is checked by a process of its
own: CPU seconds, peak memory of that process, size of its JSON answer, outcome and number of
findings. With `--back` also what giving the file back with its findings costs.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HEADER = "agency_id,client_id,event_type,event_date\n"
CHECK = ["-m", "pipelines", "check", "--today", "2026-10-05", "--format", "json"]
BACK = """
import sys
from datetime import date
from pathlib import Path
from pipelines.intake.annotated_file import annotate_file
from pipelines.intake.check_files import Source, check_files
from pipelines.settings import load_settings
path = Path(sys.argv[1])
(batch,) = check_files(
    [Source(path.name, path)], agency="A01", today=date(2026, 10, 5), settings=load_settings()
)
print(len(annotate_file(path.read_bytes(), batch.files[0], "notice") or b""))
"""


def _filled(make: Callable[[int], str], size: int, header: str = HEADER) -> bytes:
    """Rows below a header until the file has its size."""
    parts, length, at = [header], len(header), 0
    while length < size:
        parts.append(make(at))
        length += len(parts[-1])
        at += 1
    return "".join(parts).encode()


def _day(at: int) -> str:
    return f"2026-09-{at % 30 + 1:02}"


def hostile_files(size: int) -> dict[str, Callable[[], bytes]]:
    """Name → what makes a file of about `size` bytes."""
    noise = random.Random(2006)
    good = _filled(lambda at: f"A01,C{at},assessment,{_day(at)}\n", size)
    names = ",".join(f"column {at} of many that are not asked for" for at in range(1550))
    return {
        "good rows": lambda: good,
        "lines of x": lambda: HEADER.encode() + b"x\n" * (size // 2),
        "commas": lambda: HEADER.encode() + b"," * size,
        "lines of commas": lambda: HEADER.encode() + b",,,\n" * (size // 4),
        "a quote never closed": lambda: good.replace(b"\n", b'\n"', 1),
        "quotes everywhere": lambda: HEADER.encode() + b'"a"b",""c"\n' * (size // 12),
        "doubled quotes": lambda: _filled(
            lambda at: f'A01,"C""{at}",assessment,"{_day(at)}"\n', size
        ),
        "every row another agency": lambda: _filled(
            lambda at: f"B{at},C{at},assessment,{_day(at)}\n", size
        ),
        "unknown events": lambda: _filled(lambda at: f"A01,C{at},event {at},{_day(at)}\n", size),
        "unreadable dates": lambda: _filled(lambda at: f"A01,C{at},assessment,day {at}\n", size),
        "ids of 60": lambda: _filled(lambda at: f"A01,{at:060},assessment,{_day(at)}\n", size),
        "two million short rows": lambda: HEADER.encode() + b"a,b\n" * 2_000_000,
        "short rows with all that is required": lambda: _filled(
            lambda at: f"A01,C{at},assessment,{_day(at)}\n", size, HEADER[:-1] + ",program\n"
        ),
        "random bytes": lambda: noise.randbytes(size),
        "random UTF-16": lambda: b"\xff\xfe" + noise.randbytes(size),
        "a header of 60 KiB": lambda: _filled(
            lambda at: f"A01,C{at},assessment,{_day(at)}{',' * 1550}\n",
            size,
            f"{HEADER[:-1]},{names}\n",
        ),
        "NULs": lambda: HEADER.encode() + b"\0" * size,
    }


def _run(words: list[str]) -> tuple[float, float, str]:
    """CPU seconds, peak MB and output of one process."""
    script = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]);"
        " used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        " print(used.ru_maxrss, file=sys.stderr); sys.exit(done.returncode)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", script, sys.executable, *words],
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, int(done.stderr.split()[-1]) / 1024, done.stdout


def main() -> None:
    """Print a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--mb", type=float, default=24.9)
    parser.add_argument("--back", action="store_true")
    options = parser.parse_args()
    print(f"{'file':38} {'CPU s':>6} {'peak MB':>8} {'JSON kB':>8}  outcome, findings, first")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile.csv"
        for name, make in hostile_files(int(options.mb * 2**20)).items():
            if options.names and name not in options.names:
                continue
            path.write_bytes(make())
            started = time.monotonic()
            cpu, peak, said = _run([*CHECK, "--agency", "A01", str(path)])
            file = json.loads(said)
            first = file["findings"][0]["code"] if file["findings"] else "none"
            print(
                f"{name:38} {cpu:6.1f} {peak:8.0f} {len(said) / 1000:8.1f}  {file['outcome']},"
                f" {len(file['findings'])}, {first} ({time.monotonic() - started:.0f} s)",
                flush=True,
            )
            if options.back:
                cpu, peak, said = _run(["-c", BACK, str(path)])
                size = int(said.split()[-1]) / 1e6
                print(f"{'  given back':38} {cpu:6.1f} {peak:8.0f} {size:8.1f} MB")


if __name__ == "__main__":
    main()
