"""What holds of every page, looked at once each."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def test_nothing_is_fetched_from_outside(each_page, server):
    outside = [u for u in each_page.asked if not u.startswith((server, "data:", "blob:"))]
    assert each_page.asked
    assert outside == []
    assert each_page.errors == []


def test_headings_go_down_one_step_at_a_time(each_page):
    levels = each_page.locator("h1, h2, h3, h4").evaluate_all(
        "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("width", [768, 400])
def test_no_page_scrolls_sideways(each_page, width):
    each_page.set_viewport_size({"width": width, "height": 720})
    each_page.wait_for_timeout(300)
    for _ in range(25):  # charts take their new width in a moment of their own
        too_wide = each_page.evaluate(
            """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
                .map(one => one.scrollWidth - one.clientWidth)"""
        )
        if too_wide == [0, 0]:
            break
        each_page.wait_for_timeout(200)
    assert too_wide == [0, 0]


@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_nothing(each_page, width):
    each_page.set_viewport_size({"width": width, "height": 720})
    each_page.evaluate(
        """() => document.querySelectorAll(
            '[data-testid="stExpander"] details:not([open]) summary'
        ).forEach(one => one.click())"""
    )
    each_page.wait_for_timeout(400)  # until what was closed has faded in
    found = Axe().run(each_page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.response["violations"] == []


def test_every_chart_has_a_name_that_says_something(each_page):
    names = each_page.locator('[data-testid="stPlotlyChart"]').evaluate_all(
        """all => all.map(one => (one.closest('[aria-label]')
            || one.querySelector('[aria-label]'))?.ariaLabel || '')"""
    )
    assert all(len(name) > 40 for name in names)


def test_on_paper_there_are_charts_and_no_widgets(each_page):
    each_page.emulate_media(media="print")
    try:
        for widget in (
            "stSelectbox",
            "stButtonGroup",
            "stDownloadButton",
            "stExpander",
            "stHeader",
        ):
            shown = each_page.locator(f'[data-testid="{widget}"]:visible').count()
            assert shown == 0, widget
        charts = each_page.locator('[data-testid="stPlotlyChart"]')
        assert charts.count() == each_page.locator('[data-testid="stPlotlyChart"]:visible').count()
    finally:
        each_page.emulate_media(media="screen")
