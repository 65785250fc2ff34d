import re
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlparse

import openpyxl
import pytest


def asked(page):
    return {name: worth[0] for name, worth in parse_qs(urlparse(page.url).query).items()}


def test_a_link_opens_its_view_a_choice_changes_the_url_and_reload_keeps_it(visit, settled):
    page = visit("/trends?measure=assessment_to_service&agency=A02")
    eyebrow = page.locator("h2.eyebrow").first
    assert eyebrow.inner_text().startswith("Birch (A02) · Screening/assessment to first")

    page.get_by_role("radio", name="Contact → service").click()
    page.wait_for_url("**measure=contact_to_service**")
    eyebrow.get_by_text("First contact to first outpatient").wait_for()
    assert asked(page) == {"measure": "contact_to_service", "agency": "A02"}
    verdict = page.locator("p.lede").first.inner_text()

    page.reload()
    settled(page)
    assert asked(page) == {"measure": "contact_to_service", "agency": "A02"}
    assert (
        page.locator("h2.eyebrow")
        .first.inner_text()
        .startswith("Birch (A02) · First contact to first")
    )
    assert page.locator("p.lede").first.inner_text() == verdict


def test_from_overview_a_cell_leads_to_its_chart(visit, settled):
    page = visit("/")
    page.get_by_role("region", name="Agencies and goals").get_by_role("link").nth(1).click()
    page.wait_for_url("**/trends?**")
    settled(page)
    assert page.locator("h1").inner_text() == "Trends"


def test_the_menu_leads_to_every_page(visit, settled):
    page = visit("/")
    for name, title in (("Compare", "Compare agencies"), ("Methods", "Methods")):
        page.get_by_role("link", name=name, exact=True).first.click()
        page.get_by_role("heading", level=1, name=title).wait_for()
        settled(page)


def test_charts_are_named_for_those_who_do_not_see_them(visit):
    page = visit("/agency?agency=A01")
    page.locator('[role="figure"]').nth(6).wait_for()
    names = page.locator('[role="figure"]').evaluate_all("all => all.map(o => o.ariaLabel)")
    assert len(names) == 7
    assert all(name.startswith("Alder") for name in names)


CONTROLS = """() => [...document.querySelectorAll(
    'main a[href], main button, main input:not([type=hidden]), main summary, main [tabindex="0"]'
)].filter(one => one.offsetParent && !one.disabled && one.tabIndex >= 0
    && !one.closest('[aria-hidden="true"]')
    && one.getAttribute('aria-checked') !== 'false'  // the arrow keys go on from the chosen one
    && one.getAttribute('kind') !== 'elementToolbar'  // Streamlit's own, shown under the pointer
    && !one.closest('details:not([open]) > :not(summary)'))
    .map((one, i) => one.dataset.control = String(i)).length"""
FOCUSED_NAME = "() => document.activeElement.ariaLabel || document.activeElement.innerText"
WITHOUT_OUTLINE = """() => {
    const one = document.activeElement
    const drawn = [one, one.parentElement].map(each => getComputedStyle(each))
    const seen = drawn.some(style => style.outlineStyle === 'solid' || style.boxShadow !== 'none')
    return seen || ['BODY', 'MAIN'].includes(one.tagName) ? null : one.outerHTML.slice(0, 160)
}"""
FOCUSED = "() => document.activeElement?.dataset?.control"


@pytest.mark.parametrize("path", ["/", "/compare", "/trends", "/agency", "/methods"])
def test_every_control_is_reached_by_keyboard(visit, path):
    page = visit(path)
    expected = page.evaluate(CONTROLS)
    assert expected > 5
    reached, hidden = set(), set()
    for _ in range(3 * expected + 40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(FOCUSED))
        hidden.add(page.evaluate(WITHOUT_OUTLINE))
        if len(reached - {None}) == expected:
            break
    assert hidden == {None}
    missed = {str(i) for i in range(expected)} - reached
    assert [
        page.evaluate("i => document.querySelector(`[data-control='${i}']`)?.outerHTML", i)[:160]
        for i in missed
    ] == []


def tab_to(page, name):
    """Presses Tab until the control with this name has the focus."""
    passed = []
    for _ in range(160):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED_NAME))
        if (passed[-1] or "").endswith(name):  # an icon's word may come before it
            return
    raise AssertionError(f"{name} is not reached after {passed}")


def test_a_chart_is_chosen_by_keyboard_alone(visit, settled):
    page = visit("/trends")
    tab_to(page, "Contact → assessment")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_url("**measure=assessment_to_service**")
    settled(page)
    tab_to(page, "Agency")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Alder")
    page.keyboard.press("Enter")
    page.wait_for_url("**agency=A01**")
    settled(page)
    tab_to(page, "Data table and export")
    page.keyboard.press("Enter")
    page.get_by_role("region", name="by month").wait_for()


def test_two_clicks_from_overview_to_whom_to_call_about_what(visit, settled):
    page = visit("/")
    news = page.locator("ul.news li a").first
    about = news.inner_text()
    news.click()  # the first click: about what
    page.wait_for_url("**/trends?**")
    settled(page)
    assert "assessment" in about
    assert "wait for an assessment" in page.locator("p.lede").first.inner_text()
    assert "Contact: Robin Hayes, a03@example.org" in page.locator("p.facts").last.inner_text()
    page.get_by_role("link", name="’s page").click()  # the second: everything of it
    page.wait_for_url("**/agency?**")
    settled(page)
    assert page.locator("h1").inner_text() == "Cypress"


def test_another_host_is_refused(server):
    request = urllib.request.Request(f"{server}/", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=5)
    assert refused.value.code == 403
    assert refused.value.headers["X-Frame-Options"] == "DENY"
    refused.value.close()


PAPER = (8.5 - 2 * 14 / 25.4) * 96  # pixels between the margins of a letter
ZOOM = "selector => Number(getComputedStyle(document.querySelector(selector)).zoom)"


@pytest.mark.parametrize(("path", "sheets"), [("/", 2), ("/trends?agency=A01", 2), ("/agency", 3)])
def test_on_a_letter_charts_are_whole_and_cards_side_by_side(visit, path, sheets):
    page = visit(path)
    widest = page.locator(".main-svg").evaluate_all(
        "all => Math.max(...all.map(one => one.getBoundingClientRect().width))"
    )
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))) <= sheets
    page.emulate_media(media="print")  # a printed page keeps the width that its charts have
    zoom = page.evaluate(ZOOM, "html") * page.evaluate(ZOOM, '[data-testid="stPlotlyChart"]')
    assert widest * zoom <= PAPER


TAKEN = "starboard-000001-contact_to_assessment-A01-court"


def test_a_chart_can_be_taken_away_as_a_picture(visit, tmp_path):
    page = visit("/trends?agency=A01&only=referral_source/court")
    with page.expect_download() as picture:
        page.get_by_role("button", name="Download plot as a PNG").first.click()
    assert picture.value.suggested_filename == f"{TAKEN}.png"
    picture.value.save_as(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


def test_the_table_behind_a_chart_can_be_taken_away_as_a_workbook(visit, settled, tmp_path):
    page = visit("/trends?agency=A01&only=referral_source/court")
    page.get_by_text("Data table and export").first.click()
    button = page.locator("details[open]").get_by_role("button", name="Download Excel")
    button.wait_for()
    settled(page)
    with page.expect_download() as book:
        button.click()
    assert book.value.suggested_filename == f"{TAKEN}.xlsx"
    book.value.save_as(tmp_path / "book.xlsx")
    head = next(openpyxl.load_workbook(tmp_path / "book.xlsx")["Data"].iter_rows(values_only=True))
    assert head[-2:] == ("board", "only")
