"""Ids before they are read: unusual characters made plain, and whether a file's case counts."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.arrow_arrays import number_array
from pipelines.intake.distinct_values import INVISIBLE, distinct_values, is_plain

# No-break spaces and the soft hyphen mean nothing at an end; inside they are a space and a hyphen.
_NO_BREAK = "\\x{a0}\\x{2007}\\x{202f}"
_AT_AN_END = f"^[{_NO_BREAK}\\x{{ad}}]+|[{_NO_BREAK}\\x{{ad}}]+$"
_HYPHENS = "[\\x{ad}\\x{2010}-\\x{2015}\\x{2043}\\x{2212}\\x{fe58}\\x{fe63}\\x{ff0d}]"
_ACCENTS = "[\\x{b4}\\x{2b9}\\x{2bb}\\x{2bc}]"  # that stand for an apostrophe
# Ids that mix small letters and capitals otherwise than a capitalised word does ("Iop-12").
_MIXES = "[a-z].*[A-Z]|[A-Z].*[a-z]"
_CAPITALISED = "^[^A-Za-z]*([A-Z][a-z]*([^A-Za-z]+|$))+$"
_RECORD_ID = "^[A-Za-z0-9]{15,18}$"  # one of them shows the case of a file, of others it takes some
_FEW_MIXED = 3

# How the letters of a file's ids are read.
FOLDED, KEPT_AS_SEEN, KEPT_AS_SET = 0, 1, 2


def distinct_ids(column: pa.ChunkedArray) -> tuple[pa.Table, np.ndarray]:
    """As `distinct_values`, the texts cleaned as ids: NFKC, hyphens and spaces of every kind as
    plain ones, invisible characters out."""
    spelt, codes = distinct_values(column)
    raw = spelt["raw"].combine_chunks()
    if is_plain(raw):
        return spelt, codes
    text = raw
    for pattern, replacement in (
        (_AT_AN_END, ""),
        (_HYPHENS, "-"),
        (_ACCENTS, "'"),
        (f"[{_NO_BREAK}\\t\\n\\r]", " "),
        (INVISIBLE, ""),
    ):
        text = pc.replace_substring_regex(text, pattern, replacement)
    return spelt.set_column(2, "text", pc.utf8_normalize(text, "NFKC")), codes


def case_readings(
    spelt: pa.Table, codes: np.ndarray, file: np.ndarray, settings: Sequence[bool | None]
) -> np.ndarray:
    """FOLDED, KEPT_AS_SEEN or KEPT_AS_SET for each file (int32).

    `settings`: what the office set for each file's agency; None: the file shows it, where most of
    its distinct ids with letters, half of them at least, mix small letters and capitals.
    """
    readings = np.array([KEPT_AS_SET if kept else FOLDED for kept in settings], np.int32)
    mixed = _true_where(spelt, _MIXES)
    if not mixed.any():
        return readings
    mixed &= ~_true_where(spelt, _CAPITALISED)
    lettered = _true_where(spelt, "[A-Za-z]")
    record_like = mixed & _true_where(spelt, _RECORD_ID)
    for index, kept in enumerate(settings):
        if kept is not None:
            continue
        seen = np.unique(codes[file == index])
        count = np.count_nonzero(mixed[seen])
        enough = count >= _FEW_MIXED or record_like[seen].any()
        if enough and 2 * count >= np.count_nonzero(lettered[seen]):
            readings[index] = KEPT_AS_SEEN
    return readings


def _true_where(spelt: pa.Table, pattern: str) -> np.ndarray:
    """Which texts hold the pattern. Without `to_numpy`, which imports pandas."""
    if not len(spelt):
        return np.zeros(0, bool)
    found = pc.match_substring_regex(spelt["text"].combine_chunks(), pattern).cast(pa.uint8())
    return np.frombuffer(found.buffers()[1], np.uint8)[: len(found)].astype(bool)


def repeat_for_each_reading(
    spelt: pa.Table, codes: np.ndarray, file: np.ndarray, widths: np.ndarray, cases: np.ndarray
) -> tuple[pa.Table, np.ndarray]:
    """The spellings once for each declared width and reading of case, which change the id.

    `widths` and `cases`: those of each file. The table has both, as `width` and `letters`.
    """
    distinct, of_file = np.unique(np.stack([widths, cases]), axis=1, return_inverse=True)
    size = len(spelt)
    tables = [
        spelt.set_column(3, "width", number_array(np.full(size, width, np.int32))).append_column(
            "letters", number_array(np.full(size, case, np.int32))
        )
        for width, case in distinct.T
    ]
    whole = pa.concat_tables(tables).set_column(
        0, "code", number_array(np.arange(size * distinct.shape[1], dtype=np.int32))
    )
    of_file = of_file.reshape(-1).astype(np.int32)
    return whole, (codes + of_file[file] * size).astype(np.int32)
