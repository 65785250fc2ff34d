import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlparse

import pytest


def asked(page):
    return {name: worth[0] for name, worth in parse_qs(urlparse(page.url).query).items()}


def test_a_link_opens_its_view_a_choice_changes_the_url_and_reload_keeps_it(visit, settled):
    page = visit("/trends?measure=assessment_to_service&agency=A02")
    eyebrow = page.locator("h2.eyebrow").first
    assert eyebrow.inner_text().startswith("Birch · Screening/assessment to first")

    page.get_by_role("radio", name="Contact → service").click()
    page.wait_for_url("**measure=contact_to_service**")
    eyebrow.get_by_text("First contact to first outpatient").wait_for()
    assert asked(page) == {"measure": "contact_to_service", "agency": "A02"}
    verdict = page.locator("p.lede").first.inner_text()

    page.reload()
    settled(page)
    assert asked(page) == {"measure": "contact_to_service", "agency": "A02"}
    assert (
        page.locator("h2.eyebrow").first.inner_text().startswith("Birch · First contact to first")
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
    page.locator('[role="figure"]').nth(3).wait_for()
    names = page.locator('[role="figure"]').evaluate_all("all => all.map(o => o.ariaLabel)")
    assert len(names) == 4
    assert all(name.startswith("Alder") for name in names)


def test_the_controls_are_reached_by_keyboard(visit):
    page = visit("/trends")
    reached = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "() => document.activeElement.ariaLabel || document.activeElement.innerText"
            )
        )
    said = " ".join(filter(None, reached))
    assert "Methods" in said
    assert "Contact → assessment" in said
    assert "Agency" in said
    assert "Data table and export" in said


def test_another_host_is_refused(server):
    request = urllib.request.Request(f"{server}/", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=5)
    assert refused.value.code == 403
    assert refused.value.headers["X-Frame-Options"] == "DENY"
    refused.value.close()
