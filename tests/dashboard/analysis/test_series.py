"""What a judged series says of the months around its newest final one, and of its phases."""

from datetime import date

from dashboard.analysis.series import EvaluatedSeries
from pipelines.boards import signals as board_signals
from pipelines.measures.registry import load_measures

WAIT = load_measures()[0]


def judged(rows, phases=()):
    series = [
        board_signals.SeriesMonth(
            *(row[name] for name in ("month", "value", "counted")),
            numerator=None,
            denominator=None,
            warming_up=row["warming_up"],
            provisional=row["provisional"],
        )
        for row in rows
    ]
    chart = board_signals.control_chart(WAIT, series, phases=phases)
    reported = board_signals.series_signal(WAIT, series, phases=phases)
    return EvaluatedSeries(rows, tuple(series), chart, None, reported, None, None)


def test_a_month_that_was_sent_without_anyone_is_not_called_missing(months):
    rows = months(*[9.0] * 13, None, None, None, None)
    sent = {"status": "received", "provisional": False}
    rows[13] |= sent
    rows[14] |= {"status": "nothing_to_report", "provisional": False}
    rows[15] |= {"status": "received"}
    found = judged(rows)
    assert found.after("uncounted") == [date(2025, 2, 1), date(2025, 3, 1)]
    assert found.after("provisional") == [date(2025, 4, 1)]
    assert found.after("missing") == [date(2025, 5, 1)]


def test_the_average_before_is_that_of_the_last_phase_with_months(months):
    rows = months(*[9.0, 11.0] * 6, None, None, *[5.0, 7.0] * 6)
    assert judged(rows).before is None
    assert judged(rows, [date(2025, 1, 1), date(2025, 2, 1)]).before == 10
    assert judged(rows, [date(2025, 1, 1), date(2027, 1, 1)]).before == 10
    assert judged(rows, [date(2027, 1, 1)]).before is None
    assert judged([]).before is None
