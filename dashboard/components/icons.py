"""Icons of change and of targets: small SVG pictures, always shown with their word."""

from dashboard.charts import theme
from dashboard.charts.svg import data_uri
from dashboard.components.html import Markup, element

_SHAPES = {
    "improving": f'<path d="M8 .8 15.2 8 8 15.2 .8 8Z" fill="{theme.BETTER}"/>',
    "worsening": f'<rect x="2" y="2" width="12" height="12" fill="{theme.WORSE}"/>',
    "better_open": (
        f'<path d="M8 1.6 14.4 8 8 14.4 1.6 8Z" fill="{theme.WHITE}" stroke="{theme.BETTER}" '
        'stroke-width="1.8"/>'
    ),
    "worse_open": (
        f'<rect x="2.9" y="2.9" width="10.2" height="10.2" fill="{theme.WHITE}" '
        f'stroke="{theme.WORSE}" stroke-width="1.8"/>'
    ),
    "no_change": f'<circle cx="8" cy="8" r="5" fill="{theme.POINT}"/>',
    "provisional": (
        f'<circle cx="8" cy="8" r="5" fill="{theme.WHITE}" stroke="{theme.POINT}" '
        'stroke-width="1.75"/>'
    ),
    "warming_up": (
        f'<circle cx="8" cy="8" r="4" fill="{theme.WHITE}" stroke="{theme.LINE}" '
        'stroke-width="1.25"/>'
    ),
    "too_few": (
        f'<circle cx="8" cy="8" r="5" fill="none" stroke="{theme.POINT}" stroke-width="1.6" '
        'stroke-dasharray="2.2 1.9"/>'
    ),
    "no_data": f'<path d="M3 8H13" stroke="{theme.POINT}" stroke-width="2"/>',
    "meets": (
        f'<circle cx="8" cy="8" r="7.2" fill="{theme.INK}"/>'
        f'<path d="M4.6 8.2 7 10.6 11.4 5.8" fill="none" stroke="{theme.WHITE}" '
        'stroke-width="1.9"/>'
    ),
    "misses": (
        f'<g fill="none" stroke="{theme.INK}"><circle cx="8" cy="8" r="6.5" stroke-width="1.4"/>'
        '<path d="M5.5 5.5 10.5 10.5M10.5 5.5 5.5 10.5" stroke-width="1.6"/></g>'
    ),
    "hit_or_miss": (
        f'<circle cx="8" cy="8" r="6.5" fill="none" stroke="{theme.INK}" stroke-width="1.4"/>'
        f'<path d="M8 1.5A6.5 6.5 0 0 1 8 14.5Z" fill="{theme.INK}"/>'
    ),
    "changing": (
        f'<g fill="none" stroke="{theme.INK}" stroke-width="1.4"><circle cx="8" cy="8" r="6.5" '
        'stroke-dasharray="2.4 1.9"/><path d="M4.6 8H11M8.6 5.6 11 8 8.6 10.4"/></g>'
    ),
    "target": (
        f'<path d="M0 8H16" stroke="{theme.TARGET}" stroke-width="2" stroke-dasharray="5 3"/>'
    ),
    "before": f'<path d="M0 8H16" stroke="{theme.TEXT}" stroke-width="1.75"/>',
    "held": f'<rect x="3" y="3" width="10" height="10" fill="{theme.WORSE}"/>',
    "noted": (
        f'<rect x="3.75" y="3.75" width="8.5" height="8.5" fill="{theme.WHITE}" '
        f'stroke="{theme.POINT}" stroke-width="1.5"/>'
    ),
    "received": (
        f'<path d="M2.8 8.4 6.4 12 13.2 4.4" fill="none" stroke="{theme.POINT}" stroke-width="2"/>'
    ),
    "late": (
        f'<g fill="none" stroke="{theme.INK}"><circle cx="8" cy="8" r="6.5" stroke-width="1.4"/>'
        '<path d="M8 4.2V8.2L10.8 9.8" stroke-width="1.4"/></g>'
    ),
    "missing": f'<rect x="2" y="2" width="12" height="12" fill="{theme.WORSE}"/>',
    "nothing": f'<path d="M3 8H13" stroke="{theme.POINT}" stroke-width="2"/>',
    "not_due": (
        f'<circle cx="8" cy="8" r="5" fill="none" stroke="{theme.POINT}" stroke-width="1.6" '
        'stroke-dasharray="2.2 1.9"/>'
    ),
    "look": f'<circle cx="8" cy="8" r="3" fill="{theme.INK}"/>',
}


def icon(name: str, word: str = "", *, size: int = 14, alt: str = "") -> Markup:
    """An icon with its word; without a word the meaning goes into `alt`."""
    picture = element(
        "img", src=data_uri(_SHAPES[name], 16, 16), alt=alt, width=size, height=size, class_="sign"
    )
    return element("span", picture, word or None, class_="signed") if word else picture
