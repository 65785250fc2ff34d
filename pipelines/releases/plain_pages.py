"""A release as a plain page and CSV, which open without a server: no script, no other host."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

from markupsafe import Markup, escape

from pipelines.releases import files
from pipelines.releases.files import NoRelease

PAGE = Path(__file__).with_name("plain_page.html")
VOCABULARY = (
    ("[c]", "withheld: the figure rests on 1 to 10"),
    ("[x]", "not available: a month is missing, or the agency’s first months"),
    ("[z]", "not applicable"),
    ("[p]", "not final yet"),
)
GRAINS = {"month": "month", "quarter": "quarter", "half_year": "half-year", "year": "year"}


def write_plain_pages(data: Path, out: Path) -> list[Path]:
    """Write OUT/index.html and a CSV a table of the newest release. Raises NoRelease."""
    newest = files.newest_out(data)
    if newest is None:
        raise NoRelease("No release is out: make one with --reason.")
    con = files.connect_release(data, newest.number)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for table in files.TABLES:
        path = out / f"{table}.csv"
        path.write_text(_csv(con, table), "utf-8", newline="")
        written.append(path)
    index = out / "index.html"
    index.write_text(_index(con, newest.number), "utf-8")
    return [index, *written]


def _csv(con: Any, table: str) -> str:
    con.execute(f"select * from {table}")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column[0] for column in con.description])
    writer.writerows([[_plain(value) for value in row] for row in con.fetchall()])
    return text.getvalue()


def _plain(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    is_formula = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if is_formula else value


def _index(con: Any, number: int) -> str:
    ((version, made_at, through),) = con.execute(
        "select board_version, made_at, data_through from release"
    ).fetchall()
    head = (
        f"Release {number}, made {made_at:%b %-d, %Y}, of board {version:06};"
        f" data through {through:%b %-d, %Y}"
    )
    tables: list[Markup] = []
    for key, label, unit in con.execute(
        "select key, label, unit from measure order by goal nulls last, key"
    ).fetchall():
        tables += [
            Markup("<h2>{}</h2>").format(label),
            _state_table(con, key, unit),
            _agency_table(con, key, unit),
        ]
    words = [Markup("<dt>{}</dt><dd>{}</dd>").format(*pair) for pair in VOCABULARY]
    links = [Markup('<a href="{0}.csv">{0}.csv</a>').format(table) for table in files.TABLES]
    return Template(PAGE.read_text("utf-8")).substitute(
        number=number,
        head=escape(head),
        vocabulary=Markup("").join(words),
        tables=Markup("").join(tables),
        links=Markup(", ").join(links),
    )


def _state_table(con: Any, measure: str, unit: str) -> Markup:
    rows = con.execute(
        "select period, agencies, cells_left_out, entered, counted, value, lowest, highest"
        " from pooled_cell where measure = ? and group_name = '' and grain = 'year'"
        " order by period desc",
        [measure],
    ).fetchall()
    body = [
        (
            period,
            figure(value, unit),
            f"{figure(lowest, unit)} to {figure(highest, unit)}",
            f"{entered} of {counted}" if counted is not None else "",
            agencies,
            left_out,
        )
        for period, agencies, left_out, entered, counted, value, lowest, highest in rows
    ]
    kind = "sum of shown counts" if unit == "share" else "middle of the agencies’ values"
    columns = (
        "Year",
        f"State: {kind}",
        "Agencies from – to",
        "Persons",
        "Agencies",
        "Cells left out",
    )
    return _table("The state by year", columns, body)


def _agency_table(con: Any, measure: str, unit: str) -> Markup:
    rows = con.execute(
        "select coalesce(name, 'Agency ' || code), period, grain, mark, value, counted, size,"
        " entered from agency_cell inner join agency using (code) where measure = ?"
        " order by code, starts desc",
        [measure],
    ).fetchall()
    body = [
        (
            name,
            period,
            GRAINS[grain],
            mark or figure(value, unit),
            size or (f"{entered} of {counted}" if entered is not None else counted),
        )
        for name, period, grain, mark, value, counted, size, entered in rows
    ]
    return _table("Agencies", ("Agency", "Period", "By", "Figure", "Count"), body)


def figure(value: float | None, unit: str) -> str:
    """`5.5 days` or `38%`; empty without a value."""
    if value is None:
        return ""
    return f"{value:.0%}" if unit == "share" else f"{value:.1f} days"


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in columns)
    body = Markup("").join(_row(row) for row in rows)
    table = Markup(
        "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
    )
    return Markup('<div class="across" tabindex="0" role="region" aria-label="{}">{}</div>').format(
        caption, table.format(caption, Markup("<tr>{}</tr>").format(head), body)
    )


def _row(cells: Sequence[Any]) -> Markup:
    first, *others = ["" if cell is None else cell for cell in cells]
    data = Markup("").join(Markup("<td>{}</td>").format(cell) for cell in others)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(first, data)
