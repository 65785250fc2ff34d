"""One measure over time, small: a chart an agency, all on one scale."""

from collections.abc import Mapping

import streamlit as st

from dashboard.analysis.series import EvaluatedSeries
from dashboard.charts import axes
from dashboard.charts.trend.figure import trend_figure
from dashboard.charts.trend.months import chart_months
from dashboard.charts.trend.sizes import TILE
from dashboard.components import verdict_icons
from dashboard.components.charts import show_chart
from dashboard.components.html import element, join_content
from dashboard.components.icons import icon
from dashboard.components.links import page_link
from dashboard.selection.choices import filter_suffix
from dashboard.text import sentences, verdicts
from dashboard.text.formats import format_count, format_value, short_month
from dashboard.views.trends.controls import TrendsSelection


def small_multiples(
    selection: TrendsSelection, names: Mapping[str, str], series: Mapping[str, EvaluatedSeries]
) -> None:
    """A chart an agency, in the order of `names` (id → name). `series`: by agency id."""
    measure = selection.measure
    months = {agency: chart_months(one.rows, measure) for agency, one in series.items()}
    all_months = sorted({month.month for shown in months.values() for month in shown})
    values = [month.value for shown in months.values() for month in shown]
    values += [one.target.value for one in series.values() if one.target]
    scale = axes.value_range(
        [value for value in values if value is not None], measure.unit, fitted=False
    )
    grid = st.grid(min_column_width=230, gap="medium")
    for agency, name in names.items():
        with grid.cell():
            _tile_head(agency, name, selection, series[agency])
            signal = series[agency].signal
            if signal is None:
                continue
            figure = trend_figure(
                months[agency],
                unit=measure.unit,
                size=TILE,
                target=series[agency].target,
                targets=series[agency].targets,
                limits=series[agency].chart,
                proposed=series[agency].proposed,
                value_range=scale,
                across=all_months,
            )
            verdict = verdicts.full_verdict(signal, measure, before=series[agency].before)
            filtered_name = f"{name}{filter_suffix(selection.board)}"
            alt = sentences.chart_alt(filtered_name, measure, all_months, verdict)
            show_chart(figure, alt, key=f"chart_tile_{agency}")


def _tile_head(agency: str, name: str, selection: TrendsSelection, series: EvaluatedSeries) -> None:
    """The agency as a link, its newest final figure with its n, its icon; or why it has none."""
    measure, signal = selection.measure, series.signal
    link = page_link(name, "trends", measure=measure.key, agency=agency)
    if signal is None:
        if any(row["counted"] for row in series.rows):
            reason = "No final month yet"
        else:
            reason = "None counted" if selection.board.only else "No data yet"
        head = element("h3", link, class_="tile")
        st.html(join_content(head, element("p", reason, class_="tile")))
        return
    figure = format_value(signal.value, measure.unit)
    change = icon(*verdict_icons.change_icon(signal))
    head = element("h3", link, element("b", figure), change, class_="tile")
    detail = f"{short_month(signal.month)}, n {format_count(signal.counted)}"
    st.html(join_content(head, element("p", detail, class_="tile")))
