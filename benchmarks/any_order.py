"""Whether the same rows give the same bytes of figures, in any order and on any number of threads.

`python -m benchmarks.any_order [--agencies 60] [--months 60] [--shuffles 20] [--threads 1 2 8]`
stores a made-up sample (by default more than a million rows). Each run shuffles the rows, gives
clients and persons other numbers, and computes the tables of the board and of the filters. The end
says how many rows each table has and how many different contents the runs gave: one, or the order
of something is not total. `--data STORE` takes a store that is there instead and changes nothing.
"""

import argparse
import hashlib
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from pipelines import sample, settings
from pipelines.boards.contents import write_agencies, write_key_corrections
from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.flow import ingest
from pipelines.intake.find_files import find_sources
from pipelines.measures import by_filter, compute, inputs
from pipelines.register.agencies import Register
from pipelines.warehouse import connection as warehouse

LAST_MONTH, TODAY = date(2026, 10, 1), date(2026, 11, 22)
BOARD = (*compute.PUBLISHED, "day_count")  # in an order of their own
FILTERS = (*(f"{name}_by" for name in by_filter.BY_FILTER), "member")  # in none
RENUMBERED = """
create table {name}_number as
select {name}, row_number() over (order by hash({name}, {seed}), {name}) as other
from (select distinct {name} from base where {name} is not null)
"""
SHUFFLED = """
create table event as
select
    base.* exclude (place) replace (
        client_number.other as client, person_key_number.other as person_key
    )
from base
inner join client_number using (client)
left join person_key_number using (person_key)
order by hash(place, {seed}), place
"""


def make_store(data: Path, agencies: int, months: int) -> None:
    """Store a made-up sample, as `python -m pipelines ingest` does."""
    extracts = data.with_name("extracts")
    sample.write_sample(extracts, last_month=LAST_MONTH, agencies=agencies, months=months)
    Register(data).enter_agencies_file(extracts / "agencies.toml")
    rules = settings.load_settings(settings.DEFAULTS)
    sources = find_sources([extracts])
    ingest.ingest_files(data, sources, rules, who="a benchmark", today=TODAY, accept_new_ids=True)


def write_base(data: Path, base: Path) -> int:
    """Copy what the measures read to a file of its own, each row with its place; returns rows."""
    with duckdb.connect(base) as con:
        con.execute(f"attach '{data / warehouse.FILE}' as store (read_only)")
        con.execute("use store")
        con.execute("create table base.base as select *, row_number() over () as place from event")
        con.execute("create table base.sent as from sent")
        return con.execute("select count(*) from base.base").fetchall()[0][0]


def digests(data: Path, base: Path, seed: int, threads: int) -> Iterator[tuple[str, int, str]]:
    """Table, rows and SHA-256 of every published table, from the rows in an order of their own."""
    with (
        tempfile.TemporaryDirectory() as spill,
        duckdb.connect(config={"threads": threads, "temp_directory": spill}) as con,
    ):
        con.execute(f"attach '{base}' as base (read_only)")
        con.execute("create temp table base as from base.base")
        con.execute("create table sent as from base.sent")
        for name in ("client", "person_key"):
            con.execute(RENUMBERED.format(name=name, seed=seed))
        con.execute(SHUFFLED.format(seed=seed))
        con.execute("drop table base")
        engine = DuckdbEngine(con)
        register = Register(data)
        write_agencies(engine, register)
        write_key_corrections(engine, register)
        inputs.write_input_tables(engine, settings.load_settings(settings.DEFAULTS))
        compute.compute_figures(con)
        for name in BOARD:
            yield name, *digest(con, f"from {name}")
        con.execute("attach ':memory:' as filters")
        by_filter.compute_filters(con, "filters")
        for name in FILTERS:
            yield f"filters {name}", *digest(con, f"from filters.{name} order by all")


def digest(con: duckdb.DuckDBPyConnection, query: str) -> tuple[int, str]:
    """Rows of a query, and the SHA-256 of their exact values in their order."""
    found, count = hashlib.sha256(), 0
    result = con.execute(query)
    while rows := result.fetchmany(10_000):
        count += len(rows)
        found.update(repr(rows).encode())
    return count, found.hexdigest()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--agencies", type=int, default=60)
    given.add_argument("--months", type=int, default=60)
    given.add_argument("--shuffles", type=int, default=20)
    given.add_argument("--threads", type=int, nargs="+", default=[1, 2, 8])
    given.add_argument("--data", type=Path, help="a store that is there")
    chosen = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        data = chosen.data or work / "store"
        if chosen.data is None:
            make_store(data, chosen.agencies, chosen.months)
        rows = write_base(data, work / "base.duckdb")
        contents: dict[str, set[tuple[int, str]]] = defaultdict(set)
        for seed in range(chosen.shuffles):
            for threads in chosen.threads:
                begun = time.monotonic()
                for name, *found in digests(data, work / "base.duckdb", seed, threads):
                    contents[name].add(tuple(found))
                differ = sorted(name for name, found in contents.items() if len(found) > 1)
                print(
                    f"shuffle {seed + 1:>2}, {threads} threads: {time.monotonic() - begun:6.1f} s,"
                    f" {'DIFFERENT: ' + ', '.join(differ) if differ else 'equal so far'}",
                    flush=True,
                )
    print(f"\n{rows:,} rows, {chosen.shuffles} shuffles x {chosen.threads} threads")
    for name, found in contents.items():
        counts = sorted({count for count, _ in found})
        print(f"{name:<28} {counts[-1]:>9,} rows  {len(found)} different")
    print("DIFFERENT" if differ else "all bytes equal")


if __name__ == "__main__":
    main()
