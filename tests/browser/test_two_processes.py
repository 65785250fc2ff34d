"""The board open in one process while another one ingests: the new board after it, no error."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def ingest(data, file):
    return subprocess.run(
        [sys.executable, "-m", "pipelines", "ingest", str(file), "--today", "2026-11-22"],
        cwd=ROOT,
        env={**os.environ, "STARBOARD_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_open_board_shows_the_new_version_after_another_process_ingested(
    own_server, opened, settled, extract, tmp_path
):
    address, log = own_server
    errors = []
    page = opened(address + "/")
    page.on("pageerror", lambda error: errors.append(str(error)))
    assert "ingest" in page.locator("main").inner_text()  # an empty store says what to do

    waits = [f"A01,{n},first_contact,2026-09-01" for n in range(12)]
    waits += [f"A01,{n},assessment,2026-09-08" for n in range(12)]
    first = ingest(tmp_path / "store", extract("a.csv", *waits))
    assert (first.returncode, first.stderr) == (0, "")
    page.reload()
    settled(page)
    page.get_by_text("Board 000001").wait_for()

    more = [f"A01,{n},assessment,2026-10-08" for n in range(20, 25)]
    second = ingest(tmp_path / "store", extract("b.csv", *more))
    assert (second.returncode, second.stderr) == (0, "")
    page.get_by_role("link", name="Methods").first.click()  # the same session goes on
    page.get_by_text("Board 000002").wait_for()
    assert errors == []
    assert "Traceback" not in log.read_text()
