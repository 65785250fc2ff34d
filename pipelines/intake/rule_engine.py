"""Applies the SQL of `normalize/` and `rules/` to rows of many files; decides no outcome."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipelines.arrow_arrays import date_array, float_array, number_array, text_array
from pipelines.engines.database import open_database
from pipelines.intake import contract
from pipelines.intake.distinct_values import distinct_values, text_tables
from pipelines.intake.findings import (
    FIRST_LINES,
    IDENTIFIERS,
    MARKED_LINES,
    OWN_FINDINGS,
    finding_catalogue,
)
from pipelines.intake.id_values import (
    case_readings,
    distinct_ids,
    repeat_for_each_reading,
)
from pipelines.intake.known_agencies import UNKNOWN_AGENCY, KnownAgencies, KnownAgency
from pipelines.intake.known_words import known_words
from pipelines.intake.shape import Shape
from pipelines.measures.registry import keys_by_event
from pipelines.settings import Settings

HERE = Path(__file__).parent
NORMAL = (  # in this order
    *("ids", "identities", "month_names", "dates", "codes", "labels", "events", "months"),
)
ENUMS = {
    "event_word": "event_type",
    "discharge_word": "discharge_reason",
    "closure_word": "closure_reason",
}
MEMORY_LIMIT = "1GB"  # a file that needs more is not judged, before the machine has none left
LABELS = ("site_id", "level_of_care", "referral_source", "program")
COSTS = keys_by_event()  # what measures lose with a held row of an event, at most one each
# Rules that find nothing where normalize/identities.sql does not name them: each costs some time.
ABOUT_SPELLINGS = frozenset(
    code
    for code in finding_catalogue()
    if code.startswith(("id_", "ids_")) and code != "id_lengths"
) | {"client_placeholder", "person_key_empty"}
# The accepted rows of a batch, as others get them (raw ids: they must not leave the process).
SCHEMA = pa.schema(
    [("file", pa.int32()), ("line", pa.int32()), ("agency_id", pa.string())]
    + [(name, pa.string()) for name in ("client_id", "person_key", "record_id", "event_type")]
    + [("event_date", pa.date32()), ("discharge_reason", pa.string())]
    + [("closure_reason", pa.string()), ("service_code", pa.string())]
    + [(name, pa.string()) for name in ("discharge_to", *LABELS)]
)


@dataclass(frozen=True)
class FileHeader:
    """What is known of a file before its rows: its shape, the uploader's agency and months."""

    shape: Shape
    uploader: str | None
    first_month: date | None
    last_month: date | None


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """One finding of a rule for one file: the first line, how many rows, the first value.

    `lines`, `marked` and `costs` as in `findings.Finding`; `others`: some values that follow.
    """

    code: str
    line: int | None
    column: str | None
    count: int
    value: str | None
    record_id: str | None = None
    costs: tuple[tuple[str, int], ...] = ()
    lines: tuple[int, ...] = ()
    others: tuple[str | None, ...] = ()
    marked: np.ndarray | None = None


@dataclass
class RuleVerdict:
    """What the rules say of one file. Counts are rows."""

    held: int
    repeated: int
    months: tuple[date, date] | None
    agency: str | None
    findings: list[RuleFinding]


class RuleEngine:
    """An in-memory DuckDB, locked down, where batches are judged one after the other."""

    def __init__(
        self,
        settings: Settings,
        today: date,
        known: KnownAgencies,
    ) -> None:
        self._con = open_database(
            config={
                "enable_external_access": "false",
                "temp_directory": "",  # raw ids never spill to a disk
                "memory_limit": MEMORY_LIMIT,
                "autoload_known_extensions": "false",
                "autoinstall_known_extensions": "false",
            },
        )
        self._con.execute("set python_enable_replacements = false; set lock_configuration = true")
        self._known = known
        intake = settings.intake
        for name, value in {
            "today": today,
            "time_zone": settings.office.time_zone,
            "month_share": intake.month_share,
            "stray_share": intake.stray_share,
            "month_pause": intake.month_pause,
            "month_gap": intake.month_gap,
            "outside_months_share": intake.outside_months_share,
            "bad_id_share": intake.bad_id_share,
            "same_day_share": intake.same_day_share,
            "no_contact_share": intake.no_contact_share,
            "first_of_month_share": intake.first_of_month_share,
            "few_assessments": intake.few_assessments,
            "few_rows": intake.few_rows,
            "few_ids": intake.few_ids,
            "volume_factor": intake.volume_factor,
        }.items():
            self._con.execute(f"set variable {name} = $value", {"value": value})
        for name, field in ENUMS.items():
            words = ", ".join(f"'{word}'" for word in contract.contract_field(field).words)
            self._con.execute(f"create type {name} as enum ({words})")
        codes = [
            (f.name, spelt, word)
            for f in contract.contract_fields()
            for spelt, word in f.codes.items()
        ]
        self._register(
            "contract_code",
            pa.Table.from_arrays(
                [text_array(column) for column in zip(*codes, strict=True)],
                ["field", "spelling", "value"],
            ),
        )

        listed = known_words()
        lists = {"placeholder_word": listed.placeholders, "person_name": listed.names}
        for table, spelt in lists.items():
            self._register(table, pa.Table.from_arrays([text_array(spelt)], ["word"]))

    def apply_rules(self, files: Sequence[FileHeader]) -> tuple[list[RuleVerdict], pa.Table]:
        """What the rules say of each file, and the accepted rows (SCHEMA; `file` counts from 0)."""
        self._load_files(files)
        for name in NORMAL:
            self._con.execute(_sql("normalize", name))
        self._hold_rows()
        verdicts = self._collect_verdicts()
        return verdicts, self._accepted_rows()

    def close(self) -> None:
        self._con.close()

    def _load_files(self, files: Sequence[FileHeader]) -> None:
        """Each column as codes into its spellings: a spelling is looked at once, not per row."""
        names = contract.column_names()
        rows = text_tables([header.shape for header in files], names)
        file = np.repeat(
            np.arange(len(files), dtype=np.int32), [len(header.shape.lines) for header in files]
        )
        cell = {
            "row": np.arange(len(file), dtype=np.int32),
            "file": file,
            "line": np.concatenate([header.shape.lines for header in files]),
            "first_is_total": np.concatenate([header.shape.totals for header in files]),
        }
        agencies = _agencies(files, rows["agency_id"], file)
        known = [self._known.get(agency, UNKNOWN_AGENCY) for agency in agencies]
        for name in names:
            if name in IDENTIFIERS:
                spelt, codes = self._spelled_ids(name, rows[name], file, known)
            else:
                spelt, codes = distinct_values(rows[name])
            cell[f"{name}_code"] = codes
            self._register(f"spelled_{name}", spelt)
        self._register(
            "cell", pa.table({name: number_array(values) for name, values in cell.items()})
        )
        self._register(
            "sent",
            pa.table(
                {
                    "file": number_array(np.arange(len(files), dtype=np.int32)),
                    "uploader": text_array([header.uploader for header in files]),
                    "first_month": date_array([header.first_month for header in files]),
                    "last_month": date_array([header.last_month for header in files]),
                    "stored_first": date_array([agency.first_month for agency in known]),
                    "stored_last": date_array([agency.last_month for agency in known]),
                    "usual_rows": float_array([agency.usual_rows for agency in known]),
                    **{
                        f"header_{name}": _headers(files, name)
                        for name in ("event_type", "event_date")
                    },
                }
            ),
        )

    def _spelled_ids(
        self,
        name: str,
        column: pa.ChunkedArray,
        file: np.ndarray,
        known: Sequence[KnownAgency],
    ) -> tuple[pa.Table, np.ndarray]:
        """The spellings of an id column. The width is of the agency's clients alone; a key of the
        state links agencies, so its case never counts."""
        spelt, codes = distinct_ids(column)
        widths = cases = np.zeros(len(known), np.int32)
        if name == "client_id":
            widths = np.array([agency.id_width for agency in known], np.int32)
        if name != "person_key":
            settings = [agency.case_sensitive_ids for agency in known]
            cases = case_readings(spelt, codes, file, settings)
        return repeat_for_each_reading(spelt, codes, file, widths, cases)

    def _rules_to_run(self, kind: str) -> list[str]:
        """The rules of a kind, without those about ids that the spellings show to find nothing."""
        found = {code for (code,) in self._con.execute("from id_code_found").fetchall()}
        if any(code.startswith("id_is_") for code in found):
            found.add("ids_identify")
        return [code for code in _rules(kind) if code in found or code not in ABOUT_SPELLINGS]

    def _hold_rows(self) -> None:
        """Run the rules that hold a row, then set apart what is kept and what only repeats."""
        self._con.execute(
            "create or replace temp table held"
            ' (file integer, line integer, code varchar, "column" varchar, value varchar)'
        )
        for code in self._rules_to_run("holds"):
            self._con.execute(
                f"insert into held by name select '{code}' as code, * from ({_rule(code)})"
            )
        self._without("kept", "line", "held")
        self._con.execute(f"create or replace temp table repeated as {_rule('repeated_rows')}")
        self._without("accepted", "kept", "repeated")
        self._con.execute(_sql("normalize", "clients"))

    def _without(self, name: str, rows: str, apart: str) -> None:
        """Name the rows that are not set apart; copy them only if some are."""
        ((some,),) = self._con.sql(f"select exists (from {apart})").fetchall()
        copied = f"{name}_rows"
        if some:
            self._con.execute(
                f"create or replace temp table {copied} as"
                f" from {rows} anti join {apart} using (file, line)"
            )
        self._con.execute(f"create or replace temp view {name} as from {copied if some else rows}")

    def _collect_verdicts(self) -> list[RuleVerdict]:
        counted = self._con.execute(_sql("normalize", "counts")).fetchall()
        verdicts = [
            RuleVerdict(held, repeated, (first, last) if first else None, agency, [])
            for held, repeated, first, last, agency in counted
        ]
        for file, finding in self._held_findings():
            verdicts[file].findings.append(finding)
        for code in self._rules_to_run("tells"):
            source = "from repeated" if code == "repeated_rows" else _rule(code)
            for file, column, count, value, lines in self._con.execute(
                # a finding about the whole file has no line, and arg_min would lose its value; a
                # rule names a line and column once, so the first value is one
                'select file, "column", count(*),'
                f" coalesce(arg_min(value, line), min(value)), min(line, {FIRST_LINES})"
                f' from ({source}) group by file, "column"'
            ).fetchall():
                line = lines[0] if lines else None
                verdicts[file].findings.append(
                    RuleFinding(code, line, column, count, value, lines=tuple(lines or ()))
                )
        return verdicts

    def _held_findings(self) -> Iterator[tuple[int, RuleFinding]]:
        """File and finding of the held rows: one a row, or one for all rows of a kind where they
        are many, so that no file's answer grows with its rows."""
        self._con.execute(_sql("normalize", "held_kinds"))
        for file, code, line, column, value, record_id, event_type in self._con.execute(
            _sql("normalize", "held_rows"), {"own_findings": OWN_FINDINGS}
        ).fetchall():
            costs = tuple((measure, 1) for measure in COSTS.get(event_type, ()))
            yield file, RuleFinding(code, line, column, 1, value, record_id or None, costs)
        many = self._con.execute(
            _sql("normalize", "held_many"),
            {"own_findings": OWN_FINDINGS, "first_lines": FIRST_LINES},
        ).fetchall()
        for kind, file, code, column, count, lines, values in many:
            lost: dict[str, int] = {}
            for event_type, rows in self._con.execute(
                "select event_type, rows from held_kind where kind = $kind", {"kind": kind}
            ).fetchall():
                for measure in COSTS.get(event_type, ()):
                    lost[measure] = lost.get(measure, 0) + rows
            marked = self._con.execute(
                _sql("normalize", "held_lines"), {"kind": kind, "marked_lines": MARKED_LINES}
            ).fetchnumpy()["line"]
            yield (
                file,
                RuleFinding(
                    *(code, lines[0], column, count, values[0]),
                    costs=tuple(lost.items()),
                    lines=tuple(lines),
                    others=tuple(values[1:]),
                    marked=np.asarray(marked, np.int32),
                ),
            )

    def _accepted_rows(self) -> pa.Table:
        """The accepted rows with their normalised texts, in the files' order."""
        return self._con.sql(_sql("normalize", "accepted")).to_arrow_table().cast(SCHEMA)

    def _register(self, name: str, table: pa.Table) -> None:
        self._con.register(name, table)


def _agencies(files: Sequence[FileHeader], column: pa.ChunkedArray, file: np.ndarray) -> list[str]:
    """Each file's agency: the uploader's, else as its first row spells it."""
    first = np.searchsorted(file, np.arange(len(files)))
    return [
        header.uploader
        or (column[int(row)].as_py().strip().upper() if len(header.shape.lines) else "")
        for header, row in zip(files, first, strict=True)
    ]


def _headers(files: Sequence[FileHeader], name: str) -> pa.Array:
    """How each file's own header spells a column, folded."""
    spelt = [
        header.shape.header.cells[header.shape.header.matching.columns[name]] for header in files
    ]
    return text_array([contract.fold_header(cell) for cell in spelt])


@cache
def _sql(folder: str, name: str) -> str:
    return (HERE / folder / f"{name}.sql").read_text("utf-8")


def _rule(code: str) -> str:
    return _sql("rules", code)


@cache
def _rules(kind: str) -> tuple[str, ...]:
    """The codes with an SQL rule, in the catalogue's order: those that hold a row, or not."""
    return tuple(
        code
        for code, entry in finding_catalogue().items()
        if (HERE / "rules" / f"{code}.sql").exists()
        and (entry.severity == "error" and not entry.refuses) == (kind == "holds")
    )
