"""Keys of periods in the URL → the dates of their months."""

from datetime import date


def period_months(grain: str, period: str) -> tuple[date, date]:
    """The first and the last month of a period."""
    year = int(period[:4])
    if grain == "year":
        return date(year, 1, 1), date(year, 12, 1)
    if grain == "quarter":
        return date(year, 3 * int(period[-1]) - 2, 1), date(year, 3 * int(period[-1]), 1)
    last = date(year, int(period[5:]), 1)
    if grain == "month":
        return last, last
    return date(year - (last.month < 12), last.month % 12 + 1, 1), last
