"""Signing in with a browser: keyboard, a phone, a second tab, what each role then sees."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import settle
from tests.browser.test_every_page import TAGS
from tests.sign_in.conftest import ROLES, office, provider  # noqa: F401  fixtures

START = {
    "sam": ("Overview", ["Overview", "Compare", "Trends", "Agency", "Submit"]),
    "gus": ("Overview", ["Overview", "Compare", "Trends", "Agency", "Submit"]),
    "ann": ("Alder", ["Overview", "Trends", "Agency", "Submit"]),
}


@pytest.fixture(scope="module")
def invited(office):  # noqa: F811
    office.invite(*ROLES)
    return office


@pytest.fixture
def person(chromium, invited):
    """person("ann", "/trends"): that page, after signing in with a browser of one's own."""
    contexts = []

    def arrive(name, path="/", width=1280):
        contexts.append(chromium.new_context(viewport={"width": width, "height": 720}))
        page = contexts[-1].new_page()
        page.goto(invited.address + path)
        page.get_by_role("link", name="Sign in with the office’s account").press("Enter")
        page.locator(f'button[value="{name}"]').click()
        page.wait_for_url(f"{invited.address}/**")
        return page

    yield arrive
    for context in contexts:
        context.close()


def violations(page):
    return (
        Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    )


@pytest.mark.parametrize("name", START)
def test_a_person_starts_at_the_page_of_the_role(name, person):
    page = person(name)
    settle(page)
    title, menu = START[name]
    assert page.locator("h1").inner_text() == title
    assert page.get_by_role("link", name="Sign out").is_visible()
    for entry in menu:
        assert page.get_by_role("link", name=entry, exact=True).count() >= 1
    assert "Demo" not in page.locator("body").inner_text()


def test_the_link_that_was_opened_is_the_page_after_signing_in(person, invited):
    page = person("ann", "/trends?agency=A01&measure=assessment_to_service")
    settle(page)
    assert page.url == f"{invited.address}/trends?agency=A01&measure=assessment_to_service"
    assert "Alder’s wait for a first service" in page.locator("body").inner_text()


def test_signing_out_in_one_tab_empties_the_other_and_keeps_its_address(person, invited):
    page = person("ann", "/trends?agency=A01")
    settle(page)
    other = page.context.new_page()
    other.goto(f"{invited.address}/trends?agency=A01&measure=detox_to_outpatient")
    settle(other)
    page.get_by_role("link", name="Sign out").click()
    page.wait_for_selector("text=You are signed out")
    other.evaluate("dispatchEvent(new Event('pageshow'))")  # as every 15 seconds
    other.wait_for_selector("h1:text-is('Sign in')")
    assert "Alder" not in other.content()
    other.get_by_role("link", name="Sign in with the office’s account").click()
    other.locator('button[value="ann"]').click()
    other.wait_for_url(f"{invited.address}/trends?agency=A01&measure=detox_to_outpatient")
    settle(other)
    assert "A transfer to residential care" in other.locator("body").inner_text()


def test_a_page_stays_while_its_session_holds(person, invited):
    page = person("ann", "/trends?agency=A01")
    settle(page)
    with page.expect_response("**/_session/state") as asked:
        page.evaluate("dispatchEvent(new Event('pageshow'))")
    assert asked.value.status == 204
    assert page.locator("h1").inner_text() == "Trends"


@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_nothing_on_the_way_in_and_out(person, chromium, invited, width):
    context = chromium.new_context(viewport={"width": width, "height": 720})
    outside = context.new_page()
    for path in ("/", "/sign-in/none", "/sign-out", "/oauth2callback?state=x&code=y"):
        outside.goto(invited.address + path)
        assert violations(outside) == [], path
        assert outside.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    refused = person("stranger", width=width)
    assert refused.locator("h1").inner_text() == "No invitation"
    assert violations(refused) == []
    page = person("ann", width=width)
    settle(page)
    assert violations(page) == []
