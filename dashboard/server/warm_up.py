"""Loads what the first page needs before anybody asks: plotting costs a second once a process."""

import inspect
import threading
from datetime import date


def start_warm_up() -> None:
    """In the background, so that the server answers meanwhile."""
    threading.Thread(target=_load, name="warm-up", daemon=True).start()


def _load() -> None:
    import streamlit.emojis  # noqa: F401  a page's icon is looked up in them

    from dashboard.charts.interval_dots import IntervalDot, interval_dots_figure
    from dashboard.charts.trend.figure import trend_figure
    from dashboard.charts.trend.months import ChartMonth
    from dashboard.views.agency import cohort  # noqa: F401
    from dashboard.views.compare import cohorts, data  # noqa: F401
    from dashboard.views.overview import goals_table  # noqa: F401
    from dashboard.views.trends import sections  # noqa: F401
    from pipelines import boards
    from pipelines.warehouse.store import data_folder

    trend_figure([ChartMonth(date(2026, 1, 1), 1.0, "final", "")], unit="days").to_json()
    interval_dots_figure([IntervalDot("", 1.0, "")], unit="days").to_json()
    inspect.stack()  # the first page asks where it is called from: this reads the sources' names
    version = boards.current_version(data_folder())
    if version is not None:
        boards.connect(data_folder(), version)
