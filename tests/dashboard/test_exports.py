import csv
import io
from datetime import date

from dashboard.exports import to_csv


def read(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_every_row_carries_its_board():
    rows = [{"who": "Alder", "month": date(2026, 10, 1), "value": 6.5, "n": None}]
    assert read(to_csv(rows, 123)) == [
        ["who", "month", "value", "n", "board"],
        ["Alder", "2026-10-01", "6.5", "", "123"],
    ]


def test_text_is_never_a_formula_and_a_number_stays_one():
    rows = [{"a": text, "b": -1.5} for text in ("=1+1", "+1", "-1", "@x", "\tx", "Alder")]
    cells = read(to_csv(rows, 1))[1:]
    assert [row[0][0] for row in cells] == ["'", "'", "'", "'", "'", "A"]
    assert {row[1] for row in cells} == {"-1.5"}


def test_commas_and_lines_stay_in_their_cell():
    assert read(to_csv([{"a": 'x, "y"\nz'}], 1))[1][0] == 'x, "y"\nz'


def test_nothing_is_an_empty_file():
    assert read(to_csv([], 1)) == []
