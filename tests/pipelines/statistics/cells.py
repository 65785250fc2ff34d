"""Reference files read as text, and a tally of their cells held against ours at 1e-9."""

import csv
import math
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from pathlib import Path

REFERENCE = Path(__file__).with_name("reference")
NOTHING = ("", "NaN")


def rows(name):
    with (REFERENCE / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def groups(name, *keys):
    """(key values, rows) in the order of the file."""
    key = itemgetter(*keys)
    return [(value, list(part)) for value, part in groupby(rows(name), key)]


def number(text):
    return math.nan if text in NOTHING else float(text)


class Tally:
    """Counts cells per column; remembers where and how they differ."""

    def __init__(self):
        self.compared = defaultdict(int)
        self.different = {}

    def column(self, name, where, ours, theirs):
        """`ours` one value per cell, `theirs` the file's text."""
        for place, (mine, text) in enumerate(zip(ours, theirs, strict=True), start=1):
            self.compared[name] += 1
            if not same(mine, text):
                self.different[(*where, place, name)] = (mine, text)

    @property
    def counts(self):
        """(cells compared, cells equal)."""
        compared = sum(self.compared.values())
        return compared, compared - len(self.different)


def same(mine, text):
    if mine is None or isinstance(mine, str):
        return (mine or "") == text
    if math.isnan(mine):
        return text in NOTHING
    if text in NOTHING:
        return False
    theirs = float(text)
    return abs(float(mine) - theirs) <= 1e-9 * max(1.0, abs(theirs))
