"""Submissions in a browser, on a store that changes: a month arrives, an earlier one comes back."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from pipelines import settings
from pipelines.flow import ingest
from tests.browser.conftest import settle, tabs
from tests.serving import serving

HEADER = "agency_id,client_id,event_type,event_date"
SEPTEMBER = [f"A01,{n},first_contact,2026-09-{n:02}" for n in range(1, 10)]
OCTOBER = [f"A01,{n},first_contact,2026-10-{n:02}" for n in range(1, 10)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest.fixture(scope="module")
def fed(made_once, tmp_path_factory):
    """(address, data) of a server whose one agency has sent September twice."""
    data = made_once(
        "browser_submissions",
        [("first.csv", HEADER, SEPTEMBER)],
        [("second.csv", HEADER, [*SEPTEMBER[:-1], "A01,9,telephone,2026-09-09"])],
    )
    with serving(data, tmp_path_factory.mktemp("fed") / "log.txt") as (address, _):
        yield address, data


@pytest.fixture
def look(fed, browsing):
    with tabs(browsing) as arrived:
        yield lambda path: arrived(fed[0] + path)


def month(page, words):
    return page.get_by_role("region", name="Agencies and months").get_by_role("link", name=words)


def test_a_month_that_is_sent_shows_when_the_page_is_looked_at_again(look, fed):
    page = look("/submissions?agency=A01&until=2026-11")
    assert month(page, "Received").count() == 1
    october = ingest.Source("october.csv", "\n".join([HEADER, *OCTOBER]).encode())
    day = date(2026, 11, 9)
    ingest.ingest_files(fed[1], [october], settings.load_settings(), who="a test", today=day)
    page.reload()
    settle(page)
    assert month(page, "Received Nov 9, 2026, version 1").count() == 1


def test_a_cell_leads_to_its_versions_and_one_of_them_is_made_active(look):
    page = look("/submissions?until=2026-11")
    month(page, "version 2").first.click()
    page.wait_for_url("**month=2026-09**#history")
    settle(page)
    page.get_by_role("heading", name="Every version of a month").wait_for()
    versions = page.get_by_role("region", name="Every version of the month")
    assert versions.get_by_role("row").count() == 3
    button = page.get_by_role("button", name="Make it active")
    assert button.is_disabled()
    page.get_by_text("Yes, version 1 of September 2026 is to hold").click()
    button.click()
    page.get_by_text("version 1 is active. Board").wait_for(timeout=60_000)
    settle(page)
    assert "active" in versions.get_by_role("row", name="first.csv").inner_text()


@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_nothing_with_versions_findings_and_a_choice_on_screen(look, width):
    page = look("/submissions?agency=A01&month=2026-09&until=2026-11")
    page.set_viewport_size({"width": width, "height": 720})
    for closed in page.locator('[data-testid="stExpander"] summary').all():
        closed.click()
    page.wait_for_timeout(400)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.response["violations"] == []


def test_the_calendar_is_reached_by_keyboard(look):
    page = look("/submissions?agency=A01&until=2026-11")
    said = ""
    for _ in range(30):
        page.keyboard.press("Tab")
        said += page.evaluate(
            "() => (document.activeElement.getAttribute('href') || '') + ' '"
            " + (document.activeElement.ariaLabel || document.activeElement.innerText)"
        )
    assert "submissions?until=2026-11&agency=A01&month=2026-09#history" in said
    assert "Missing" in said
