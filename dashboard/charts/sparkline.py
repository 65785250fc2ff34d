"""A sparkline: the last months of one figure on their own scale, as an SVG picture."""

from collections.abc import Sequence

from dashboard.charts import theme
from dashboard.charts.svg import data_uri

WIDTH, HEIGHT = 104, 28
_EDGE = 5

_ENDS = {
    "common_cause": '<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="' + theme.POINT + '"/>',
    "improvement": '<path d="M{x:.1f} {y:.1f}m0-4.2 4.2 4.2-4.2 4.2-4.2-4.2Z" fill="'
    + theme.BETTER
    + '"/>',
    "concern": '<path d="M{x:.1f} {y:.1f}m-3.3-3.3h6.6v6.6h-6.6Z" fill="' + theme.WORSE + '"/>',
}


def sparkline(values: Sequence[float | None], *, end: str = "common_cause") -> str:
    """The picture's address; None is a gap, and the last value carries the sign `end`."""
    shown = [(i, v) for i, v in enumerate(values) if v is not None]
    if not shown:
        return data_uri("", WIDTH, HEIGHT)
    low, high = min(v for _, v in shown), max(v for _, v in shown)
    across = (WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)
    up = (HEIGHT - 2 * _EDGE) / (high - low) if high > low else 0.0
    middle = 0.0 if high > low else (HEIGHT - 2 * _EDGE) / 2

    def place(i: int, v: float) -> tuple[float, float]:
        return _EDGE + i * across, HEIGHT - _EDGE - middle - (v - low) * up

    path, pen = [], "M"
    for i, v in enumerate(values):
        if v is None:
            pen = "M"
        else:
            x, y = place(i, v)
            path.append(f"{pen}{x:.1f} {y:.1f}")
            pen = "L"
    x, y = place(*shown[-1])
    line = (
        f'<path d="{"".join(path)}" fill="none" stroke="{theme.LINE}" stroke-width="1.5" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )
    return data_uri(line + _ENDS[end].format(x=x, y=y), WIDTH, HEIGHT)
