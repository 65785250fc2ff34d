"""How large a chart over time is drawn, and what it has room to say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChartSize:
    """Pixels of a chart; `fitted` charts leave zero out, `labelled` ones name their lines."""

    height: int
    left: int
    left_share: int  # "40%" is wider than "15"
    right: int
    top: int
    bottom: int
    line: float
    point: float
    fitted: bool = False
    labelled: bool = True
    points: bool = True
    half_years: bool = False
    limit_lines: bool = False
    steps: int = 6  # at most, on the axis of values

    def margins(self, unit: str) -> tuple[int, int, int, int]:
        left = self.left_share if unit == "share" else self.left
        return left, self.right, self.top, self.bottom

    @property
    def plot_height(self) -> int:
        return self.height - self.top - self.bottom


LARGE = ChartSize(440, 30, 44, 118, 26, 34, 1.75, 8, half_years=True, limit_lines=True, steps=8)
SMALLER = ChartSize(240, 44, 44, 118, 30, 34, 1.75, 7, half_years=True)
CARD = ChartSize(190, 30, 44, 78, 10, 28, 1.5, 5.5, fitted=True)
TILE = ChartSize(118, 24, 34, 6, 4, 22, 1.25, 5.5, labelled=False, points=False, steps=3)
