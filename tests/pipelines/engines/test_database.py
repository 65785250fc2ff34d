"""Databases open without the optimizer's step that changes sums; nothing opens one another way."""

import ast
from pathlib import Path

import duckdb

from pipelines.engines.database import open_database

ROOT = Path(__file__).parents[3]
SETUP = """
create table figure as
select
    if(i % 2 = 0, 'x', 'y') as measure, i // 2 as place, if(i % 2 = 0, i, null) as persons
from range(1000) as t (i);
create table spread as select 'y' as measure, i as place, i as days from range(500) as t (i);
"""
SUMS = """
select place % 3 as third, sum(persons)::bigint as persons
from figure left join spread using (measure, place)
where measure = 'x'
group by third order by third
"""


def sums(con):
    con.execute(SETUP)
    return [total for _, total in con.execute(SUMS).fetchall()]


def test_sums_over_a_left_join_with_an_empty_side_are_right():
    by_hand = [sum(2 * place for place in range(500) if place % 3 == third) for third in range(3)]
    with open_database() as con:
        assert sums(con) == by_hand == [83166, 83500, 82834]


def test_this_version_still_needs_the_step_to_be_off():
    """Fails once DuckDB is free of the fault: then the setting can go."""
    with duckdb.connect() as con:
        assert sums(con) == [-34, 44, -110]


def test_nothing_opens_a_database_another_way():
    here = Path("pipelines/engines/database.py")
    found = []
    for folder in ("pipelines", "dashboard", "pages"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            calls = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)]
            if any(ast.unparse(call.func) == "duckdb.connect" for call in calls):
                found.append(path.relative_to(ROOT))
    assert found == [here]
