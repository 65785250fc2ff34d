"""The two icons of a series, variation and assurance, each with its word."""

from dashboard.components.html import Markup, element
from dashboard.components.icons import icon
from dashboard.text.formats import month_name
from pipelines.boards.signals import Signal

CHANGE = {
    "improvement": ("improving", "Improving"),
    "concern": ("worsening", "Worsening"),
    "common_cause": ("no_change", "No change"),
}
TARGET = {
    "pass": ("meets", "Meets target"),
    "fail": ("misses", "Misses target"),
    "inconsistent": ("hit_or_miss", "Hit or miss"),
}
AS_LAST_YEAR = ("no_change", "As last year")
CHANGING = ("changing", "Process changing")
TOO_FEW_MONTHS = ("too_few", "Too few months")
TOO_FEW_CASES = ("too_few", "Too few cases")


def change_icon(signal: Signal) -> tuple[str, str]:
    """Icon and word of the variation; limits that can tell nothing do not say `No change`."""
    if signal.variation is None:
        return TOO_FEW_MONTHS
    if signal.note == "too_few_cases" and not signal.rule:
        return TOO_FEW_CASES
    if signal.year_before is not None:
        return AS_LAST_YEAR
    return CHANGE[signal.variation]


def target_icon(signal: Signal) -> tuple[str, str] | None:
    """Icon and word of the target, if nothing changes; None where the limits cannot tell. A process
    that is changing is judged by the months since, once they are enough."""
    if signal.note == "too_few_cases" or signal.year_before is not None:
        return None
    if signal.assurance is None and signal.target is not None and signal.level_since is not None:
        return CHANGING
    if signal.assurance is None:
        return None
    return TARGET[signal.assurance]


def verdict_icons(signal: Signal, *, size: int = 14, held: bool = False) -> list[Markup]:
    """The icons that apply; `held`: the limits rest on an earlier baseline."""
    shown = [change_icon(signal), target_icon(signal)]
    drawn = [icon(*pair, size=size) for pair in shown if pair]
    if shown[1] and signal.assurance is not None and signal.level_since is not None:
        since = f"since {month_name(signal.level_since)}"
        drawn.append(element("span", since, class_="muted"))
    elif held and shown[1]:
        drawn.append(element("span", "at the baseline", class_="muted"))
    return drawn


def verdict_legend() -> Markup:
    """What the icons of a table mean."""
    rows = (
        ("Change", [*CHANGE.values(), ("too_few", "Too few months or cases")]),
        ("Target, if nothing changes", [*TARGET.values(), CHANGING]),
    )
    return element(
        "div",
        [
            element("p", element("b", head), [icon(*pair) for pair in shown], class_="keys")
            for head, shown in rows
        ],
        class_="legend",
    )
