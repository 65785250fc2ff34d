"""Every query says in its first line whether it is read through a filter."""

import pytest

from dashboard.queries import board as queries

VIEWS = sorted(path.stem for path in queries.SQL.glob("*.sql"))
OF_FIGURES = {
    *("agency_months", "group_months", "state_months", "newest_final", "recent_values"),
    *("compare_month", "compare_period", "compare_12_months", "day_counts", "day_spread"),
    *("cohort_months", "cohort_between"),
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_query_is_read_through_a_filter_where_it_reads_figures(view):
    assert queries.reads_through_filter(view) == (view in OF_FIGURES)


@pytest.mark.parametrize(
    "text", ["select 1", "", "-- through a filter: maybe\nselect 1", "\n-- through a filter: yes"]
)
def test_a_query_that_does_not_say_it_is_an_error(text, tmp_path, monkeypatch):
    monkeypatch.setattr(queries, "SQL", tmp_path)
    queries.reads_through_filter.cache_clear()
    (tmp_path / "foreign.sql").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"foreign\.sql does not start with"):
        queries.reads_through_filter("foreign")
