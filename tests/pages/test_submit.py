"""Every state of the Submit page, with real files, real processes and a store of its own."""

import shutil
import sys
from datetime import date
from types import SimpleNamespace

import pytest
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from dashboard.access import viewer as access
from dashboard.access.permissions import NotAllowed
from dashboard.access.viewer import Viewer
from dashboard.analysis import due_dates
from dashboard.jobs import deliveries, process
from dashboard.jobs.deliveries import Delivery
from dashboard.views.submit import session
from pipelines import settings
from pipelines.flow import ingest
from pipelines.messages import Preview, Upload
from pipelines.register.agencies import Register
from tests.conftest import TODAY

pytestmark = pytest.mark.slow
OCTOBER = date(2026, 10, 1)
BIRCH = Viewer("Birch’s clerk", roles=frozenset({"agency"}), agencies=frozenset({"A02"}))


@pytest.fixture
def store(board_folder, tmp_path, monkeypatch):
    """A copy of the sample's store, to write to; today is a day of November 2026."""
    data = tmp_path / "store"
    shutil.copytree(board_folder, data)
    shutil.copy(board_folder.with_name(f"{board_folder.name}.key"), tmp_path / "store.key")
    monkeypatch.setattr(due_dates, "current_day", lambda: TODAY)
    return data


@pytest.fixture
def october(sample_folder):
    """Birch's October as text: a good file, stored already, with a totals row."""
    lines = (sample_folder / "A02_2026-10.csv").read_text("utf-8").splitlines()
    return [line for line in lines if line.startswith(("agency_id", "A02"))]


def file(lines, name="birch.csv"):
    return name, "\n".join([*lines, ""]).encode(), "text/csv"


def drop(page, *files, agency="A02"):
    for box in page.selectbox:
        if box.key == "send_for" and box.value != agency:
            box.set_value(agency).run()
    for each in files:
        page.file_uploader[0].upload(*each)
    page.run()
    assert not page.exception, page.exception
    return page


def press(page, label):
    (button,) = (each for each in page.button if each.label == label)
    button.click().run()
    assert not page.exception, page.exception
    return page


def labels(page):
    return [button.label for button in page.button]


def on_desk(page):
    return page.session_state["desk"]


def test_at_first_it_asks_whose_file_and_shows_what_one_looks_like(open_page, shown, store):
    page = open_page("submit", store)
    assert [title.value for title in page.title] == ["Submit"]
    assert 'aria-current="step"' in shown(page)
    assert len(page.selectbox(key="send_for").options) == 6
    assert len(page.file_uploader) == 1
    downloads = [each.proto.label for each in page.get("download_button")]
    assert downloads == ["Template", "Data dictionary", "Example"]
    assert page.code[0].value.startswith("curl ")


def test_a_link_may_name_the_agency(open_page, store):
    assert open_page("submit", store, agency="A04").selectbox(key="send_for").value == "A04"
    assert open_page("submit", store, agency="A99").selectbox(key="send_for").value == "A01"


def test_a_file_with_new_ids_waits_for_a_yes(open_page, shown, store, october):
    head, *rows = october
    at = head.split(",").index("client_id")
    cells = [row.split(",") for row in rows]
    renamed = [",".join([*row[:at], f"N-{row[at]}", *row[at + 1 :]]) for row in cells]
    page = drop(open_page("submit", store), file([head, *renamed]))
    said = shown(page)
    assert "Few clients are known from earlier months. October 2026: of " in said
    assert "Few clients of October 2026 are known from earlier months." in said
    assert "requests in Contact → assessment" in said
    assert "are known when the ids are written without the letters at one end." in said
    assert "clients_unknown" in said
    (send,) = (each for each in page.button if each.label == "Send October 2026")
    assert send.disabled
    (yes,) = (each for each in page.checkbox if "new ids" in each.label)
    assert yes.label == "Yes, the clients of October 2026 are new or have new ids."
    yes.check().run()
    press(page, "Send October 2026")
    assert "October 2026 of Birch is stored and on the board." in shown(page)


def test_a_file_with_held_rows_shows_lines_fixes_and_costs(open_page, shown, store, october):
    bad = [line.replace("2026-10", "2062-10") if i < 30 else line for i, line in enumerate(october)]
    page = drop(open_page("submit", store), file(bad))
    said = shown(page)
    read = len(october) - 1
    assert "Accepted with warnings · birch.csv · October 2026" in said
    assert f"Your file can be sent. {read - 29} of {read} rows are accepted; 29 are held" in said
    assert "The date 2062-10" in said
    assert "date_future" in said
    assert '<span class="chip">2</span>' in said
    assert "and 9 more" in said
    assert "Up to " in said
    assert "October 2026 is replaced: version\u00a02 instead of version\u00a01" in said
    assert "Send October 2026" in labels(page)
    downloads = [each.proto.label for each in page.get("download_button")]
    assert downloads == ["Download my file with findings", "Findings as CSV"]


def test_sending_gives_a_receipt_and_keeps_no_byte_of_the_file(open_page, shown, store, october):
    page = drop(open_page("submit", store), file(october[:-20]))
    press(page, "Send October 2026")
    said = shown(page)
    assert "October 2026 of Birch is stored and on the board." in said
    assert "Board 000002" in said
    reported = on_desk(page)
    assert (reported.delivery, reported.looked, reported.good, reported.job) == (
        None,
        None,
        None,
        None,
    )
    (month,) = reported.receipt.months
    assert (month.version, month.rows, month.fate) == (2, len(october) - 21, "stored")
    press(page, "Send another file")
    assert len(page.file_uploader) == 1
    assert page.selectbox(key="send_for").value == "A02"


def test_the_page_stays_as_it_is_over_a_rerun(open_page, shown, store, october):
    page = drop(open_page("submit", store), file(october[:-20]))
    before = shown(page)
    page.run()
    assert shown(page) == before


def test_a_refused_file_says_why_and_offers_nothing_to_send(open_page, shown, store):
    page = drop(open_page("submit", store), ("birch.xlsx", b"PK\x03\x04", "text/csv"))
    said = shown(page)
    assert "This file cannot be sent. This is an Excel workbook" in said
    assert "what was before stays" in said
    assert not [label for label in labels(page) if label.startswith("Send")]
    assert "file_is_workbook" in said


def test_a_wrong_file_does_not_hide_the_last_good_one(open_page, shown, store, october):
    page = drop(open_page("submit", store), file(october[:-20], "good.csv"))
    press(page, "Choose another file")
    assert "Checked and not sent yet: <b>good.csv</b>, October 2026." in shown(page)
    drop(page, ("wrong.csv", b"", "text/csv"))
    assert "This file cannot be sent. The file is empty." in shown(page)
    press(page, "Back to it")
    assert "good.csv" in shown(page)
    press(page, "Send October 2026")
    assert "stored and on the board" in shown(page)


def test_headers_that_are_not_ours_are_shown_before_anything_else(open_page, shown, store, october):
    renamed = october[0].replace("client_id", "MRN").replace("event_date", "date of event")
    page = drop(open_page("submit", store), file([renamed, *october[1:-20]]))
    said = shown(page)
    assert "Are these columns what we take them for?" in said
    assert "MRN" in said
    assert "Send October 2026" not in labels(page)
    press(page, "Yes, these are right")
    assert "Your file can be sent." in shown(page)
    assert "Send October 2026" in labels(page)


def test_a_big_loss_needs_a_second_yes_and_says_what_would_vanish(open_page, shown, store, october):
    few = [october[0], *(line for line in october[1:] if "detox" not in line)][:60]
    page = drop(open_page("submit", store), file(few))
    said = shown(page)
    assert "October 2026 would keep 59 of" in said
    assert "Gone altogether: detox admission and detox discharge" in said
    send = next(each for each in page.button if each.label == "Send October 2026")
    assert send.disabled
    page.checkbox[0].check().run()
    press(page, "Send October 2026")
    assert on_desk(page).receipt.months[0].rows == 59


def test_the_same_file_again_would_change_nothing(open_page, shown, store, october):
    page = drop(open_page("submit", store), file(october[:-20]))
    press(page, "Send October 2026")
    press(page, "Send another file")
    drop(page, file(october[:-20]))
    assert "Nothing would change: this file is stored already." in shown(page)
    assert not [label for label in labels(page) if label.startswith("Send")]


def test_an_older_versions_file_can_be_made_active_again(open_page, shown, store, october):
    page = open_page("submit", store)
    for lines in (october[:-20], october[:-10]):
        drop(page, file(lines))
        press(page, "Send October 2026")
        press(page, "Send another file")
    drop(page, file(october[:-20]))
    assert "This is version 2 of October 2026, which was replaced since." in shown(page)
    press(page, "Make version 2 of October 2026 active again")
    (month,) = on_desk(page).receipt.months
    assert (month.version, month.fate) == (2, "again")


def test_nothing_to_report_needs_the_same_explicit_yes(open_page, shown, store):
    page = open_page("submit", store)
    page.selectbox(key="send_for").set_value("A06").run()
    page.button_group(key="what").set_value("Nothing to report").run()
    page.selectbox(key="nothing_for").set_value(OCTOBER).run()
    press(page, "See what it changes for October 2026")
    assert "This says that nobody asked" in shown(page)
    send = next(
        each for each in page.button if each.label == "Send “nothing to report” for October 2026"
    )
    assert send.disabled
    page.checkbox[0].check().run()
    press(page, "Send “nothing to report” for October 2026")
    assert "Fern had nothing to report for October 2026: that is on record." in shown(page)
    assert on_desk(page).receipt.months[0].nothing_to_report


def test_other_months_are_checked_when_the_uploader_says_so(open_page, shown, store, october):
    page = drop(open_page("submit", store), file(october[:-20]))
    first = next(box for box in page.selectbox if box.label == "From")
    first.set_value(date(2026, 9, 1)).run()
    press(page, "Check again with these months")
    assert on_desk(page).delivery.months == (date(2026, 9, 1), OCTOBER)
    assert "September and October 2026" in shown(page)
    press(page, "As the file proposes")
    assert on_desk(page).delivery.months is None


def test_of_several_files_each_is_judged_on_its_own(open_page, shown, store, october):
    page = drop(open_page("submit", store), file(october[:-20]), ("empty.csv", b"", "text/csv"))
    said = shown(page)
    assert "1 of 2 files can be sent." in said
    assert "Not accepted · empty.csv" in said
    press(page, "Send October 2026")
    assert len(on_desk(page).receipt.months) == 1


def test_agency_staff_send_for_their_own_agency_alone(
    open_page, shown, store, october, monkeypatch
):
    monkeypatch.setattr(access, "current_viewer", lambda: BIRCH)
    page = open_page("submit", store)
    assert not page.selectbox
    assert "Sending for <b>Birch</b>" in shown(page)
    others = [line.replace("A02,", "A01,", 1) for line in october]
    drop(page, file(others))
    assert "another agency" in shown(page)
    assert not [label for label in labels(page) if label.startswith("Send")]


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer("Nobody"),
        Viewer("Mentor", roles=frozenset({"mentor"}), agencies=frozenset({"A01"})),
        Viewer("Presenter", roles=frozenset({"presenter"}), agencies=frozenset({"A01"})),
        BIRCH,
    ],
)
def test_who_may_not_send_for_an_agency_cannot_by_any_function(viewer, store, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(store))
    delivery = Delivery("A01", (Upload("a.csv", b"x"),))
    nothing = Delivery("A01", months=(OCTOBER,))
    found = Preview((), (), ())
    assert "A01" not in deliveries.sendable_agencies(viewer)
    for forbidden in (
        lambda: deliveries.preview_delivery(viewer, delivery),
        lambda: deliveries.preview_delivery(viewer, nothing),
        lambda: deliveries.send_delivery(viewer, delivery, found, accept_loss=True),
        lambda: deliveries.send_delivery(viewer, nothing, found, accept_loss=True),
        lambda: deliveries.annotated_file(viewer, delivery, 0),
        lambda: deliveries.findings_csv(viewer, delivery),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_another_viewer_in_the_same_session_finds_an_empty_desk(
    open_page, shown, store, october, monkeypatch
):
    page = drop(open_page("submit", store), file(october[:-20]))
    monkeypatch.setattr(access, "current_viewer", lambda: BIRCH)
    page.run()
    assert on_desk(page).delivery is None
    assert len(page.file_uploader) == 1


def test_an_empty_register_says_who_enters_agencies(open_page, shown, tmp_path):
    page = open_page("submit", tmp_path / "store")
    assert "There is no agency that you may send for yet." in shown(page)
    assert page.code[0].value == "python -m pipelines agencies AGENCIES.toml"


def test_the_first_file_ever_makes_the_first_board(
    open_page, shown, tmp_path, sample_folder, october, monkeypatch
):
    monkeypatch.setattr(due_dates, "current_day", lambda: TODAY)
    Register(tmp_path / "store").enter_agencies_file(sample_folder / "agencies.toml")
    page = drop(open_page("submit", tmp_path / "store"), file(october))
    assert "October 2026 is new: version 1." in shown(page)
    press(page, "Send October 2026")
    assert "Board 000001" in shown(page)


def test_a_month_that_somebody_else_sent_meanwhile_is_shown_again(open_page, shown, store, october):
    page = drop(open_page("submit", store), file(october[:-20]))
    ingest.ingest_files(
        store,
        [ingest.Source("other.csv", file(october[:-5])[1])],
        settings.load_settings(),
        who="another",
        today=TODAY,
    )
    press(page, "Send October 2026")
    said = shown(page)
    assert "Somebody else has sent one of these months meanwhile." in said
    assert "version\u00a03 instead of version\u00a02" in said
    press(page, "Send October 2026")
    assert on_desk(page).receipt.months[0].version == 3


@pytest.mark.parametrize(
    ("program", "seconds", "reported"),
    [
        ("raise SystemExit(9)", 600, "Nothing is half done"),
        ("import sys; sys.stdin.buffer.read(); print('no json')", 600, "Nothing is half done"),
        ("import time; time.sleep(60)", 0.2, "took longer than"),
    ],
)
def test_a_process_that_dies_or_hangs_is_reported_in_words(
    program, seconds, reported, open_page, shown, store, october, monkeypatch
):
    page = drop(open_page("submit", store), file(october[:-20]))
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", program))
    monkeypatch.setattr(process, "SECONDS", seconds)
    press(page, "Send October 2026")
    assert reported in shown(page)
    monkeypatch.undo()
    monkeypatch.setattr(due_dates, "current_day", lambda: TODAY)
    monkeypatch.setenv("STARBOARD_DATA", str(store))
    press(page, "Send October 2026")
    assert on_desk(page).receipt.months[0].version == 2


def test_too_many_bytes_at_once_are_reported_and_dropped(open_page, shown, store, monkeypatch):
    monkeypatch.setattr(deliveries, "LARGEST_MB", 0)
    page = drop(open_page("submit", store), ("a.csv", b"x", "text/csv"))
    assert "Together these files are over 0 MB: send fewer." in shown(page)
    assert on_desk(page).delivery is None


def test_uploaded_bytes_leave_streamlits_own_memory(monkeypatch):
    memory = MemoryUploadedFileManager("/upload")
    record = UploadedFileRec("1", "a.csv", "text/csv", b"client rows")
    memory.add_file("session", record)
    context = SimpleNamespace(uploaded_file_mgr=memory, session_id="session")
    monkeypatch.setattr(session, "get_script_run_ctx", lambda: context)
    taken = session.take_uploads([UploadedFile(record, FileURLs())])
    assert taken == (Upload("a.csv", b"client rows"),)
    assert memory.get_files("session", ["1"]) == []


def test_what_a_file_says_is_never_markup(open_page, shown, store, october):
    evil = "<img src=x onerror=alert(1)>**[x](javascript:1)**.csv"
    rows = [line.replace("first_contact", "<b>bold</b>") for line in october]
    page = drop(open_page("submit", store), file(rows, evil))
    said = shown(page)
    assert "&lt;img src=x onerror=alert(1)&gt;**[x](javascript:1)**.csv" in said
    assert "<img src=x" not in said
    assert "<b>bold" not in said
    assert not page.markdown
