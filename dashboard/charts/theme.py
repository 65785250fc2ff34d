"""Colours, type and the Plotly layout that every chart shares; pure, no Streamlit."""

from typing import Any

INK = "#1B1B1B"
TEXT = "#3D4551"  # axis text, mean line, table heads
MUTED = "#565C65"  # the palest text allowed on white
POINT = "#71767A"  # points of usual variation; never text
LINE = "#8D9297"  # data line and limit lines
HAIRLINE = "#E6E9EC"
BAND = "#F0F2F5"
AXIS = "#A9AEB1"
BETTER = "#005EA2"
WORSE = "#D55E00"
TARGET = "#A8327D"
WHITE = "#FFFFFF"

FONT = '"Source Sans", sans-serif'


def figure_layout(
    *, height: int, margins: tuple[int, int, int, int], **more: Any
) -> dict[str, Any]:
    """A figure's layout: white paper, no title, no legend; margins are left, right, top, bottom."""
    left, right, top, bottom = margins
    return {
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0, "autoexpand": False},
        "font": {"family": FONT, "size": 14, "color": TEXT},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "showlegend": False,
        "hoverlabel": {
            "bgcolor": WHITE,
            "bordercolor": LINE,
            "font": {"family": FONT, "size": 14, "color": INK},
        },
        "dragmode": False,
        "template": "none",  # the default one adds 6 kB to every chart
        **more,
    }


def axis_title(text: str) -> dict[str, Any]:
    """A title close to its axis, whatever is below it."""
    return {"text": text, "font": {"size": 13, "color": TEXT}, "standoff": 4}


def value_axis(low: float, high: float, *, size: int = 13, **more: Any) -> dict[str, Any]:
    """The axis of values: hairlines across the plot, no line, no ticks."""
    return {
        "range": [low, high],
        "fixedrange": True,
        "showline": False,
        "zeroline": False,
        "ticks": "",
        "gridcolor": HAIRLINE,
        "gridwidth": 1,
        "tickfont": {"size": size, "color": TEXT},
        "automargin": False,
    } | more


def plain_axis(*, size: int = 13, **more: Any) -> dict[str, Any]:
    """The other axis: a line with short ticks, no grid."""
    return {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": AXIS,
        "linewidth": 1,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": AXIS,
        "tickfont": {"size": size, "color": TEXT},
        "automargin": False,
        **more,
    }
