"""Every query, every role, every argument, twenty sessions at once: no row of another agency.

What a viewer may get is worked out from the rows that state staff get, in plain Python, by the
agency that each row names; what names no agency is recomputed from the rows that do.
"""

import dataclasses
import inspect
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from dashboard.access import scope_cache
from dashboard.access import viewer as access
from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import board as queries
from dashboard.queries.models import AgencyGroup, FilterMember
from tests.conftest import TODAY

pytestmark = pytest.mark.slow
STATE = Viewer("S", frozenset({"state"}))
ROLES = {
    "state": (STATE, None),
    "group": (Viewer("G", frozenset({"group"}), frozenset(), frozenset({"A01", "A04"})), "A01 A04"),
    "agency": (Viewer("A", frozenset({"agency"}), frozenset({"A02"})), "A02"),
    "two agencies": (Viewer("B", frozenset({"agency"}), frozenset({"A01", "A06"})), "A01 A06"),
    "own and group": (
        Viewer("C", frozenset({"agency", "group"}), frozenset({"A02"}), frozenset({"A01", "A04"})),
        "A01 A02 A04",
    ),
    "mentor": (Viewer("M", frozenset({"mentor"}), frozenset({"A01"}), frozenset({"A02"})), ""),
    "presenter": (Viewer("P", frozenset({"presenter"}), frozenset({"A01"})), ""),
    "no role": (Viewer("X", frozenset(), frozenset({"A01"}), frozenset({"A02"})), ""),
    "an invented role": (Viewer("Y", frozenset({"root", "STATE"}), frozenset({"A01"})), ""),
}
AGENCIES = ("A01", "A02", "A03", "A04", "A05", "A06")
SCOPE = "and ($everything or list_contains($agencies, agency_id))"
FORGED = AgencyGroup("region/All", "region", "All", AGENCIES)
ASKED = (None, *AGENCIES, "A99", "' or 1=1 --")
MONTHS = (date(2025, 3, 1), date(2026, 9, 1), date(2026, 10, 1))
PERIODS = (("month", "2026-09"), ("quarter", "2026-Q3"), ("year", "2025"), ("12_months", "2026-10"))
# what every role may know of a board: its definitions, settings and calendar, and no figure
OF_ONE_AGENCY = ("day_counts", "submission_rows", "finding_rows", "group_names")
OPEN = {
    "board_settings",
    "measures",
    "newest_final_months",
    "period_rows",
    "current_target",
    "targets_over_time",
}


def arguments(parameter, measures):
    """The values that a parameter is tried with."""
    return {
        "measure": measures,
        "agency": ASKED,
        "group": (None, FORGED, AgencyGroup("x", "", "", ("A03",))),
        "agencies": (AGENCIES,),
        "alone": (False, True),
        "first": MONTHS[:1],
        "last": MONTHS[-1:],
        "today": (TODAY,),
        "lacking": (False, True),
        "month": MONTHS[1:],
        "as_of": (None, 1),
    }[parameter]


def is_query(name, function):
    takes_viewer = next(iter(inspect.signature(function).parameters), "") == "viewer"
    return function.__module__ == queries.__name__ and takes_viewer and name[0] != "_"


def calls(measures, boards):
    """(name, arguments) of every public query, in every combination."""
    for name, function in inspect.getmembers(queries, inspect.isfunction):
        names = list(inspect.signature(function).parameters)
        if not is_query(name, function) or name in ("load_board", "board_versions"):
            continue
        combined = [{}]
        for parameter in names[1:]:
            if parameter == "board":
                values = boards
            elif parameter in ("grain", "period"):
                continue
            else:
                values = arguments(parameter, measures)
            combined = [{**one, parameter: value} for one in combined for value in values]
        if "grain" in names:
            combined = [
                {**one, "grain": grain, "period": period}
                for one in combined
                for grain, period in PERIODS
            ]
        for one in combined:
            if name not in OF_ONE_AGENCY or one["agency"] is not None:
                yield name, one


def ask(viewer, name, asked):
    return getattr(queries, name)(viewer, **asked)


def owned(answer):
    """(agency or None, part) of an answer that names whose each part is; None if it does not."""
    if isinstance(answer, dict):
        if answer and all(
            isinstance(value, AgencyGroup | FilterMember) for value in answer.values()
        ):
            return None
        keys = [key[0] if isinstance(key, tuple) else key for key in answer]
        return list(zip(keys, map(plain, answer.values()), strict=True))
    if isinstance(answer, list) and all("agency_id" in row for row in answer):
        return [(row["agency_id"], plain(row)) for row in answer]
    return None


def plain(value):
    if isinstance(value, list):
        return [plain(each) for each in value]
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) else value


def expected_of(name, asked, allowed):
    """What a viewer of these agencies (None: all) may get, by what state staff get."""
    whole = ask(STATE, name, asked)
    if allowed is None or name in OPEN:
        return whole
    agency, group = asked.get("agency"), asked.get("group")
    if name in OF_ONE_AGENCY:
        return whole if agency in allowed else type(whole)()
    if name == "month_rows" and agency is not None:
        return whole if agency in allowed else []
    if name == "month_rows" and group is None:
        return []
    if name == "month_rows":
        members = tuple(a for a in group.agencies if a in allowed)
        return ask(STATE, name, {**asked, "group": dataclasses.replace(group, agencies=members)})
    if name == "cohort_months" and agency not in allowed:
        return []
    parts = owned(whole)
    if parts is not None:
        kept = {owner for owner, _ in parts if owner in allowed}
        if isinstance(whole, dict):
            return {
                key: value
                for key, value in whole.items()
                if (key[0] if isinstance(key, tuple) else key) in kept
            }
        return [row for row in whole if row["agency_id"] in kept]
    return SPECIAL[name](asked, allowed, whole)


def groups_in_sight(asked, allowed, whole):
    return {key: group for key, group in whole.items() if set(group.agencies) <= set(allowed)}


def members_in_sight(asked, allowed, whole):
    """Members whose rows an allowed agency has; that others have them too stays unsaid."""
    board = asked["board"]
    everywhere = ask(STATE, "filter_members", {**asked, "board": board, "alone": True})
    found = {}
    for key, member in everywhere.items():
        seen = tuple(a for a in member.agencies if a in allowed)
        if seen and (asked["alone"] or member.dimension != "site_id" or len(seen) == 1):
            found[key] = dataclasses.replace(member, agencies=seen)
    return found


def own_group(asked, allowed, whole):
    names = {
        key: row["name"] for key, row in ask(STATE, "agencies", {"board": asked["board"]}).items()
    }
    seen = [key for key in names if key in allowed]
    name = names[seen[0]] if len(seen) == 1 else queries.YOUR_AGENCIES
    return AgencyGroup("all", "", name, tuple(seen))


def first_due(asked, allowed, whole):
    board = asked["board"]
    starts = [
        row["active_from"]
        for key, row in ask(STATE, "agencies", {"board": board}).items()
        if key in allowed and row["active_from"]
    ]
    for agency in allowed:
        sent = ask(STATE, "submission_rows", {"board": board, "agency": agency})
        starts += [row["month"] for row in sent]
    return min(starts, default=None)


def sent_and_active(asked, allowed, whole):
    board = asked["board"]
    newest = board.data_through.replace(day=1)
    measure = min(
        key for key, m in ask(STATE, "measures", {"board": board}).items() if m.unit == "days"
    )
    months = ask(STATE, "months_by_agency", {"board": board, "measure": measure})
    rows = [row for a in allowed for row in months.get(a, []) if row["month"] == newest]
    return sum(row["status"] != "missing" for row in rows), len(rows)


SPECIAL = {
    "all_groups": groups_in_sight,
    "filter_members": members_in_sight,
    "own_agencies": own_group,
    "calendar_start": first_due,
    "sent_newest_month": sent_and_active,
    "agency_names": lambda asked, allowed, whole: {k: v for k, v in whole.items() if k in allowed},
}


@pytest.fixture
def boards(board_folder, monkeypatch):
    """The newest board, whole and through one filter."""
    monkeypatch.setenv("STARBOARD_DATA", str(board_folder))
    board = queries.load_board(STATE)
    court = queries.filter_members(STATE, board, AGENCIES)["referral_source/court"]
    return board, dataclasses.replace(board, only=court)


def attempts(boards):
    measures = tuple(queries.measures(STATE, boards[0]))
    return [(role, name, asked) for name, asked in calls(measures, boards) for role in ROLES]


def leaks(tried):
    """Of the attempts those whose answer is not what the role may get; twenty at a time."""
    known = {}

    def expected(role, name, asked):
        allowed = ROLES[role][1]
        allowed = None if allowed is None else tuple(allowed.split())
        key = (allowed, name, repr(asked))
        if key not in known:
            known[key] = expected_of(name, asked, allowed)
        return known[key]

    def attempt(one):
        role, name, asked = one
        return ask(ROLES[role][0], name, asked)

    with ThreadPoolExecutor(20) as sessions:
        answers = list(sessions.map(attempt, tried))
    return [
        (role, name, asked)
        for (role, name, asked), answer in zip(tried, answers, strict=True)
        if answer != expected(role, name, asked)
    ]


def test_no_role_gets_a_row_of_another_agency(boards):
    tried = attempts(boards) * 2  # the second time from a cache
    random.Random(42).shuffle(tried)
    assert len(tried) >= 10_000
    assert len({name for _, name, _ in tried}) >= 25
    assert leaks(tried) == []


def test_a_board_is_loaded_by_roles_and_an_earlier_one_by_those_who_see_figures(boards):
    for role, (viewer, allowed) in ROLES.items():
        has_role = role not in ("no role",)
        assert (queries.load_board(viewer) is not None) == has_role, role
        assert bool(queries.board_versions(viewer)) == (allowed is None or bool(allowed)), role


def sampled(boards, *names):
    """Some attempts, on boards that no cache knows yet."""
    fresh = [
        dataclasses.replace(board, published_at=board.published_at.replace(year=2001))
        for board in boards
    ]
    tried = [one for one in attempts(fresh) if one[1] in names]
    return random.Random(1).sample(tried, min(400, len(tried)))


@pytest.mark.parametrize(
    ("name", "scope", "instead"),
    [
        ("months_by_agency", SCOPE, ""),
        ("submission_rows", SCOPE, ""),
        (
            "board_signals",
            "when agency_id is null then $statewide",
            "when agency_id is null then true",
        ),
        ("all_groups", "bool_and", "bool_or"),
    ],
)
def test_a_query_without_its_scope_is_seen(name, scope, instead, boards, monkeypatch):
    intact = queries.query_text
    monkeypatch.setattr(queries, "query_text", lambda view: intact(view).replace(scope, instead))
    try:
        assert leaks(sampled(boards, name))
    finally:
        queries._rows.clear()


def test_a_cache_that_forgets_whose_answer_it_holds_is_seen(boards, monkeypatch):
    everything = scope_cache.scope_viewer(Scope(everything=True))
    monkeypatch.setattr(scope_cache, "scope_viewer", lambda _: everything)
    assert leaks(sampled(boards, "months_by_agency"))


def test_a_role_that_is_given_too_much_is_seen(boards, monkeypatch):
    def generous(viewer):
        known = access.viewer_scope(viewer)
        all_of_them = tuple(sorted(viewer.agencies | viewer.group_agencies))
        return known if known.everything else Scope(agencies=all_of_them)

    monkeypatch.setattr(queries, "viewer_scope", generous)
    assert leaks(sampled(boards, "board_signals", "newest_figures", "agencies"))


def test_every_query_is_tried(boards):
    tried = {name for _, name, _ in attempts(boards)}
    functions = inspect.getmembers(queries, inspect.isfunction)
    untried = {name for name, function in functions if is_query(name, function)} - tried
    assert untried == {"board_versions", "load_board"}
