"""Text to a header, numbered rows and rows set apart; no value is believed."""

import numpy as np

from pipelines.intake.decode import RefusedError
from pipelines.intake.findings import make_finding
from pipelines.intake.header import DELIMITERS, find_header
from pipelines.intake.physical_lines import Lines, line_too_long
from pipelines.intake.plain_rows import read_plain_rows, take_quotes_out
from pipelines.intake.quoted_rows import read_quoted_rows
from pipelines.intake.row_notes import TOP_LINES, RowNotes
from pipelines.intake.shape import Shape

TOP_BYTES = 1 << 20


def split_into_rows(data: bytes, longest_line_kib: int) -> Shape:
    """The file's shape. `data`: UTF-8 without BOM.

    Raises RefusedError where it is not clear where rows end.
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = Lines.of_text(data)
    lengths = lines.ends - lines.starts
    if lengths.max() > longest_line_kib * 1024:
        line = int(np.argmax(lengths > longest_line_kib * 1024)) + 1
        raise line_too_long(line, longest_line_kib, rows_read=max(int(lines.filled.sum()) - 1, 0))
    del lengths
    top_end = lines.ends[min(TOP_LINES, len(lines.ends)) - 1]
    top = data[: min(top_end, TOP_BYTES)].decode(errors="replace").split("\n")
    header = find_header(top, int(lines.filled.sum()))
    rows = RowNotes(header)
    if header.wrapping:
        data = _unwrap_lines(data, rows)
        lines = Lines.of_text(data)
    lines.leave_out_blank(data, header.delimiter)
    if not lines.filled[header.line :].any():
        raise RefusedError(make_finding("no_rows"), *header.findings)
    rows.find_odd_lines(data, lines)
    start = int(lines.starts[header.line])
    if header.returned:
        shape = read_quoted_rows(data, lines, rows, longest_line_kib)
    elif data.find(b'"', start) < 0:
        shape = read_plain_rows(data, lines, rows)
    else:
        bare = take_quotes_out(data, start, header.delimiter)
        shape = (
            read_quoted_rows(data, lines, rows, longest_line_kib)
            if bare is None
            else read_plain_rows(bare, Lines.of_text(bare), rows)
        )
    if not shape.rows_read:
        raise RefusedError(make_finding("no_rows"), *header.findings)
    if header.delimiter == ":" and any(each.code == "row_too_long" for each in shape.apart):
        raise RefusedError(
            make_finding("delimiter_in_values", line=header.line, words=DELIMITERS[":"]),
            rows_read=shape.rows_read,
        )
    return shape


def _unwrap_lines(data: bytes, rows: RowNotes) -> bytes:
    """The text with each wrapped line as plain CSV; lines stay lines."""
    wrapping = rows.header.wrapping
    assert wrapping is not None, "called for wrapped files alone"
    plain = []
    for line, text in enumerate(data.decode().split("\n"), 1):
        plain.append(wrapping.unwrap_line(text))
        if plain[-1] is not text and line > rows.header.line:
            rows.wrapped += 1
            rows.first_wrapped = rows.first_wrapped or line
    return "\n".join(plain).encode()
