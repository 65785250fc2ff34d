"""One filter at a time, in a browser: every page through it, chosen and undone by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import tabs

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
COURT = "only=referral_source/court"
VIEWS = (
    *(f"/{page}?{COURT}" for page in ("", "compare", "trends", "agency")),
    f"/?group=region/North&{COURT}",
    "/trends?agency=A01&only=site_id/LAKE",
    "/agency?agency=A01&only=site_id/LAKE",
    *(f"/{page}?only=level_of_care/detoxification" for page in ("", "compare", "trends")),
    f"/compare?measure=detox_to_outpatient&{COURT}",
)


@pytest.fixture(scope="module", params=VIEWS)
def view(request, server, browsing):
    """Every view in turn, one visit for all tests that only look."""
    with tabs(browsing) as arrived:
        yield arrived(server + request.param)


@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_nothing(view, width):
    view.set_viewport_size({"width": width, "height": 720})
    view.wait_for_timeout(400)  # until the charts have their new width
    found = Axe().run(view, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.response["violations"] == []


def test_a_phone_scrolls_down_only_and_the_filter_is_in_its_first_screen(view):
    view.set_viewport_size({"width": 400, "height": 720})
    view.wait_for_timeout(300)
    wide = view.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth")
    assert wide == 400
    filter_ = view.get_by_role("combobox", name="Only").bounding_box()
    assert filter_["y"] + filter_["height"] < 720
    assert view.get_by_text("requests and discharges whose rows say so").is_visible()


@pytest.mark.parametrize("path", ["/", "/compare", "/trends", "/agency"])
def test_a_filter_is_chosen_and_undone_by_keyboard_alone(visit, settled, path):
    page = visit(path)
    for typed, url in (("court", "**only=referral_source**court**"), ("Everyone", "**only=all**")):
        tab_to_the_filter(page)
        page.keyboard.press("ArrowDown")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.wait_for_url(url)
        settled(page)
        said = page.get_by_text("Only referred by court: requests").count()
        assert said == (typed == "court")


def tab_to_the_filter(page):
    """Presses Tab until the filter has the focus."""
    page.evaluate("document.activeElement.blur()")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel || ''").endswith("Only"):
            return
    raise AssertionError("the filter is not reached")


def test_on_a_phone_a_wide_table_keeps_its_names(visit):
    page = visit(f"/compare?{COURT}")
    page.set_viewport_size({"width": 400, "height": 720})
    table = page.get_by_role("region", name="Comparison")
    table.evaluate("one => { one.scrollLeft = 400 }")
    assert table.get_by_text("Better").first.bounding_box()["x"] < 400
    assert table.get_by_role("link", name="Alder").bounding_box()["x"] >= 0
