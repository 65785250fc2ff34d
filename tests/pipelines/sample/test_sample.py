"""The made-up extracts tell what they promise, recomputed here from the files alone."""

import csv
import tomllib
import tracemalloc
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

import pytest

from pipelines.sample import agencies as sample_agencies
from pipelines.sample import extracts, write_sample
from pipelines.sample.window import Window

LAST_MONTH = date(2026, 10, 1)
COMMITTED = Path(__file__).parents[3] / "data" / "sample"
TREATMENT = {"06", "13", "14", "35", ""}
STEPS = {"first_contact": 0, "assessment": 1, "outpatient_service": 2}
ALDER, BIRCH, CYPRESS, DOGWOOD, ELM, FERN = (f"A0{n}" for n in range(1, 7))


class Sample:
    """The files of a folder, read the plain way; faulty rows are left to intake."""

    def __init__(self, folder):
        self.folder = folder
        self.known = tomllib.loads((folder / "agencies.toml").read_text())
        self.agencies = {agency["code"]: agency for agency in self.known["agencies"]}
        self.stories = {(s["agency"], s["key"]): s for s in self.known.get("stories", ())}
        self.rows, self.held, self.files = [], Counter(), sorted(folder.glob("*.csv"))
        for path in self.files:
            with path.open(newline="") as lines:
                for row in csv.DictReader(lines):
                    try:
                        row["day"] = date.fromisoformat(row["event_date"])
                    except ValueError:
                        row["day"] = None
                    if row["day"] and row["client_id"]:
                        row["file"] = path.name
                        row["client"] = row["agency_id"], row["client_id"]
                        self.rows.append(row)
                    else:
                        self.held[path.name] += 1
        keys = {r["client"]: r["person_key"] for r in self.rows if r.get("person_key")}
        for row in self.rows:
            row["person"] = keys.get(row["client"], row["client"])
        self.requests = self._requests()

    def of(self, event_type, agency=None):
        return [
            r
            for r in self.rows
            if r["event_type"] == event_type and agency in (None, r["agency_id"])
        ]

    def _requests(self):
        """(agency, contact, assessment, service), by the rule of the measures."""
        steps = defaultdict(set)
        for row in self.rows:
            if row["event_type"] in STEPS and row["service_code"] in TREATMENT:
                steps[row["client"]].add((row["day"], STEPS[row["event_type"]]))
        requests = []
        for (agency, _), events in steps.items():
            before = None
            for day, step in sorted(events):
                if before is None or (day - before).days > (180 if step else 60):
                    requests.append([agency, None, None, None])
                requests[-1][1 + step] = requests[-1][1 + step] or day
                before = day
        return requests

    def days(self, agency, first, last=LAST_MONTH + timedelta(30), start=1, end=2):
        """Whole days from step to step of what ended from first to last."""
        waits = [
            (request[end] - request[start]).days
            for request in self.requests
            if request[0] == agency
            and request[start]
            and request[end]
            and first <= request[end] <= last
        ]
        return [days for days in waits if 0 <= days <= 180]

    def entered(self, agency, first=date.min, last=date.max):
        """Of the completed discharges: who entered within 14 days, and at which agency first."""
        services = defaultdict(list)
        for row in self.of("outpatient_service"):
            if row["service_code"] in TREATMENT:
                services[row["person"]].append((row["day"], row["agency_id"]))
        discharges = [
            row
            for row in self.of("detox_discharge", agency)
            if row["discharge_reason"].startswith("completed") and first <= row["day"] <= last
        ]
        soon = (
            [s for s in services[row["person"]] if 0 <= (s[0] - row["day"]).days <= 14]
            for row in discharges
        )
        return len(discharges), [min(found)[1] for found in soon if found]


def month(number, of=LAST_MONTH):
    """The first day of the month so many months after."""
    index = of.year * 12 + of.month - 1 + number
    return date(index // 12, index % 12 + 1, 1)


def before(day):
    return day - timedelta(days=1)


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def six(sample_folder):
    return Sample(sample_folder)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        write_sample(tmp_path / name, last_month=LAST_MONTH, agencies=7, months=4, seed=seed)
    one = bytes_of(tmp_path / "one")
    assert one == bytes_of(tmp_path / "same")
    assert one != bytes_of(tmp_path / "other")


def test_agencies_of_other_neighbourhoods_change_nothing(tmp_path):
    write_sample(tmp_path / "six", last_month=LAST_MONTH, months=4)
    write_sample(tmp_path / "more", last_month=LAST_MONTH, agencies=14, months=4)
    more = bytes_of(tmp_path / "more")
    six = bytes_of(tmp_path / "six")
    assert all(more[name] == text for name, text in six.items() if name.endswith(".csv"))


def test_the_committed_sample_is_what_the_command_writes(tmp_path):
    write_sample(tmp_path, last_month=LAST_MONTH, agencies=2, months=3)
    assert bytes_of(tmp_path) == bytes_of(COMMITTED)
    assert sum(map(len, bytes_of(tmp_path).values())) < 200_000


def test_what_was_written_is_reported_agency_by_agency(tmp_path):
    reported = []
    written = write_sample(
        tmp_path,
        last_month=date(2026, 10, 31),
        agencies=2,
        months=3,
        progress=lambda *done: reported.append(done),
    )
    texts = [path.read_text() for path in tmp_path.glob("*.csv")]
    assert reported == [(1, 2), (2, 2)]
    assert (written.files, written.size) == (6, sum(map(len, texts)))
    assert written.rows == sum(text.count("\n") - 1 for text in texts)


@pytest.mark.parametrize("size", [{"agencies": 0}, {"months": 0}])
def test_a_sample_of_nothing_is_refused(tmp_path, size):
    with pytest.raises(ValueError, match="at least one"):
        write_sample(tmp_path, last_month=LAST_MONTH, **size)


def test_the_smallest_sample_is_one_file(tmp_path):
    assert write_sample(tmp_path, last_month=date(2024, 2, 1), agencies=1, months=1).files == 1
    assert {r["day"].month for r in Sample(tmp_path).rows} == {2}


def test_the_default_is_six_agencies_over_36_months_and_about_47_000_events(six):
    assert list(six.agencies) == [ALDER, BIRCH, CYPRESS, DOGWOOD, ELM, FERN]
    assert six.known["sample"] == {
        "made_up": True,
        "first_month": date(2023, 11, 1),
        "last_month": LAST_MONTH,
    }
    assert 45_000 < len(six.rows) < 50_000


def test_every_row_lies_in_the_month_of_its_file_and_says_what_its_event_asks_for(six):
    for row in six.rows:
        assert row["file"] == f"{row['agency_id']}_{row['event_date'][:7]}.csv"
        assert len(row["client_id"]) == six.agencies[row["agency_id"]]["id_width"]
        assert bool(row["discharge_reason"]) == (row["event_type"] == "detox_discharge")
        assert bool(row["closure_reason"]) == (row["event_type"] == "request_closed")
    assert {row["event_type"] for row in six.rows} == {
        *STEPS,
        "detox_admission",
        "detox_discharge",
        "request_closed",
    }


def test_losses_on_the_way_are_those_of_the_field(six):
    settled = before(month(-3))
    asked = [r for r in six.requests if r[1] and r[1] <= settled]
    seen = [r for r in six.requests if r[2] and r[2] <= settled]
    assert 0.40 < mean(r[2] is None for r in asked) < 0.48
    assert 0.25 < mean(r[3] is None for r in seen) < 0.33
    assert 0.02 < mean(r[1] is None for r in seen) < 0.06  # contact not recorded


def test_waits_are_skewed_as_in_the_field(six):
    to_assessment, to_service = [], []
    for agency in (BIRCH, CYPRESS, FERN):  # before their stories
        span = month(-32), before(month(-19))
        to_assessment += six.days(agency, *span)
        to_service += six.days(agency, *span, start=2, end=3)
    assert 5 <= median(to_assessment) <= 7
    assert 7 <= mean(to_assessment) <= 9
    assert 6 <= median(to_service) <= 9
    assert 10 <= mean(to_service) <= 13
    assert 0.05 <= mean(days == 0 for days in to_assessment) <= 0.15


def test_the_first_months_warm_up(six):
    first, steady = month(-35), month(-32)
    assert mean(six.days(ALDER, first, before(month(-34)))) < 0.8 * mean(
        six.days(ALDER, steady, before(month(-20)))
    )


def test_weekends_are_thin_and_walk_ins_never_crowd_a_day(six):
    contacts = Counter(row["day"].weekday() for row in six.of("first_contact"))
    assert max(contacts[5], contacts[6]) < 0.25 * min(contacts[day] for day in range(5))
    walk_ins = Counter((r[0], r[1]) for r in six.requests if r[1] == r[2] and r[0] != BIRCH)
    walk_ins = {day: count for day, count in walk_ins.items() if day[1]}
    assert max(walk_ins.values()) <= 6


def test_volumes_are_very_unequal(six):
    contacts = Counter(row["agency_id"] for row in six.of("first_contact"))
    assert contacts[ALDER] / 36 > 130
    assert contacts[FERN] / 34 < 30


def test_detox_stays_last_days_and_about_60_percent_complete(six):
    stays = defaultdict(list)
    for row in (*six.of("detox_admission"), *six.of("detox_discharge")):
        stays[row["client"]].append((row["day"], row["event_type"], row["discharge_reason"]))
    lengths = [
        (leaves[0] - comes[0]).days
        for events in stays.values()
        for comes, leaves in pairwise(sorted(events))
        if comes[1] == "detox_admission" and leaves[2].startswith("completed")
    ]
    assert (min(lengths), max(lengths)) == (3, 7)
    reasons = [row["discharge_reason"] for row in six.of("detox_discharge")]
    assert 0.55 < mean(reason.startswith("completed") for reason in reasons) < 0.65
    assert not six.of("detox_discharge", FERN)
    assert "detoxification" not in six.agencies[FERN]["levels_of_care"]


def test_a_third_of_those_who_enter_do_so_at_another_agency(six):
    entered_at = []
    for agency in (ALDER, BIRCH, CYPRESS, DOGWOOD):
        discharges, where = six.entered(agency)
        assert 0.20 < len(where) / discharges < 0.50
        entered_at += [at == agency for at in where]
    assert 0.28 < 1 - mean(entered_at) < 0.40


def test_a_person_who_moves_on_is_another_client_there(six):
    clients = defaultdict(set)
    for row in six.rows:
        clients[row["person"]].add(row["client"])
    moved = [found for found in clients.values() if len(found) > 1]
    assert len(moved) > 200
    assert all(len({agency for agency, _ in found}) == len(found) for found in moved)


def test_some_clients_are_in_care_when_the_first_files_begin(six):
    first_seen = {}
    for row in sorted(six.rows, key=lambda row: row["day"]):
        first_seen.setdefault(row["client"], row)
    in_care = Counter(
        row["agency_id"]
        for row in first_seen.values()
        if row["event_type"] in ("outpatient_service", "detox_discharge")
    )
    assert set(in_care) == set(six.agencies)
    assert sum(in_care.values()) < 0.02 * len(first_seen)


def test_walk_in_hours_halve_the_wait_at_alder(six):
    start = six.stories[ALDER, "walk_in_hours"]["start"]
    was = six.days(ALDER, month(-32), before(start))
    now = six.days(ALDER, month(2, start))
    assert 0.45 < mean(now) / mean(was) < 0.55
    assert mean(days == 0 for days in now) > 1.5 * mean(days == 0 for days in was)


def test_dogwoods_gain_fades_after_six_months(six):
    story = six.stories[DOGWOOD, "faded"]
    was = mean(six.days(DOGWOOD, month(-32), before(story["start"])))
    gained = mean(six.days(DOGWOOD, month(1, story["start"]), story["end"]))
    after = mean(six.days(DOGWOOD, month(4, story["end"]), month(12, story["end"])))
    assert story["end"] == before(month(6, story["start"]))
    assert gained < 0.75 * was
    assert after > 0.85 * was


def test_cypress_goes_up_while_its_backlog_is_cleared_then_down(six):
    story = six.stories[CYPRESS, "backlog_cleared"]
    was = mean(six.days(CYPRESS, month(-32), before(story["start"])))
    clearing = mean(six.days(CYPRESS, story["start"], story["end"]))
    after = mean(six.days(CYPRESS, story["end"]))
    assert clearing > 1.4 * was
    assert after < 0.8 * was


def test_birchs_new_record_system_stamps_contacts_with_the_assessment(six):
    story = six.stories[BIRCH, "record_system"]
    start, end = story["start"], story["end"]
    was = mean(six.days(BIRCH, month(-32), before(start)))
    assert (story["kind"], start.month) == ("data_fault", 7)
    assert mean(six.days(BIRCH, month(1, start), end)) < 0.2 * was
    assert 0.85 < mean(six.days(BIRCH, month(3, end))) / was < 1.15
    asked = [r for r in six.requests if r[0] == BIRCH and r[1] and month(1, start) <= r[1] <= end]
    assert all(r[1] == r[2] for r in asked)  # nobody lost: not recorded


def test_elm_improves_quietly_and_sends_no_person_key(six):
    start = six.stories[ELM, "quiet_gain"]["start"]
    assert six.stories[ELM, "quiet_gain"]["practice"] == ""
    assert mean(six.days(ELM, month(-2))) < 0.75 * mean(six.days(ELM, month(-32), before(start)))
    assert six.agencies[ELM]["sends_person_key"] is False
    for path in six.files:
        header = path.read_text().split("\n", 1)[0].split(",")
        assert header == [c for c in extracts.COLUMNS if c != "person_key" or ELM not in path.name]


def test_more_go_on_from_alders_detox_and_dogwoods_services_come_sooner(six):
    start = six.stories[ALDER, "appointment_at_discharge"]["start"]
    discharges, where = six.entered(ALDER, last=before(start))
    discharges_now, where_now = six.entered(ALDER, first=start, last=before(LAST_MONTH))
    assert len(where_now) / discharges_now > 1.2 * len(where) / discharges
    start = six.stories[DOGWOOD, "sooner_services"]["start"]
    was = six.days(DOGWOOD, month(-32), before(start), start=2, end=3)
    assert mean(six.days(DOGWOOD, month(1, start), start=2, end=3)) < 0.8 * mean(was)


def test_fern_is_two_months_behind(six):
    sent = {path.name for path in six.files}
    assert six.agencies[FERN]["missing_months"] == ["2026-09", "2026-10"]
    assert "A06_2026-08.csv" in sent
    assert not sent & {"A06_2026-09.csv", "A06_2026-10.csv"}
    assert len(sent) == 6 * 36 - 2


def test_the_known_faults_are_in_their_files_and_nowhere_else(six):
    faults = {fault["file"]: (fault["kind"], fault["count"]) for fault in six.known["faults"]}
    assert faults == {
        "A01_2026-09.csv": ("exact_repeat", 3),
        "A02_2026-10.csv": ("totals_row", 1),
        "A03_2026-06.csv": ("impossible_date", 1),
        "A04_2026-03.csv": ("blank_client", 2),
    }
    held = {name: count for name, (kind, count) in faults.items() if kind != "exact_repeat"}
    assert six.held == held
    repeats = Counter()
    for path in six.files:
        lines = path.read_text().splitlines()
        repeats[path.name] = len(lines) - len(set(lines))
    assert +repeats == {"A01_2026-09.csv": 3}


def test_record_ids_and_clients_name_one_thing_each(six):
    repeats = 3
    ids = {(row["agency_id"], row["record_id"]) for row in six.rows}
    assert len(ids) == len(six.rows) - repeats
    keys = defaultdict(set)
    for row in six.rows:
        if row.get("person_key"):
            keys[row["client"]].add(row["person_key"])
    assert all(len(found) == 1 for found in keys.values())


def test_targets_and_people_to_ask_are_known_and_made_up(six):
    assert {t["measure"]: t["value"] for t in six.known["targets"]} == {
        "contact_to_assessment": 5,
        "assessment_to_service": 7,
        "detox_to_outpatient": 0.4,
    }
    assert all(t["by"] > LAST_MONTH for t in six.known["targets"])
    assert all(a["contact_email"].endswith("@example.org") for a in six.agencies.values())
    assert (six.folder / "agencies.toml").read_text().startswith("# Made up, all of it")


def test_the_second_six_join_late_skip_a_month_and_get_worse(sample_extracts):
    sample = Sample(sample_extracts(agencies=12))
    assert len(list(sample.folder.glob("A10_*.csv"))) == 10
    assert min(row["day"] for row in sample.rows if row["agency_id"] == "A10") >= date(2026, 1, 1)
    assert sample.agencies["A09"]["missing_months"] == ["2025-05", "2026-10"]
    start = sample.stories["A08", "slow_loss"]["start"]
    was = mean(sample.days("A08", month(-32), before(start)))
    assert mean(sample.days("A08", month(-3))) > 1.2 * was


def test_hundreds_of_agencies_have_names_and_codes_of_their_own():
    window = Window(LAST_MONTH, 36)
    agencies = [a for six in sample_agencies.neighbourhoods(900, window, seed=1) for a in six]
    assert len({a.name for a in agencies}) == len({a.code for a in agencies}) == 900
    assert agencies[299].code == "A300"
    assert min(a.contacts for a in agencies) >= 20
    assert max(a.contacts for a in agencies) <= 400


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_agencies(tmp_path):
    peaks = []
    for agencies in (20, 40):
        tracemalloc.start()
        written = write_sample(tmp_path, last_month=LAST_MONTH, agencies=agencies, months=6)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]  # the largest agency counts, not how many
    assert peaks[1] < written.size / 2
