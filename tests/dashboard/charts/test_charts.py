from datetime import date
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from dashboard.analysis.month_kinds import month_kinds
from dashboard.analysis.targets import TargetSpan
from dashboard.charts import axes, theme
from dashboard.charts.cohort_bars import CohortBar, CohortPart, cohort_figure
from dashboard.charts.funnel import FunnelPoint, funnel_figure
from dashboard.charts.histogram import histogram_figure
from dashboard.charts.interval_dots import IntervalDot, interval_dots_figure
from dashboard.charts.project_bars import place_projects, projects_timeline
from dashboard.charts.trend.figure import trend_figure
from dashboard.charts.trend.limits import usual_limits
from dashboard.charts.trend.months import AverageLine, chart_months
from dashboard.charts.trend.sizes import CARD, LARGE, TILE
from dashboard.queries.models import Project, Target
from pipelines.statistics import funnel

NAN, INF = float("nan"), float("inf")


def traces(figure):
    return {trace.name: trace for trace in figure.data}


def texts(figure):
    return [note.text for note in figure.layout.annotations]


def test_months_are_kept_apart(months):
    rows = months(6.0, 7.0, None, 8.0, warming_up=1, provisional=1)
    assert month_kinds(rows) == ["warming_up", "final", "missing", "provisional"]


def test_a_month_nobody_sent_has_no_persons_and_an_empty_one_has_none(months):
    rows = months(None, 0.5)
    rows[1] |= {"status": "nothing_to_report", "entered": 0}
    assert month_kinds(rows, "entered") == ["missing", "final"]


def test_the_line_holds_final_months_and_breaks_at_the_others(months, days):
    rows = months(6.0, 7.0, 8.0, None, 9.0, 10.0, warming_up=1, provisional=1)
    drawn = traces(trend_figure(chart_months(rows, days), unit="days"))
    assert list(drawn["line"].y) == [None, 7.0, 8.0, None, 9.0, None]
    assert drawn["line"].connectgaps is False
    assert list(drawn["common_cause"].y) == [7.0, 8.0, 9.0]
    assert list(drawn["warming_up"].y) == [6.0]
    assert list(drawn["provisional"].y) == [10.0]


def test_hollow_months_are_joined_by_dots_and_nothing_crosses_a_gap(months, days):
    rows = months(6.0, 7.0, None, 9.0, 10.0, warming_up=1, provisional=1)
    joins = traces(trend_figure(chart_months(rows, days), unit="days"))["joins"]
    assert list(joins.y) == [6.0, 7.0, None, 9.0, 10.0, None]
    assert joins.line.dash == "2px,3px"


def test_hollow_points_are_white(months, days):
    drawn = traces(trend_figure(chart_months(months(6.0, 7.0, provisional=1), days), unit="days"))
    assert drawn["provisional"].marker.color == theme.WHITE
    assert drawn["common_cause"].marker.color == theme.POINT


def test_target_and_mean_are_lines_with_their_names(months, days):
    figure = trend_figure(
        chart_months(months(6.0, 7.0, 8.0), days),
        unit="days",
        target=Target(5.0, date(2028, 6, 30)),
        average=AverageLine(6.5, date(2024, 1, 1), date(2024, 2, 1), "Mean"),
    )
    assert [shape.y0 for shape in figure.layout.shapes] == [6.5, 5.0]
    assert figure.layout.shapes[1].line.color == theme.TARGET
    assert figure.layout.shapes[0].x1 == "2024-02-16"
    assert {"Target 5", "Mean 6.5"} <= set(texts(figure))


def test_each_target_is_drawn_over_its_own_months_and_the_current_one_is_named(months, days):
    before, now = Target(7.0, date(2024, 1, 31)), Target(5.0, date(2028, 6, 30))
    figure = trend_figure(
        chart_months(months(6.0, 7.0, 8.0), days),
        unit="days",
        target=now,
        targets=[
            TargetSpan(before, date(2024, 1, 1), date(2024, 1, 1)),
            TargetSpan(now, date(2024, 2, 1), date(2024, 3, 1)),
        ],
    )
    drawn = [(shape.y0, shape.x0, shape.x1) for shape in figure.layout.shapes]
    assert [line[0] for line in drawn] == [7.0, 5.0]
    assert drawn[0][1:] == ("2023-12-17", "2024-01-16")
    assert drawn[1][1:] == ("2024-01-17", "2024-03-16")
    assert [text for text in texts(figure) if "Target" in text] == ["Target 5"]


def test_a_proposed_phase_is_dashed_over_its_months_and_named(months, days):
    proposed = SimpleNamespace(centre=[5.0] * 2, lower=[4.0] * 2, upper=[6.0] * 2)
    figure = trend_figure(chart_months(months(9.0, 5.0, 5.2), days), unit="days", proposed=proposed)
    (mean, lower, upper) = figure.layout.shapes
    assert (mean.y0, mean.x0, mean.line.dash) == (5.0, "2024-01-17", "5px,4px")
    assert lower.path.startswith("M2024-01-17,4L")
    assert upper.path.startswith("M2024-01-17,6L")
    assert "Proposed 5.0" in texts(figure)


def test_a_large_chart_starts_at_zero_and_a_card_does_not(months, days):
    points = chart_months(months(9.0, 10.0), days)
    assert tuple(trend_figure(points, unit="days", size=LARGE).layout.yaxis.range) == (0.0, 10.8)
    low, high = trend_figure(points, unit="days", size=CARD).layout.yaxis.range
    assert low == pytest.approx(8.88)
    assert high == pytest.approx(10.12)


def test_small_multiples_keep_to_the_given_scale(months, days):
    across = [date(2023, 1, 1), date(2024, 12, 1)]
    figure = trend_figure(
        chart_months(months(9.0), days), unit="days", size=TILE, value_range=(0, 15), across=across
    )
    assert tuple(figure.layout.yaxis.range) == (0, 15)
    assert tuple(figure.layout.xaxis.range) == ("2022-12-17", "2024-12-16")
    assert texts(figure) == []


def test_limits_make_a_band_and_their_points_take_shape_and_colour(months, days):
    limits = SimpleNamespace(
        centre=[7.0, 7.0, 5.0],
        lower=[6.0, 6.0, NAN],
        upper=[8.0, 8.0, NAN],
        phase=[0, 0, 1],
        point=["concern", "common_cause", "improvement"],
    )
    figure = trend_figure(chart_months(months(9.0, 7.0, 5.0), days), unit="days", limits=limits)
    drawn = traces(figure)
    assert list(drawn["line"].y) == [9.0, 7.0, None, 5.0]  # a phase never joins the next
    assert (drawn["concern"].marker.symbol, list(drawn["concern"].y)) == ("square", [9.0])
    assert (drawn["improvement"].marker.symbol, list(drawn["improvement"].y)) == ("diamond", [5.0])
    (band,) = [shape.path for shape in figure.layout.shapes if shape.fillcolor == theme.BAND]
    assert band == "M2023-12-17,6L2024-02-16,6L2024-02-16,8L2023-12-17,8Z"


def test_words_are_shown_at_hollow_points_of_a_large_chart_only(months, days):
    points = chart_months(months(6.0, 7.0, 8.0, warming_up=1, provisional=1), days)
    assert {"warming up", "provisional"} <= set(texts(trend_figure(points, unit="days")))
    assert "provisional" not in texts(trend_figure(points, unit="days", size=CARD))


def test_labels_in_the_margin_keep_their_distance():
    labels = [axes.AxisLabel(at, str(at), theme.TEXT) for at in (5.0, 5.1, 5.2)]
    placed = [note["y"] for note in axes.margin_labels(labels, 0, 10, 200)]
    gap = axes.LABEL_GAP * 10 / 200
    assert placed == sorted(placed, reverse=True)
    assert min(a - b for a, b in pairwise(placed)) >= gap - 1e-9


def test_labels_at_the_bottom_stay_in_the_plot():
    labels = [axes.AxisLabel(at, str(at), theme.TEXT) for at in (0.0, 0.1, 0.2)]
    assert min(note["y"] for note in axes.margin_labels(labels, 0, 10, 200)) >= 0


@pytest.mark.parametrize(
    ("low", "high", "most", "names"),
    [
        (0, 10.8, 8, ["0", "2", "4", "6", "8", "10"]),
        (0, 16, 3, ["0", "10"]),
        (8.9, 10.1, 6, ["9", "9.2", "9.4", "9.6", "9.8", "10"]),
    ],
)
def test_ticks_are_round(low, high, most, names):
    assert axes.value_ticks(low, high, "days", most=most)["ticktext"] == names


def test_ticks_of_a_share_are_percent():
    assert axes.value_ticks(0, 0.5, "share", most=5)["ticktext"] == [
        *("0%", "10%", "20%", "30%", "40%", "50%")
    ]


def test_years_are_marked_and_a_large_chart_marks_july():
    months = [date(2024 + i // 12, i % 12 + 1, 1) for i in range(24)]
    large = axes.months_axis(months, half_years=True)
    assert large["ticktext"] == ["Jan 2024", "Jul", "Jan 2025", "Jul"]
    assert axes.months_axis(months, half_years=False)["ticktext"] == ["2024", "2025"]
    assert axes.months_axis(months[3:6], half_years=False)["ticktext"] == ["Apr 2024", "May", "Jun"]


def test_no_values_still_make_an_axis():
    assert axes.value_range([], "days", fitted=False) == (0.0, 5.0)
    assert axes.value_range([0.0], "share", fitted=False) == (0.0, 0.5)


def test_a_dot_an_agency_in_the_order_given():
    figure = interval_dots_figure(
        [IntervalDot("Alder", 5.3, "5.3"), IntervalDot("Elm", 9.1, "9.1", final=False)],
        unit="days",
        state=7.6,
        state_says="State 7.6",
        target=5.0,
        target_says="Target 5",
    )
    drawn = traces(figure)
    assert (list(drawn["common_cause"].x), list(drawn["common_cause"].y)) == ([5.3], [0])
    assert (list(drawn["common_cause, open"].x), list(drawn["common_cause, open"].y)) == (
        [9.1],
        [1],
    )
    assert drawn["common_cause, open"].marker.color == theme.WHITE
    assert [shape.x0 for shape in figure.layout.shapes] == [7.6, 5.0]
    assert list(figure.layout.yaxis.ticktext) == ["Alder", "Elm"]


def test_a_name_cannot_write_markup_into_a_chart():
    figure = interval_dots_figure([IntervalDot("<a href='x'>A</a>", 5.3, "5.3")], unit="days")
    assert "<" not in figure.layout.yaxis.ticktext[0]
    assert all("<a" not in text for text in traces(figure)["common_cause"].text)


def test_intervals_are_drawn_where_given():
    figure = interval_dots_figure(
        [IntervalDot("A", 0.3, "", 0.2, 0.4), IntervalDot("B", 0.5, "")], unit="share"
    )
    assert list(traces(figure)["intervals common_cause"].x) == [0.2, 0.4, None]


def test_an_interval_takes_its_dots_colour_and_one_without_an_end_stops_at_the_edge():
    rows = [
        IntervalDot("A", 5.0, "", 4.0, 6.0, meaning="improvement"),
        IntervalDot("B", 9.0, "", 7.0, INF),
    ]
    drawn = traces(interval_dots_figure(rows, unit="days"))
    assert drawn["intervals improvement"].line.color == theme.BETTER
    assert list(drawn["intervals common_cause"].x) == [7.0, pytest.approx(9 * 1.08), None]


def test_the_cohort_bars_share_the_scale_of_those_who_asked():
    figure = cohort_figure(
        412, [CohortBar("Assessed", 251, "61%"), CohortBar("Treated", None, "not yet known")]
    )
    assert list(figure.data[0].x) == [412, 251, 0]
    assert tuple(figure.layout.xaxis.range) == (0, 412)
    assert {"<b>412</b>", "<b>251</b>", "61%", "not yet known"} <= set(texts(figure))


def test_everyones_fate_is_one_bar_in_pieces():
    fates = [
        CohortPart("seen", 251, theme.BETTER, theme.WHITE),
        CohortPart("waiting", 3, theme.INK, ""),
    ]
    figure = cohort_figure(412, [CohortBar("Assessed", 221, "")], fates)
    drawn = traces(figure)
    assert (list(drawn["seen"].x), list(drawn["waiting"].x)) == ([251], [3])
    assert "251 seen, 3 waiting" in texts(figure)
    assert "<b>3</b>" not in texts(figure)  # no room in its piece


FUNNEL = funnel([40, 30, 3, 90], [100, 100, 8, 120])


def spots():
    found = zip("ABCD", [100, 100, 8, 120], FUNNEL.value, strict=True)
    return [
        FunnelPoint(n, d, float(v), "improvement" if n == "D" else "common_cause")
        for n, d, v in found
    ]


def test_the_funnel_draws_the_limits_of_the_statistics():
    figure = funnel_figure(spots(), state=FUNNEL.target, tau2=FUNNEL.tau2)
    drawn = traces(figure)
    edges = {"95% lower": FUNNEL.lower95, "99.8% upper": FUNNEL.upper998}
    for name, limits in edges.items():
        at = np.interp(100, drawn[name].x, drawn[name].y)
        assert at == pytest.approx(limits[0], abs=1e-3)
    assert list(drawn["state"].y) == [FUNNEL.target] * 2
    assert drawn["improvement, open"].marker.symbol == "diamond"
    assert drawn["improvement, open"].marker.color == theme.WHITE


def test_outliers_of_a_funnel_are_named_with_their_rate_and_names_do_not_touch():
    names = texts(funnel_figure(spots(), state=FUNNEL.target, tau2=FUNNEL.tau2))
    assert "<b>D</b> 75%" in names
    assert {"A", "B", "C"} <= set(names)
    crowd = [FunnelPoint(f"Agency {i}", 100, 0.3) for i in range(40)]
    few = texts(funnel_figure(crowd, state=0.3, tau2=0.0))
    assert not any(name.startswith("Agency") for name in few)


def test_a_projects_bar_is_shown_above_the_plot_with_its_dates(months, days):
    rows = months(*[6.0, 7.0] * 9)
    project = Project("A01", days.key, "<b>Walk-in", date(2024, 4, 1), date(2024, 8, 31), "adopted")
    later = Project("A01", days.key, "Calls", date(2031, 4, 1), None, None)
    figure = trend_figure(chart_months(rows, days), unit="days", projects=[project, later])
    (name,) = [text for text in texts(figure) if "Walk-in" in text]
    assert name.startswith("<b>&lt;b&gt;Walk-in</b>")
    assert "Apr 2024 – Aug 2024, adopted" in name
    bars = [s for s in figure.layout.shapes if s.type == "rect" and s.ysizemode == "pixel"]
    assert [(bar.x0, bar.x1) for bar in bars] == [("2024-04-01", "2024-08-31")]
    assert not any("Calls" in text for text in texts(figure))


def test_projects_that_start_close_together_are_shown_on_levels():
    across = [date(2024 + i // 12, i % 12 + 1, 1) for i in range(24)]
    close = [
        Project("A01", "m", f"Project {n}", date(2024, n, 1), date(2024, n + 1, 1), "adopted")
        for n in (3, 4, 5)
    ]
    assert [placed.level for placed in place_projects(close, across)] == [0, 1, 2]
    far = [close[0], Project("A01", "m", "Far", date(2025, 3, 1), None, None)]
    assert [placed.level for placed in place_projects(far, across)] == [0, 0]


def test_a_running_project_is_hollow_in_the_timeline():
    done = Project("A01", "m", "Done", date(2025, 1, 1), date(2025, 6, 30), "adopted")
    running = Project("A01", "m", "Now", date(2026, 8, 1), None, None)
    figure = projects_timeline([done, running], {"m": "Wait"}, date(2026, 10, 31))
    first, second = figure.layout.shapes
    assert (first.fillcolor, second.fillcolor) == (theme.TEXT, theme.WHITE)
    assert second.x1 == "2026-10-31"
    assert {"adopted", "running"} <= set(texts(figure))


def test_long_waits_share_the_last_bar():
    figure = histogram_figure([(0, 5), (3, 9), (40, 2), (90, 1)], median=3, p90=40, target=5)
    assert list(figure.data[0].x) == [0, 3, 37]
    assert list(figure.data[0].y) == [5, 9, 3]
    assert "Half within 3" in texts(figure)
    assert {"Target 5"} <= set(texts(figure))
    assert not any("Nine" in text for text in texts(figure))  # beyond the axis


def test_an_earlier_phase_says_its_mean_and_limits_under_its_band(months, days):
    limits = SimpleNamespace(
        centre=[7.0, 7.0, 5.0],
        lower=[6.0, 6.0, 4.0],
        upper=[8.0, 8.0, 6.0],
        phase=[0, 0, 1],
        point=["common_cause"] * 3,
    )
    said = texts(
        trend_figure(chart_months(months(7.0, 7.0, 5.0), days), unit="days", limits=limits)
    )
    assert "Mean 7.0, limits 6.0 – 8.0" in said
    assert {"Mean 5.0", "Upper limit 6.0", "Lower limit 4.0"} <= set(said)


def test_a_limit_below_zero_is_not_named(months, days):
    limits = SimpleNamespace(
        centre=[2.0], lower=[-1.0], upper=[5.0], phase=[0], point=["common_cause"]
    )
    said = texts(trend_figure(chart_months(months(2.0), days), unit="days", limits=limits))
    assert not any(text.startswith("Lower") for text in said)


def test_the_axis_makes_room_for_the_limits_of_usual_months_and_the_newest():
    lower = np.array([4.0] * 20 + [-30.0, NAN, 3.0])
    upper = np.array([9.0] * 20 + [43.0, NAN, 10.0])
    assert usual_limits(SimpleNamespace(lower=lower, upper=upper)) == [3.0, 10.0]
