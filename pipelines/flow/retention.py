"""Deletes the rows of superseded versions, and records how many versions in the audit log."""

from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.register.audit import Audit
from pipelines.settings import Settings
from pipelines.warehouse import retention


def delete_expired_rows(
    con: duckdb.DuckDBPyConnection, data: Path, settings: Settings, now: datetime
) -> int:
    """`warehouse.retention.delete_expired_rows` with its entry; returns how many versions."""
    months = settings.versions.superseded_rows_months
    deleted = retention.delete_expired_rows(con, months, now.date())
    if deleted:
        Audit(data).add("retention", "retention", versions=deleted, months_kept=months)
    return deleted
