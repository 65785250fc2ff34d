"""Published tables as frames: their types, what is missing, and the example of docs/analysis.md."""

import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.boards.frames import UnknownTable, published_table

ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs" / "analysis.md").read_text("utf-8")


def test_columns_have_the_types_of_what_they_hold(board_folder):
    months = published_table("agency_month", board_folder)
    assert pd.api.types.is_datetime64_any_dtype(months["month"])
    assert months["counted"].dtype == "Int64"
    assert months["provisional"].dtype == "boolean"
    assert months["value"].dtype == "float64"
    assert months["agency_id"].dtype == "str"


def test_every_table_has_its_columns_and_rows_and_no_untyped_column(board_folder):
    board = board_connections.connect_board(board_folder, board_files.current_version(board_folder))
    tables = board.execute("select table_name from duckdb_tables() where not internal").fetchall()
    assert len(tables) > 15
    for (name,) in tables:
        frame = published_table(name, board_folder)
        rows = board.sql(f"from {name}")
        assert list(frame.columns) == rows.columns, name
        assert len(frame) == rows.count("*").fetchall()[0][0], name
        kinds = dict(zip(rows.columns, map(str, rows.types), strict=True))
        untyped = [column for column in frame if frame[column].dtype == object]
        assert [column for column in untyped if not kinds[column].endswith("[]")] == [], name


def test_what_is_not_known_is_missing_and_never_zero(board_folder):
    months = published_table("agency_month", board_folder)
    detox = months[months["measure"] == "detox_to_outpatient"]
    assert detox["no_contact"].isna().all()
    silent = months[months["status"] == "missing"]
    assert silent["value"].isna().all()
    assert published_table("agency", board_folder)["active_to"].dtype.kind == "M"


def test_an_unknown_table_is_answered_with_those_that_there_are(board_folder):
    with pytest.raises(UnknownTable, match=r"no table 'months'.*agency_month, .*state_month"):
        published_table("months", board_folder)


def test_nothing_published_and_a_version_to_come_are_said(tmp_path, board_folder):
    with pytest.raises(board_files.NoBoard, match="Nothing has been published in"):
        published_table("agency_month", tmp_path)
    with pytest.raises(board_files.NoBoard, match="no board 000999"):
        published_table("agency_month", board_folder, as_of=999)


def test_a_board_by_its_version_and_the_folder_of_the_settings(board_folder, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(board_folder))
    version = board_files.current_version(board_folder)
    pd.testing.assert_frame_equal(
        published_table("state_month"), published_table("state_month", as_of=version)
    )


def test_a_frame_cannot_change_the_board(board_folder):
    cursor = board_connections.connect_board(
        board_folder, board_files.current_version(board_folder)
    )
    with pytest.raises(duckdb.Error, match="read-only"):
        cursor.execute("delete from agency_month")


def test_the_example_for_a_notebook_runs(board_folder, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(board_folder))
    (example,) = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
    names: dict = {}
    exec(compile(example, "docs/analysis.md", "exec"), names)
    days = names["days"]
    assert list(days.columns) == ["median_of_months", "requests"]
    assert days["requests"].dtype == "Int64"
    assert len(days) == 6
    assert days.index.is_unique
