"""Loads what the first page needs before it is opened: plotting costs a second once a process."""

import inspect
import threading
from datetime import date


def start_warm_up() -> None:
    """In the background, so that the server answers meanwhile."""
    threading.Thread(target=_load, name="warm-up", daemon=True).start()


def _load() -> None:
    import streamlit.emojis  # noqa: F401  a page's icon is looked up in them

    import dashboard.views.agency.cohort
    import dashboard.views.compare.cohorts
    import dashboard.views.compare.data
    import dashboard.views.overview.goals_table
    import dashboard.views.trends.sections  # noqa: F401
    from dashboard.charts.interval_dots import IntervalDot, interval_dots_figure
    from dashboard.charts.trend.figure import trend_figure
    from dashboard.charts.trend.months import ChartMonth
    from pipelines.boards.connections import connect_board
    from pipelines.boards.files import current_version
    from pipelines.settings import data_folder

    trend_figure([ChartMonth(date(2026, 1, 1), 1.0, "final", "")], unit="days").to_json()
    interval_dots_figure([IntervalDot("", 1.0, "")], unit="days").to_json()
    inspect.stack()  # the first page asks where it is called from: this reads the sources' names
    version = current_version(data_folder())
    if version is not None:
        connect_board(data_folder(), version)
