"""Counts of made-up agencies, month by month: constructed to be hard, or drawn at random."""

import random
from datetime import date

from pipelines.releases.counts import MonthCount, SeriesCounts
from pipelines.statistics import disclosure
from pipelines.statistics.disclosure import DaysCount, ShareCount


def days_series(agency, counts, first=date(2024, 1, 1)):
    """Counts of months from `first`, as requests of about five days."""
    months = {}
    for at, n in enumerate(counts):
        month = date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1)
        histogram = ((3, n - n // 2), (8, n // 2)) if n > 1 else ((5, n),) if n else ()
        months[month] = MonthCount(DaysCount(histogram))
    return SeriesCounts(agency, "contact_to_assessment", disclosure.DAYS_GRAINS, months)


def share_series(agency, counts, first=date(2024, 1, 1)):
    """(entered, counted) of months from `first`."""
    months = {}
    for at, (entered, counted) in enumerate(counts):
        month = date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1)
        months[month] = MonthCount(ShareCount(entered, counted))
    return SeriesCounts(agency, "detox_to_outpatient", disclosure.SHARE_GRAINS, months)


def spread(total, parts):
    """A total over months, as evenly as whole numbers allow."""
    return [total // parts + (at < total % parts) for at in range(parts)]


def quarters(values):
    """Quarterly totals as months."""
    return [month for total in values for month in spread(total, 3)]


def pairs(entered, counted):
    return list(zip(entered, counted, strict=True))


def random_counts(draw, months):
    """Months of one agency: a level near the threshold or far from it, gaps, a fall, an end."""
    level = draw.choice((1, 2, 3, 4, 6, 9, 11, 12, 13, 15, 22, 40, 150))
    counts = [max(0, round(draw.gauss(level, level**0.5))) for _ in range(months)]
    if draw.random() < 0.3:
        fall = draw.randrange(months)
        counts[fall:] = [count // draw.choice((2, 5, 20)) for count in counts[fall:]]
    for _ in range(draw.choice((0, 0, 1, 4))):
        counts[draw.randrange(months)] = draw.choice((0, 1, 5, 10, 11))
    return counts


def random_store(seed):
    """2 to 40 agencies with a time measure and a share each, three years; and the same corrected
    in a few months."""
    draw = random.Random(seed)
    first, second = [], []
    for n in range(draw.randint(2, 40)):
        days = random_counts(draw, 36)
        counted = random_counts(draw, 36)
        entered = [
            sum(draw.random() < draw.choice((0.1, 0.4, 0.9, 1)) for _ in range(c)) for c in counted
        ]
        first += [days_series(f"A{n:02}", days), share_series(f"A{n:02}", pairs(entered, counted))]
        for _ in range(draw.choice((0, 1, 3))):
            at = draw.randrange(36)
            days[at] = max(0, days[at] + draw.choice((-2, -1, 1, 3)))
            counted[at] += 1
        second += [days_series(f"A{n:02}", days), share_series(f"A{n:02}", pairs(entered, counted))]
    return first, second
