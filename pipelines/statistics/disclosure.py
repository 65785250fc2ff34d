"""What a shared release may show of a count: the rule against disclosure, without any data.

Every number shown is a function of its own cell's band, so a hidden cell keeps its whole 1 to 10.
The rule is the office's own (docs/release.md); it leans on ehrQL's and CMS's suppression below 11.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HIDDEN = "[c]"  # withheld, small
NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
PROVISIONAL = "[p]"

LEAST_SHOWN = 11  # a smaller count, but for 0, is hidden
BAND = 5
LEAST_P90 = 21  # the first band that holds only counts of 20 and more: of 16 to 20 it would tell 20
SIZES = ((100, "100 and more"), (30, "30–99"), (LEAST_SHOWN, "11–29"))

# grain → the months of its cells, finest first. Shares count persons, each once in a period, and
# have periods of which a board has persons: months are too short, half-years are not there.
MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
DAYS_GRAINS = ("month", "quarter", "half_year", "year")
SHARE_GRAINS = ("quarter", "year")


@dataclass(frozen=True)
class ShareCount:
    """Persons whose window is over, and those of them who entered."""

    entered: int
    counted: int

    @property
    def remainder(self) -> int:
        return self.counted - self.entered

    def __add__(self, other: "ShareCount") -> "ShareCount":
        return ShareCount(self.entered + other.entered, self.counted + other.counted)


@dataclass(frozen=True)
class DaysCount:
    """How many requests took how many days: (days, requests), the fewest days first."""

    histogram: tuple[tuple[int, int], ...] = ()

    @property
    def counted(self) -> int:
        return sum(requests for _, requests in self.histogram)

    def __add__(self, other: "DaysCount") -> "DaysCount":
        together = dict(self.histogram)
        for days, requests in other.histogram:
            together[days] = together.get(days, 0) + requests
        return DaysCount(tuple(sorted(together.items())))


Count = ShareCount | DaysCount


@dataclass(frozen=True)
class ShownCell:
    """What is shown of a cell: a mark in place of figures, or figures.

    Counts are middles of bands; `size`: a month's word in place of its count; days are half days;
    the `value` of a share is 0 to 1.
    """

    mark: str = ""
    counted: int | None = None
    size: str = ""
    entered: int | None = None
    value: float | None = None
    median_days: float | None = None
    p90_days: float | None = None


def is_small(count: int) -> bool:
    return 0 < count < LEAST_SHOWN


def is_hidden(count: Count) -> bool:
    """Whether a cell is withheld: it counts 1 to 10, or a share rests on so few on either side."""
    if isinstance(count, DaysCount):
        return is_small(count.counted)
    return any(map(is_small, (count.entered, count.remainder, count.counted)))


def band_middle(count: int) -> int:
    """0, or the middle of the band of five: 11 to 15 is 13. Raises ValueError for 1 to 10."""
    if is_small(count) or count < 0:
        raise ValueError("a count of 1 to 10 has no band")
    return 0 if count == 0 else LEAST_SHOWN + (count - LEAST_SHOWN) // BAND * BAND + BAND // 2


def size_word(count: int) -> str:
    """The word for a month's count, empty for 0. Raises ValueError for 1 to 10."""
    if is_small(count) or count < 0:
        raise ValueError("a count of 1 to 10 has no size")
    return next((word for least, word in SIZES if count >= least), "")


def shown_cell(count: Count, grain: str) -> ShownCell:
    """What a release shows of a final cell's true count."""
    if is_hidden(count):
        return ShownCell(HIDDEN)
    if isinstance(count, ShareCount):
        entered, counted = band_middle(count.entered), band_middle(count.counted)
        if count.remainder == 0:
            entered = counted
        return ShownCell(
            counted=counted, entered=entered, value=entered / counted if counted else None
        )
    total = count.counted
    is_month = grain == "month"
    return ShownCell(
        counted=None if is_month and total else band_middle(total),
        size=size_word(total) if is_month else "",
        value=_half_day(_mean(count)) if total else None,
        median_days=_half_day(_quantile(count, 0.5)) if total else None,
        p90_days=_half_day(_quantile(count, 0.9)) if total >= LEAST_P90 else None,
    )


def choose_grain(
    grains: Sequence[str],
    before: Mapping[str, Sequence[Count]] | None,
    shown: tuple[str, Sequence[ShownCell]] | None,
) -> str:
    """The one grain of an agency's year, by the year before; the year itself where that is unknown.

    `before`: grain → the true counts of the year before, None where a month of it is not final;
    `shown`: that year's grain in the release, and its cells. Where one of them is hidden the choice
    rests on shown cells alone: it must not tell what a hidden one adds up to.
    """
    if before is None:
        return "year"
    if shown is not None and any(cell.mark == HIDDEN for cell in shown[1]):
        return _grain_of_shown(grains, *shown)
    return next((grain for grain in grains if not any(map(is_hidden, before[grain]))), "year")


def add_counts(counts: Sequence[Count]) -> Count:
    total = counts[0]
    for count in counts[1:]:
        total = total + count  # type: ignore[operator]  # of one measure, so of one kind
    return total


def _grain_of_shown(grains: Sequence[str], grain: str, cells: Sequence[ShownCell]) -> str:
    """The finest coarser grain whose cells cannot be small, by what is shown of them."""
    for coarser in grains[:-1]:
        width = MONTHS_OF[coarser] // MONTHS_OF[grain]
        if width < 2:
            continue
        parts = [cells[at : at + width] for at in range(0, len(cells), width)]
        if all(map(_cannot_be_small, parts)):
            return coarser
    return "year"


def _cannot_be_small(cells: Sequence[ShownCell]) -> bool:
    """Whether shown cells of days together are certainly 0 or 11 and more."""
    if any(cell.mark not in ("", HIDDEN) for cell in cells):
        return False
    if not any(cell.mark == HIDDEN for cell in cells):
        return True
    return any(cell.size or cell.counted for cell in cells)


def _mean(count: DaysCount) -> float:
    return sum(days * requests for days, requests in count.histogram) / count.counted


def _quantile(count: DaysCount, share: float) -> float:
    """Linear interpolation between the two requests next to it, as the board computes it."""
    at = (count.counted - 1) * share
    low, high = _nth(count, math.floor(at)), _nth(count, math.ceil(at))
    return low + (high - low) * (at - math.floor(at))


def _nth(count: DaysCount, at: int) -> int:
    """The days of the request at a place in the order of days, from 0."""
    for days, requests in count.histogram:
        at -= requests
        if at < 0:
            return days
    raise IndexError("beyond the last request")


def _half_day(days: float) -> float:
    """To the nearest half day, a quarter upwards."""
    return math.floor(days * 2 + 0.5) / 2
