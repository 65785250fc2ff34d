"""Administer: what the office changes by the page is what the commands change, with one entry each;
what people typed stays text; no other role changes anything."""

import inspect
import shutil
from datetime import date

import pytest

from dashboard.access import office as access
from dashboard.access.permissions import NotAllowed
from dashboard.access.viewer import Viewer
from dashboard.jobs import office as jobs
from dashboard.queries import kept_boards
from dashboard.views.administer.controls import SECTIONS
from pipelines.cli.app import main
from pipelines.register import seal
from pipelines.register.agencies import Register
from pipelines.register.audit import Audit, AuditFilter
from pipelines.register.office_changes import OfficeChanges
from pipelines.register.tokens import Tokens

pytestmark = pytest.mark.slow
OTHERS = (
    Viewer("G", frozenset({"group"}), group_agencies=frozenset({"A01"})),
    Viewer("A", frozenset({"agency"}), frozenset({"A01"})),
    Viewer("M", frozenset({"mentor"})),
    Viewer("P", frozenset({"presenter"})),
    Viewer("X"),
)
GIVEN = {
    "code": "A01",
    "values": {},
    "spans": "to",
    "kind": "region",
    "name": "x",
    "agencies": ("A01",),
    "agency": "A01",
    "measure": "contact_to_assessment",
    "value": 1.0,
    "meet_by": date(2027, 1, 1),
    "entry": 1,
    "client_id": "1",
    "asked": AuditFilter(),
    "newest": 1,
}
HOSTILE = "<img src=x onerror=alert(1)> **b** [x](http://y) =1+1 $z$ :red[r]"


@pytest.fixture
def store(one_agency, tmp_path, monkeypatch):
    """A copy of its own, with its key and with the seal of its log."""
    for file in one_agency.parent.glob("store*"):
        copy = shutil.copytree if file.is_dir() else shutil.copy
        copy(file, tmp_path / file.name)
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path / "store"))
    OfficeChanges(tmp_path / "store").add_agency("A02", {"name": "Birch"}, "Rosa")
    return tmp_path / "store"


def press(page, label):
    (button,) = (each for each in page.button if each.label == label)
    button.click().run()
    assert not page.exception, page.exception
    return page


def new_entries(store, before):
    return [(e.action, e.about) for e in Audit(store).entries() if e.audit_id > before]


def test_no_function_of_the_office_works_for_another_role(store):
    functions = [
        function
        for module in (jobs, access, kept_boards)
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not function.__name__.startswith("_")
    ]
    assert len(functions) > 15
    before = Audit(store).check().entries
    for function in functions:
        names = list(inspect.signature(function).parameters)[1:]
        for viewer in OTHERS:
            with pytest.raises(NotAllowed, match="office"):
                function(viewer, *(GIVEN[name] for name in names))
    assert {action for action, _ in new_entries(store, before)} == {"refused"}


def test_an_agency_changes_by_the_page_as_by_the_command(open_page, shown, store):
    before = Audit(store).check().entries
    page = open_page("administer", store, section="agencies", agency="A02")
    page.text_input(key="name_A02").set_value("Birch House")
    page.number_input(key="id_width_A02").set_value(6)
    page.selectbox(key="case_A02").set_value(True)
    press(page, "Save")
    assert "Agency A02 is changed." in shown(page)
    by_page = Register(store).agencies()
    (change,) = new_entries(store, before)
    assert main(["undo", str(before + 1)]) == 0
    typed = ["--name", "Birch House", "--id-width", "6", "--case-sensitive-ids", "yes"]
    assert main(["agency", "A02", *typed]) == 0
    assert Register(store).agencies() == by_page
    assert new_entries(store, before)[-1] == change


def test_active_months_change_by_the_page_as_by_the_command(open_page, shown, store):
    before = Audit(store).check().entries
    page = open_page("administer", store, section="agencies", agency="A02")
    page.text_area(key="spans_A02_text").set_value("2024-01 to 2025-06\n2026-01 to")
    press(page, "Save the months")
    assert "The active months of A02 are changed." in shown(page)
    assert "from Jan 2024 to Jun 2025; from Jan 2026" in shown(page)
    by_page = Register(store).agencies()
    (change,) = new_entries(store, before)
    assert main(["undo", str(before + 1)]) == 0
    span = ["--from", "2024-01", "--to", "", "--closed", "2025-07..2025-12"]
    assert main(["active", "A02", *span]) == 0
    assert Register(store).agencies() == by_page
    assert new_entries(store, before)[-1] == change
    page.text_area(key="spans_A02_text").set_value("2026-01 to\n2027-01 to")
    press(page, "Save the months")
    assert "Not done. Only the first span" in shown(page)
    assert Register(store).agencies() == by_page


def test_a_group_is_made_and_dissolved_by_the_page_as_by_the_command(open_page, shown, store):
    before = Audit(store).check().entries
    page = open_page("administer", store, section="groups")
    page.selectbox(key="group_chosen").set_value(("", "")).run()
    page.selectbox(key="group_kind").set_value("region").run()
    page.text_input(key="group_name").set_value("Lake").run()
    page.multiselect(key="group_members_('', '')").set_value(["A01", "A02"]).run()
    press(page, "Save the group")
    assert "The region Lake has 2 agencies." in shown(page)
    made = Register(store).groups()
    page.selectbox(key="group_ended").set_value(("region", "Lake")).run()
    page.checkbox(key="yes_group_region_Lake").set_value(True).run()
    press(page, "Dissolve it")
    assert ("region", "Lake") not in {(g.kind, g.name) for g in Register(store).groups()}
    by_page = new_entries(store, before)
    assert main(["undo", str(before + 2)]) == 0
    assert main(["undo", str(before + 1)]) == 0
    assert main(["group", "region", "Lake", "A01", "A02"]) == 0
    assert Register(store).groups() == made
    assert main(["group", "region", "Lake"]) == 0
    assert new_entries(store, before)[-2:] == by_page


def test_a_target_is_entered_and_ended_by_the_page_as_by_the_command(open_page, shown, store):
    before, held = Audit(store).check().entries, Register(store).targets()
    page = open_page("administer", store, section="targets")
    page.selectbox(key="target_measure").set_value("detox_to_outpatient").run()
    page.selectbox(key="target_agency").set_value("A02").run()
    page.number_input(key="target_value_share").set_value(45.0).run()
    page.date_input(key="target_by").set_value(date(2028, 6, 30)).run()
    press(page, "Enter it")
    assert "The target by 06/30/2028 is entered." in shown(page)
    made = Register(store).targets()
    (target,) = set(made) - set(held)
    assert (target.value, target.agency_id) == (0.45, "A02")
    label = page.selectbox(key="target_ended").options[made.index(target)]
    page.selectbox(key="target_ended").set_value(made.index(target)).run()
    page.checkbox(key=f"yes_target_{label}").set_value(True).run()
    press(page, "End it")
    assert Register(store).targets() == held
    by_page = new_entries(store, before)
    typed = ["detox_to_outpatient", "2028-06-30"]
    assert main(["target", *typed, "0.45", "--agency", "A02"]) == 0
    assert Register(store).targets() == made
    assert main(["target", *typed, "--agency", "A02", "--end"]) == 0
    assert new_entries(store, before)[2:] == by_page


def test_a_baseline_is_started_and_withdrawn_by_the_page_as_by_the_command(open_page, shown, store):
    before = Audit(store).check().entries
    page = open_page("administer", store, section="baselines")
    page.selectbox(key="baseline_agency").set_value("A01")
    page.text_input(key="baseline_first").set_value("2026-05")
    page.text_area(key="baseline_reason").set_value("a new intake")
    press(page, "Start it")
    assert "A new baseline starts in May 2026." in shown(page)
    (phase,) = [phase for phase in Register(store).phases() if phase.agency_id == "A01"]
    (key,) = [c.key for c in page.checkbox if c.key.startswith("yes_baseline_Alder")]
    page.checkbox(key=key).set_value(True).run()
    press(page, "Withdraw it")
    by_page = new_entries(store, before)
    typed = [phase.measure, "2026-05", "--agency", "A01"]
    assert main(["baseline", *typed, "--reason", "a new intake"]) == 0
    assert main(["baseline", *typed, "--withdraw"]) == 0
    assert new_entries(store, before)[2:] == by_page
    page.text_input(key="baseline_first").set_value("soon")
    press(page, "Start it")
    assert "Not done. Write the first month like 2026-09." in shown(page)


def test_a_client_is_forgotten_and_the_number_stays_nowhere(open_page, shown, store, capfd):
    page = open_page("administer", store, section="retention")
    page.text_input(key="forget_client_0").set_value("CANARY-77-1")
    press(page, "Forget the client")
    assert "Not done. Say yes to it" in shown(page)
    page.text_input(key="forget_client_1").set_value("CANARY-77-1")
    page.checkbox(key="forget_yes_1").set_value(True)
    press(page, "Forget the client")
    assert "No row of such a client of A01 is stored" in shown(page)
    page.run()
    places = [
        shown(page),
        str(dict(page.query_params)),
        str(page.session_state._state.filtered_state),
        str([(e.who, e.about) for e in Audit(store).entries()]),
        *capfd.readouterr(),
        *(path.read_bytes().decode("latin-1") for path in store.rglob("*") if path.is_file()),
    ]
    assert not [place for place in places if "CANARY" in place]
    assert Audit(store).entries()[-1].action == "forget"


def test_the_log_is_shown_filtered_put_back_and_its_loss_is_said(open_page, shown, store):
    OfficeChanges(store).change_agency("A02", {"name": HOSTILE}, HOSTILE)
    page = open_page("administer", store, section="audit")
    assert "each as it was written, and sealed" in shown(page)
    assert "&lt;img src=x" in shown(page)
    page.selectbox(key="audit_action").set_value("agency added").run()
    assert "agency changed" not in shown(page)
    page.selectbox(key="audit_action").set_value("").run()
    number = Audit(store).entries()[-1].audit_id
    page.checkbox(key=f"yes_undo_{number}").set_value(True).run()
    press(page, "Put it back")
    assert f"Entry {number}, agency changed, is put back." in shown(page)
    assert Register(store).agencies()[1].name == "Birch"
    seal.seal_file(store).unlink()
    page.run()
    assert "The log is not as it was written. The seal is not at" in shown(page)


def test_keys_and_boards_are_in_order_or_say_what_to_do(open_page, shown, store, capsys):
    page = open_page("administer", store, section="keys")
    assert "there, private, version 1, this store’s" in shown(page)
    key = store.with_name("store.key").read_text()
    assert key not in shown(page)
    assert "the log is as it was sealed" in shown(page)
    assert main(["store"]) == 0
    store.with_name("store.key").write_text("ab" * 32)
    page.run()
    assert "another key than the store was made with" in shown(page)
    assert main(["store"]) == 1
    assert key not in capsys.readouterr().out
    assert "look at it" in shown(page)
    assert "as_of=1" in shown(open_page("administer", store, section="boards"))


@pytest.mark.parametrize("section", SECTIONS)
def test_hostile_names_stay_text_and_an_empty_store_opens(
    section, open_page, shown, store, tmp_path
):
    changes = OfficeChanges(store)
    changes.change_agency("A02", {"name": HOSTILE, "size": HOSTILE, "contact_name": HOSTILE}, "R")
    changes.set_group("region", HOSTILE, ["A02"], HOSTILE)
    Tokens(store).make("A02", HOSTILE, HOSTILE)
    main(["target", "contact_to_assessment", "2029-01-01", "3", "--agency", "A02"])
    page = open_page("administer", store, section=section)
    assert "<img src=x" not in shown(page)
    for label in (*(c.label for c in page.checkbox), *(s.value for s in page.header)):
        assert "[x](http" not in label
    assert not open_page("administer", tmp_path / "empty", section=section).exception


def test_a_hundred_agencies_are_searched_and_one_is_changed(open_page, shown, tmp_path):
    changes = OfficeChanges(tmp_path / "many")
    for number in range(110):
        name = f"Agency number {number} with a name as long as offices write them " + "x" * 100
        changes.add_agency(f"B{number:03}", {"name": name}, "Rosa")
    page = open_page("administer", tmp_path / "many", section="agencies", agency="B077")
    assert "110 agencies of 110." in shown(page)
    assert len(page.text_input) < 10
    page.text_input(key="agency_word").set_value("number 77").run()
    assert "1 agency of 110." in shown(page)
    assert page.text_input(key="name_B077").value.startswith("Agency number 77")
