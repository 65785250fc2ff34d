"""Rows of a release as CSV: each stamped with the release's number, no cell a formula."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.exports.tables import inert_text
from dashboard.queries.release import SharedRelease


def release_csv(rows: Sequence[Mapping[str, Any]], release: SharedRelease) -> bytes:
    """UTF-8 with a mark, so that Excel reads its letters; what is not shown is empty."""
    if not rows:
        return b""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*rows[0], "release"])
    writer.writerows([*map(inert_text, row.values()), release.number] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def release_file_name(release: SharedRelease, about: str) -> str:
    return f"starboard-release-{release.number:06}-{about}.csv"
