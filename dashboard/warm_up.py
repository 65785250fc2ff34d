"""Loads what the first page needs before anybody asks: plotting costs a second once a process."""

import inspect
import threading
from datetime import date


def start() -> None:
    """In the background, so that the server answers meanwhile."""
    threading.Thread(target=_load, name="warm-up", daemon=True).start()


def _load() -> None:
    import streamlit.emojis  # noqa: F401  a page's icon is looked up in them

    from dashboard import compared, overview  # noqa: F401
    from dashboard.charts.dots import Dot, dots
    from dashboard.charts.series import Month
    from dashboard.charts.trend import trend
    from dashboard.pieces import cohorts, goals_table, trend_view  # noqa: F401
    from pipelines import boards
    from pipelines.warehouse.store import data_folder

    trend([Month(date(2026, 1, 1), 1.0, "final", "")], unit="days").to_json()
    dots([Dot("", 1.0, "")], unit="days").to_json()
    inspect.stack()  # the first page asks where it is called from: this reads the sources' names
    version = boards.current_version(data_folder())
    if version is not None:
        boards.connect(data_folder(), version)
