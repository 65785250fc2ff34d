"""Works hidden counts out of everything published, exactly: integer programs over true counts.

Unknown are an agency's true counts of each month; known is what releases show, and the rule by
which a year's grain is chosen. For each hidden cell: the smallest and the largest possible value.
"""

from collections import namedtuple
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from pipelines.statistics import disclosure

MOST = 4000  # persons or requests a month, at most
SIZE_BANDS = {"11–29": (11, 29), "30–99": (30, 99), "100 and more": (100, 12 * MOST)}

Cell = namedtuple("Cell", "starts ends shown")


@dataclass
class Facts:
    """Linear facts about whole numbers; a term is {variable: factor}."""

    count: int = 0
    highest: list = field(default_factory=list)
    rows: list = field(default_factory=list)

    def unknown(self, highest=MOST):
        self.highest.append(highest)
        self.count += 1
        return self.count - 1

    def between(self, term, low, high):
        self.rows.append((dict(term), low, high))

    def small_or_not(self, term):
        """A switch that is 1 exactly where the term is 1 to 10; else the term is 0 or more."""
        small, large = self.unknown(1), self.unknown(1)
        self.between({small: 1, large: 1}, 0, 1)
        top = 12 * MOST
        # small: 1 to 10; large: 11 and more; neither: 0
        self.between({**term, small: -1, large: -11}, 0, top)
        self.between({**term, small: -10, large: -top}, -top, 0)
        return small

    def never_small(self, term):
        self.between({self.small_or_not(term): 1}, 0, 0)

    def some_small(self, terms):
        switches = [self.small_or_not(term) for term in terms]
        self.between(dict.fromkeys(switches, 1), 1, len(switches))

    def extreme(self, term, sign):
        """The smallest (sign 1) or largest (-1) value of a term; None where facts contradict."""
        costs = np.zeros(self.count)
        for variable, factor in term.items():
            costs[variable] = sign * factor
        matrix = np.zeros((len(self.rows), self.count))
        for at, (row, _, _) in enumerate(self.rows):
            for variable, factor in row.items():
                matrix[at, variable] = factor
        limits = LinearConstraint(matrix, [r[1] for r in self.rows], [r[2] for r in self.rows])
        found = milp(
            costs,
            integrality=np.ones(self.count),
            bounds=Bounds(0, np.array(self.highest)),
            constraints=limits,
        )
        return None if found.x is None else round(sign * found.fun)


def add(*terms):
    total = {}
    for term in terms:
        for variable, factor in term.items():
            total[variable] = total.get(variable, 0) + factor
    return total


def minus(one, other):
    return add(one, {variable: -factor for variable, factor in other.items()})


class AgencyMeasure:
    """What is known of one agency's measure, month by month over some years."""

    def __init__(self, years, is_share):
        self.facts, self.is_share = Facts(), is_share
        self.counted = {(y, m): {self.facts.unknown(): 1} for y in years for m in range(1, 13)}
        self.entered = {}
        if is_share:
            self.entered = {key: {self.facts.unknown(): 1} for key in self.counted}
            for key in self.counted:
                self.facts.between(minus(self.counted[key], self.entered[key]), 0, MOST)

    def sides(self, cell):
        """The terms of a cell that must not be small: its count, or those who entered or not."""
        months = [
            (year, month)
            for year, month in self.counted
            if (cell.starts.year, cell.starts.month) <= (year, month)
            and (year, month) <= (cell.ends.year, cell.ends.month)
        ]
        counted = add(*(self.counted[key] for key in months))
        if not self.is_share:
            return [counted]
        entered = add(*(self.entered[key] for key in months))
        return [entered, minus(counted, entered), counted]

    def learn_cell(self, cell):
        """What a shown or hidden cell says."""
        facts, shown, sides = self.facts, cell.shown, self.sides(cell)
        if shown.mark == disclosure.HIDDEN:
            facts.some_small(sides)
        elif not shown.mark and not self.is_share:
            low, high = (
                self._range(shown.counted)
                if shown.counted is not None
                else (SIZE_BANDS[shown.size])
            )
            facts.between(sides[0], low, high)
        elif not shown.mark:
            facts.between(sides[0], *self._range(shown.entered))
            facts.between(sides[2], *self._range(shown.counted))
            if shown.entered == shown.counted:
                facts.between(sides[1], 0, 0)
            for side in sides:
                facts.never_small(side)

    def learn_grain(self, year, grain, grains, before):
        """What the choice of a year's grain says of the year before, whose cells are `before`."""
        if any(cell.shown.mark == disclosure.HIDDEN for cell in before) or not before:
            return  # it rests on what is shown already
        for tried in grains[: grains.index(grain) + 1]:
            cells = self._cells_of(year - 1, tried)
            if tried == grain and grain != "year":
                for sides in cells:
                    for side in sides:
                        self.facts.never_small(side)
            elif tried != grain:
                self.facts.some_small([side for sides in cells for side in sides])

    def _cells_of(self, year, grain):
        width = disclosure.MONTHS_OF[grain]
        for first in range(1, 13, width):
            keys = [(year, month) for month in range(first, first + width)]
            counted = add(*(self.counted[key] for key in keys))
            if not self.is_share:
                yield [counted]
                continue
            entered = add(*(self.entered[key] for key in keys))
            yield [entered, minus(counted, entered), counted]

    @staticmethod
    def _range(middle):
        return (0, 0) if middle == 0 else (middle - 2, middle + 2)

    def width(self, cell):
        """How many values a hidden cell could still have, of the side that is known best; 0 where
        the facts contradict each other."""
        widths = []
        for side in self.sides(cell):
            low, high = self.facts.extreme(side, 1), self.facts.extreme(side, -1)
            if low is None or high is None:
                return 0
            widths.append(high - low + 1)
        return min(widths)


def narrowest(cells, grains, is_share):
    """The fewest values that any hidden cell of an agency's measure may still have; None without a
    hidden one.

    A year's months appear in that year's cells and in the choice of the next year's grain alone, so
    each year is a program of its own.
    """
    widths = []
    for year in sorted({cell.year for cell in cells}):
        of_year = tuple((c.starts, c.ends, c.shown) for c in cells if c.year == year)
        after = next((cell.grain for cell in cells if cell.year == year + 1), None)
        found = _narrowest_of_year(of_year, after, tuple(grains), is_share)
        widths += [] if found is None else [found]
    return min(widths, default=None)


@lru_cache(maxsize=100_000)
def _narrowest_of_year(of_year, after, grains, is_share):
    """`after`: the next year's grain. The same facts are worked out once."""
    cells = [Cell(*cell) for cell in of_year]
    hidden = [cell for cell in cells if cell.shown.mark == disclosure.HIDDEN]
    if not hidden:
        return None
    year = cells[0].starts.year
    known = AgencyMeasure([year], is_share)
    for cell in cells:
        known.learn_cell(cell)
    if after:
        known.learn_grain(year + 1, after, list(grains), cells)
    return min(known.width(cell) for cell in hidden)
