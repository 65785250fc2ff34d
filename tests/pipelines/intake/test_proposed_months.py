"""Which months a file proposes: all of an agency's own, none that a wrong year made."""

import random
from datetime import date

import pytest

from pipelines.intake.check_files import Source, check_files
from pipelines.months import months_between, shift_month
from pipelines.settings import load_settings
from tests.pipelines.intake.cases.build import good, text

SETTINGS = load_settings()
TODAY = date(2026, 10, 5)
SEPTEMBER = date(2026, 9, 1)


def files(many, today=TODAY):
    """What becomes of files, each given as month → rows in it."""
    sources = []
    for months in many:
        days = [
            month.replace(day=1 + at % 28) for month, rows in months.items() for at in range(rows)
        ]
        rows = good(len(days))
        for row, day in zip(rows, days, strict=True):
            row[3] = day.isoformat()
        sources.append(Source("extract.csv", text(rows).encode()))
    checked = check_files(sources, agency="A01", today=today, settings=SETTINGS)
    return [file for batch in checked for file in batch.files]


def proposed(months, today=TODAY):
    """First and last month of the proposal, and the rows held."""
    (file,) = files([months], today)
    return file.months[0], file.months[-1], file.rows_held


def back(*rows, last=SEPTEMBER):
    """Month → rows, for months that follow one another up to `last`; none for 0."""
    return {shift_month(last, at + 1 - len(rows)): n for at, n in enumerate(rows) if n}


def test_a_growing_agencys_five_years_are_all_proposed():
    rows = [round(5 + 145 * at / 59) for at in range(60)]
    assert proposed(back(*rows)) == (date(2021, 10, 1), SEPTEMBER, 0)
    assert proposed(back(*rows[::-1])) == (date(2021, 10, 1), SEPTEMBER, 0)


def test_an_agency_of_any_size_and_growth_loses_no_month():
    """Rows a month vary by half around a trend, with a month or two without any row."""
    chance = random.Random(7)
    many = []
    for _ in range(60):
        first, last, size = chance.randint(8, 60), chance.randint(8, 60), chance.randint(2, 72)
        trend = [first + (last - first) * at / (size - 1) for at in range(size)]
        rows = [max(1, round(each * chance.uniform(0.7, 1.3))) for each in trend]
        for at in chance.sample(range(1, max(2, size - 1)), min(2, size - 2)):
            rows[at] = 0
        many.append(back(*rows))
    found = [(file.months, file.rows_held) for file in files(many)]
    assert found == [(months_between(min(months), SEPTEMBER), 0) for months in many]


@pytest.mark.parametrize("closed", [4, 6, 12, 20, 23])
@pytest.mark.parametrize(("before", "after"), [([12] * 12, [12] * 12), ([6] * 18, [60] * 12)])
def test_a_closed_time_in_the_middle_loses_nothing(closed, before, after):
    rows = back(*before, *[0] * closed, *after)
    assert proposed(rows) == (min(rows), SEPTEMBER, 0)


@pytest.mark.parametrize("rows", [[3], [1, 1], [2, 0, 1], [1, 0, 0, 0, 1], [1, 4, 2], [1, 2, 0, 3]])
def test_a_small_file_is_proposed_whole(rows):
    months = back(*rows)
    assert proposed(months) == (min(months), SEPTEMBER, 0)


@pytest.mark.parametrize("slips", [1, 2, 3])
@pytest.mark.parametrize("years", [1, 2, 3, 10, 100])
@pytest.mark.parametrize("rows", [[40], [20, 20, 20], [40] * 6])
def test_a_few_rows_whole_years_before_are_held(slips, years, rows):
    wrong = {shift_month(SEPTEMBER, -12 * years): slips}
    first = min(back(*rows))
    assert proposed(wrong | back(*rows)) == (first, SEPTEMBER, slips)


@pytest.mark.parametrize("slips", [1, 2, 3])
def test_a_few_rows_a_year_ahead_are_held_also_when_that_year_is_over(slips):
    wrong = back(40) | {shift_month(SEPTEMBER, 12): slips}
    assert proposed(wrong, today=date(2027, 11, 5)) == (SEPTEMBER, SEPTEMBER, slips)
    assert proposed(wrong) == (SEPTEMBER, SEPTEMBER, slips)


@pytest.mark.parametrize(("slips", "held"), [(1, 1), (5, 5), (7, 7), (12, None), (40, None)])
def test_in_january_the_old_year_is_held_or_asked_about(slips, held):
    december, january = date(2025, 12, 1), date(2026, 1, 1)
    months = {date(2025, 1, 1): slips, december: 40} | ({january: 40 - slips} if slips < 40 else {})
    (file,) = files([months])
    if held is None:
        assert (file.outcome, file.findings[0].code) == ("reject", "months_open")
    else:
        assert (file.months, file.rows_held) == ((december, january), held)


@pytest.mark.parametrize(("rows", "months"), [(40, 2), (49, 2), (60, 1), (400, 1)])
def test_a_late_row_of_the_next_month_counts_as_its_share_of_the_rows(rows, months):
    (file,) = files([{SEPTEMBER: rows, date(2026, 10, 1): 1}])
    assert len(file.months) == months
    assert file.rows_held == 2 - months


@pytest.mark.parametrize("at", [0, -1])
def test_a_stray_row_beside_a_long_file_proposes_no_month(at):
    rows = [30] * 40
    rows[at] = 1
    months = back(*rows)
    first, last, held = proposed(months)
    assert held == 1
    assert len(months_between(first, last)) == 39


def test_where_the_sender_names_the_months_nothing_is_proposed():
    checked = check_files(
        [Source("extract.csv", text(good()).encode())],
        agency="A01",
        months=[date(2025, 9, 1), *months_between(date(2025, 10, 1), SEPTEMBER)],
        today=TODAY,
        settings=SETTINGS,
    )
    assert [len(file.months) for batch in checked for file in batch.files] == [13]
