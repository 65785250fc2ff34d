"""A provider's way in a real browser: a wrong file, the fix, the good file, sent, on Trends."""

import csv
import io
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_every_page import TAGS

BIRCH = "Birch (A02)"
FOCUSED = "() => document.activeElement.ariaLabel || document.activeElement.innerText"


@pytest.fixture
def own_store(board_folder, tmp_path):
    """A copy of the sample's store, where `own_server` looks for one."""
    shutil.copytree(board_folder, tmp_path / "store")
    shutil.copy(board_folder.with_name(f"{board_folder.name}.key"), tmp_path / "store.key")


@pytest.fixture
def desk(own_store, own_server, opened):
    """The Submit page with Birch chosen, and its server's log."""
    address, log = own_server
    page = opened(f"{address}/submit")
    choose(page, "Agency", BIRCH)
    return page, log


def choose(page, label, option):
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()
    page.wait_for_timeout(300)


def drop(page, content, name="birch.csv"):
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": content}]
    )
    page.locator("ol.steps li.done").wait_for()
    page.locator("p.lede").first.wait_for()
    page.get_by_test_id("stProgress").wait_for(state="detached")


def october(sample_folder, change=lambda row: row):
    """Birch's October, without its totals row, each row as `change` makes it."""
    rows = (sample_folder / "A02_2026-10.csv").read_text("utf-8").splitlines()
    return [rows[0], *(change(row) for row in rows[1:] if row.startswith("A02"))]


def as_file(rows):
    return "\n".join([*rows, ""]).encode()


def without_findings(data):
    """What a provider does with the file that came back: mend, and take the new columns out."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    (head,) = (at for at, row in enumerate(rows) if row[-3:] == ["finding", "message", "fix"])
    reported = {row[-3] for row in rows[head + 1 :] if row[-3]}
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [cell.replace("2062-", "2026-") for cell in row[:-3]] for row in rows[head:]
    )
    return out.getvalue().encode(), reported


def test_from_a_wrong_file_by_the_returned_one_to_a_receipt_and_the_trend(
    desk, sample_folder, settled
):
    page, log = desk

    drop(page, b"PK\x03\x04 a workbook", "birch.xlsx")
    assert "This file cannot be sent." in page.locator("p.lede").first.inner_text()
    page.get_by_role("button", name="Choose another file").click()

    wrong_years = october(
        sample_folder,
        lambda row: row.replace("2026-10-0", "2062-10-0") if ",assessment," in row else row,
    )
    drop(page, as_file(wrong_years))
    assert "can be sent" in page.locator("p.lede").first.inner_text()
    findings = page.get_by_role("table", name="Findings in birch.csv")
    assert "date_future" in findings.inner_text()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download my file with findings").click()
    mended, reported = without_findings(saved.value.path().read_bytes())
    assert reported == {"date_future"}
    page.get_by_role("button", name="Choose another file").click()

    rows = mended.decode().splitlines()
    drop(page, as_file([rows[0], *rows[6:]]))  # five rows fewer than are stored
    offer = page.get_by_role("region", name="Rows").inner_text()
    assert "−5" in offer  # noqa: RUF001
    after = page.get_by_role("region", name="Measure, Oct")
    days = after.locator("tbody tr").first.locator("td").nth(1).locator("b").inner_text()

    page.get_by_role("button", name="Send October 2026").click()
    page.get_by_role("button", name="Download receipt").wait_for()
    assert "October 2026 of Birch is stored" in page.locator("p.lede").first.inner_text()
    receipt = page.get_by_role("region", name="Receipt").inner_text()
    assert "stored" in receipt

    page.get_by_role("link", name="Birch on Trends").click()
    page.wait_for_url("**/trends?agency=A02")
    settled(page)
    page.get_by_text("Data table and export").first.click()
    row = page.get_by_role("row", name=re.compile("^Oct 2026"))
    assert row.first.locator("td").first.inner_text() == days
    assert "first_contact" not in log.read_text("utf-8")


def test_each_state_passes_axe_and_fits_a_phone(desk, sample_folder):
    page, _ = desk
    wrong = october(sample_folder, lambda row: row.replace("2026-10-0", "2062-10-0"))
    states = {
        "held rows": as_file(wrong),
        "a big loss": as_file(october(sample_folder)[:60]),
        "other headers": as_file(wrong).replace(b"client_id", b"MRN", 1),
        "refused": b"",
    }
    for name, content in states.items():
        drop(page, content)
        page.wait_for_timeout(400)  # until what was there before has faded
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert found.response["violations"] == [], name
        page.set_viewport_size({"width": 400, "height": 720})
        page.wait_for_timeout(300)
        wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide == 400, name
        page.set_viewport_size({"width": 1280, "height": 720})
        page.get_by_role("button", name="Choose another file").click()
        page.locator("input[type=file]").wait_for(state="attached")


def test_send_is_shown_above_the_fold(desk, sample_folder):
    page, _ = desk
    for rows in (october(sample_folder)[:-9], october(sample_folder)[:60]):
        drop(page, as_file(rows))
        send = page.get_by_role("button", name="Send October 2026").bounding_box()
        assert send["y"] + send["height"] <= 720
        page.get_by_role("button", name="Choose another file").click()
        page.locator("input[type=file]").wait_for(state="attached")


def test_a_check_and_a_sending_go_by_keyboard(desk, sample_folder):
    page, _ = desk
    drop(page, as_file(october(sample_folder)[:60]))
    page.get_by_role("heading", name="Submit").click()
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        if "may lose" in (reached[-1] or ""):
            page.keyboard.press("Space")
            page.wait_for_timeout(600)
        if reached[-1] == "Send October 2026":
            page.keyboard.press("Enter")
            break
    page.get_by_role("button", name="Download receipt").wait_for()
