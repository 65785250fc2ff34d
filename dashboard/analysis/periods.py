"""Keys of periods in the URL → their labels and dates."""

from datetime import date

from dashboard.text.formats import MONTHS


def period_label(grain: str, period: str) -> str:
    """A period in words: `Oct 2026`, `2026, quarter 3`, `2026`, `the 12 months to Oct 2026`."""
    if grain == "year":
        return period
    if grain == "quarter":
        return f"quarter {period[-1]} of {period[:4]}"
    month = f"{MONTHS[int(period[5:]) - 1][:3]} {period[:4]}"
    return f"the 12 months to {month}" if grain == "12_months" else month


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
