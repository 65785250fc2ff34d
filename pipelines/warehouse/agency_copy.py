"""One agency's part of the warehouse, copied into memory: what a delivery of it could touch.

The code that stores a delivery can be tried on the copy without the write lock; no row of it
reaches a disk.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import duckdb
import pyarrow as pa

from pipelines.arrow_arrays import bytes_array
from pipelines.warehouse import connection as warehouse

AgencyTables = dict[str, pa.Table]  # the tables of a part by name

# Made in this order. $agency: whose part it is; $months: the months of which all versions count.
PARTS = {
    "part_version": """
        select submission_id, agency_id = $agency as own from submission
        where active or (agency_id = $agency and list_contains($months, month))
        """,
    "part_key": """
        select person_key from event_row
        semi join (select submission_id from part_version where own) as own using (submission_id)
        where person_key is not null
        union
        select person_key from person semi join arriving_person using (pseudonym)
        """,
    "part_client": """
        select distinct client from event_row
        semi join part_version using (submission_id)
        semi join part_key using (person_key)
        """,
    "part_row": """
        select event_row.*
        from event_row inner join part_version using (submission_id)
        where own or client in (select client from part_client)
        """,
}


def copy_agency(
    con: duckdb.DuckDBPyConnection, agency: str, months: Sequence[date], persons: Iterable[bytes]
) -> AgencyTables:
    """The tables of the part: the agency's active rows, every version of `months`, and the rows of
    all clients who share a person's key with them or with `persons` (pseudonyms that arrive).

    The ledger of submissions is whole, because it says which months each agency lacks.
    """
    con.register("arriving_person", pa.table({"pseudonym": bytes_array(list(persons))}))
    for name, sql in PARTS.items():
        params = {"agency": agency, "months": list(months)} if "$agency" in sql else {}
        con.execute(f"create or replace temp table {name} as {sql}", params)
    con.unregister("arriving_person")
    own = "select submission_id from submission where agency_id = $agency"
    tables = {
        "submission": "select * from submission",
        "delivery": "select * from delivery",
        "submission_file": f"select * from submission_file where submission_id in ({own})",
        "file": "select * from file where agency_id = $agency",
        "event_row": "select * from part_row",
        "client": """
            select * from client
            where agency_id = $agency or client in (select client from part_client)
            """,
        "person": """
            select * from person where person_key in (
                select person_key from part_key
                union select person_key from part_row where person_key is not null
            )
            """,
    }
    return {
        name: con.sql(sql, params={"agency": agency} if "$agency" in sql else {}).to_arrow_table()
        for name, sql in tables.items()
    }


def build_in_memory(part: AgencyTables) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory that holds these tables; the caller closes it."""
    con = warehouse.open_in_memory()
    for name, rows in part.items():
        con.register("part_rows", rows)
        con.execute(f"insert into {name} by name select * from part_rows")
        con.unregister("part_rows")
    return con
