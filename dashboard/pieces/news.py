"""What to look at this month, with links: who is far from their own past, who has not sent."""

from collections.abc import Mapping, Sequence

from dashboard import sentences, words
from dashboard.definitions import Measure, Newest, NotSent
from dashboard.markup import Markup, el, join, link
from dashboard.signs import sign

FAR = 0.2  # of its own past: nearer figures are not worth a line


def news(
    agencies: Mapping[str, str],
    goals: Sequence[Measure],
    figures: Mapping[tuple[str | None, str], Newest],
    lacking: Sequence[NotSent],
) -> Markup:
    """Per goal the figures farthest above and below their own past; the worse ones first."""
    worse, better = [], []
    for goal in goals:
        seen = sorted(
            (
                figure
                for (agency, key), figure in figures.items()
                if key == goal.key and agency in agencies and _comparable(figure)
            ),
            key=lambda figure: sentences.difference(figure, goal),
        )
        if seen and sentences.difference(seen[-1], goal) >= FAR:
            worse.append(_line(agencies, seen[-1], goal))
        if seen and sentences.difference(seen[0], goal) <= -FAR:
            better.append(_line(agencies, seen[0], goal))
    gone = [agency for agency in lacking if agency.missing or agency.never]
    lines = [*worse, *better, *([_missing(gone)] if gone else [])]
    if not lines:
        lines = [join(sign("no_data"), el("span", "Nothing to point at this month."))]
    return el("ul", [el("li", line) for line in lines], class_="news")


def _comparable(figure: Newest) -> bool:
    """Of the newest final month, with a whole year before it, on enough cases to name an agency."""
    return (
        figure.month is not None
        and figure.month == figure.expected
        and figure.before_months == 12
        and (figure.counted or 0) >= sentences.LEAST_N
    )


def _line(agencies: Mapping[str, str], figure: Newest, goal: Measure) -> Markup:
    chosen = {"measure": goal.key, "agency": figure.agency_id}
    told = (
        el("b", agencies[figure.agency_id]),
        " ",
        link(sentences.does(figure, goal), "trends", **chosen),
        sentences.against_its_past(figure, goal),
    )
    return join(sign("look"), el("span", *told))


def _missing(gone: Sequence[NotSent]) -> Markup:
    names = words.listed([agency.name for agency in gone], most=4)
    lacks = f"lacks {sentences.lacks(gone[0])}" if len(gone) == 1 else "lack months"
    told = f" {lacks}. Statewide figures leave out what is missing; contacts stand below the table."
    return join(sign("no_data"), el("span", el("b", names), told))
