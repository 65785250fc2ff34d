"""Many files' rows as one table, and each column as codes into its distinct spellings."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from pipelines.arrow_arrays import codes_of, empty_texts, number_array
from pipelines.intake.shape import Shape

# Not printable ASCII; and what is taken out before NFKC (docs/extract.md, Ids).
INVISIBLE = (
    "[\\x{00}-\\x{08}\\x{0b}\\x{0c}\\x{0e}-\\x{1f}\\x{7f}-\\x{a0}\\x{ad}\\x{61c}\\x{180e}"
    "\\x{200b}-\\x{200f}\\x{202a}-\\x{202f}\\x{2060}-\\x{206f}\\x{feff}]"
)


def text_tables(shapes: Sequence[Shape], columns: Sequence[str]) -> pa.Table:
    """The rows of many files one below the other, in the order given: one string column for each
    of `columns` ("" where the file has none). Files of one header are read at once."""
    alike: dict[tuple[str, tuple[str, ...]] | int, list[int]] = {}
    for index, shape in enumerate(shapes):
        is_text = not isinstance(shape.body, tuple)
        key = (shape.header.delimiter, shape.header.cells) if is_text else index
        alike.setdefault(key, []).append(index)
    parts: list[pa.Table | None] = [None] * len(shapes)
    whole = []
    for members in alike.values():
        group = [shapes[at] for at in members]
        whole.append(_table(group, columns))
    order = [at for members in alike.values() for at in members]
    if order == list(range(len(shapes))):
        return pa.concat_tables(whole).combine_chunks()
    for members, table in zip(alike.values(), whole, strict=True):
        offset = 0
        for at in members:
            parts[at] = table.slice(offset, len(shapes[at].lines))
            offset += len(shapes[at].lines)
    return pa.concat_tables(parts).combine_chunks()


def _table(group: Sequence[Shape], columns: Sequence[str]) -> pa.Table:
    header = group[0].header
    rows = sum(len(shape.lines) for shape in group)
    names = [f"{at}" for at in range(header.width)]
    wanted = [names[at] for at in header.matching.columns.values()]
    if isinstance(group[0].body, tuple):
        read = dict(zip(wanted, group[0].body, strict=True))
    elif not rows:
        read = {name: empty_texts(0) for name in wanted}
    else:
        text = (
            group[0].body
            if len(group) == 1
            else b"\n".join(_body_text(shape) for shape in group if len(shape.body))
        )
        read = pa.csv.read_csv(
            pa.BufferReader(text),
            read_options=pa.csv.ReadOptions(
                use_threads=False, block_size=len(text) + 1, column_names=names
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=header.delimiter,
                quote_char=False,
                double_quote=False,
                escape_char=False,
                ignore_empty_lines=False,
            ),
            convert_options=pa.csv.ConvertOptions(
                check_utf8=False,
                column_types={name: pa.string() for name in wanted},
                include_columns=wanted,
                strings_can_be_null=False,
            ),
        )
    empty = empty_texts(rows)
    at = header.matching.columns
    return pa.table({name: read[names[at[name]]] if name in at else empty for name in columns})


def _body_text(shape: Shape) -> bytes | memoryview:
    assert not isinstance(shape.body, tuple), "files of one header and text bodies are read at once"
    return shape.body


def distinct_values(column: pa.ChunkedArray) -> tuple[pa.Table, np.ndarray]:
    """The distinct spellings of a column, and each row's code into them."""
    encoded = pc.dictionary_encode(column.combine_chunks())
    raw = encoded.dictionary
    text = raw if is_plain(raw) else _visible(raw)
    codes = np.arange(len(raw), dtype=np.int32)
    width = np.zeros(len(raw), np.int32)
    spelt = {"code": number_array(codes), "raw": raw, "text": text, "width": number_array(width)}
    return pa.table(spelt), codes_of(encoded)


def _visible(raw: pa.Array) -> pa.Array:
    """NFKC, invisible and no-break characters out, tabs and line breaks as spaces."""
    text = pc.replace_substring_regex(raw, INVISIBLE, "")
    return pc.utf8_normalize(pc.replace_substring_regex(text, "[\\t\\n\\r]", " "), "NFKC")


def is_plain(texts: pa.Array) -> bool:
    """Nothing but printable ASCII, seen on the bytes themselves."""
    data = texts.buffers()[2]
    if data is None or not data.size:
        return True
    bytes_ = np.frombuffer(data, np.uint8)
    return bool(bytes_.min() >= 0x20 and bytes_.max() < 0x7F)
