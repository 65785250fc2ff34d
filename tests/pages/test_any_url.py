"""Whatever a URL asks for, a page shows figures or says in words what is not there: a seeded walk.

Known and hostile values of every parameter, on stores at the edges, as staff and as an agency.
"""

import html
import random
import re
from datetime import date
from itertools import groupby

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import viewer as access
from dashboard.access.viewer import Viewer
from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.flow import ingest
from pipelines.register.agencies import Register
from tests.conftest import TODAY
from tests.pages.conftest import ROOT

pytestmark = pytest.mark.slow
READ = {
    "overview": ("group", "only", "as_of"),
    "compare": ("measure", "group", "only", "grain", "period", "as_of"),
    "trends": ("measure", "group", "agency", "only", "baseline", "chart", "from", "as_of"),
    "agency": ("agency", "only", "as_of"),
    "submissions": ("until", "show", "from", "agency", "month", "as_of"),
    "methods": ("sql", "as_of"),
}
OWN_READ = {
    "own_overview": ("agency", "group", "only", "as_of"),
    "shared": ("measure", "year"),
    **{page: READ[page] for page in ("trends", "agency", "submissions", "methods")},
}
HOSTILE = (
    *("", "all", "state", "x", "A99", "-1", "9" * 30, "²", "a" * 400, "\x00", "%s{0}", "/"),
    *("<img src=x onerror=alert(1)>", "' or 1=1 --", "../../etc/passwd", "漢\u202e😀", "null"),
    *("2026-13", "2026-Q5", "0000-00", "before-", "from-9999-99", "site_id/", "site_id/MOON"),
)
OWN = Viewer("Own", roles=frozenset({"agency"}), agencies=frozenset({"A01", "H1"}))
GROUP = Viewer("Group", frozenset({"group"}), group_agencies=frozenset({"A01", "A04"}))
PRESENTER = Viewer("Presenter", frozenset({"presenter"}), frozenset({"A01"}))
# viewer → pages with the parameters that they read, and whose names must not be on any of them
VIEWERS = {
    access.current_viewer(): (READ, ()),
    OWN: (OWN_READ, ("Birch", "Cypress", "Dogwood", "Elm", "Fern")),
    GROUP: (READ, ("Birch", "Cypress", "Elm", "Fern")),
    PRESENTER: (
        {"shared": ("measure", "year"), "methods": ("sql",)},
        ("Alder", "Birch", "Cypress", "Dogwood", "Elm", "Fern", "A0"),
    ),
}
NAMES = ("<b>W</b> & *North/South*", "=1+1", "", 'O\'Neil "Q"', "x" * 80, "all", "漢字", "$member")
HEADER = "agency_id,client_id,event_type,event_date,discharge_reason,site_id,referral_source"


@pytest.fixture(scope="module")
def stores(tmp_path_factory, board_folder, one_agency):
    """Name → data folder."""
    return {
        "the sample": board_folder,
        "one agency": one_agency,
        "one event": _store(tmp_path_factory, ["A01,1,first_contact,2026-10-05,,,"]),
        "detox alone": _store(tmp_path_factory, list(_detox("A01", 14))),
        "nothing to report": _nothing(tmp_path_factory),
        "hostile names": _hostile(tmp_path_factory),
    }


def _store(factory, rows, words=None):
    data = factory.mktemp("any") / "store"
    if words:
        Register(data).enter_agencies_file(words)
    files = [
        ingest.Source(f"{agency}.csv", "\n".join([HEADER, *own]).encode())
        for agency, own in groupby(rows, key=lambda row: row.split(",")[0])
    ]
    ingest.ingest_files(data, files, settings.load_settings(), who="a test", today=TODAY)
    return data


def _detox(agency, months, member=""):
    for at in range(months):
        month = f"{2025 + at // 12}-{1 + at % 12:02}"
        for n in range(3):
            client = f"{agency},{at}_{n}"
            yield f"{client},detox_admission,{month}-0{1 + n},,{member},{member}"
            yield f"{client},detox_discharge,{month}-0{3 + n},1,{member},{member}"


def _nothing(factory):
    data = factory.mktemp("any") / "store"
    months = [date(2026, month, 1) for month in range(1, 11)]
    ingest.report_nothing(
        data, settings.load_settings(), who="a test", today=TODAY, agency="A01", months=months
    )
    return data


def _hostile(factory):
    """Agencies, groups, projects, sites and sources with such names; two agencies share one."""
    words = factory.mktemp("words") / "agencies.toml"
    text, rows = "", []
    for n, name in enumerate((*NAMES, NAMES[0])):
        quoted = f"'''{name}'''"
        text += f"[[agencies]]\ncode = 'H{n}'\nname = {quoted}\nregion = {quoted}\n"
        for start in ("2026-02-01", "2026-02-20", "2030-01-01"):
            text += f"[[projects]]\nagency = 'H{n}'\nmeasure = 'contact_to_assessment'\n"
            text += f"title = {quoted}\nstarts = {start}\n"
        member = '"' + name.replace('"', '""') + '"'
        rows += _detox(f"H{n}", 3, member)
        for at in range(20):
            month = f"{2025 + at // 12}-{1 + at % 12:02}"
            for day in (2, 5, 9):
                client = f"H{n},{month}{day}"
                rows.append(f"{client},first_contact,{month}-01,,{member},{member}")
                rows.append(f"{client},assessment,{month}-{day + at % 7:02},,{member},{member}")
    words.write_text(text, "utf-8")
    return _store(factory, rows, words)


def _known(data):
    """Parameter → values that the board has."""
    version = board_files.current_version(data)

    def first_of(con, sql):
        return [row[0] for row in con.execute(sql).fetchall()]

    board, through = (
        board_connections.connect_board(data, version),
        board_connections.connect_filters(data, version),
    )
    agencies = first_of(board, "select agency_id from agency")
    periods = first_of(
        board,
        "select strftime(month, '%Y-%m') from state_month union select period from state_period",
    )
    starts = first_of(board, "select distinct strftime(starts, '%Y-%m') from project")
    group = "select distinct kind || '/' || group_name from agency_group"
    return {
        "agency": [*agencies, "state"],
        "from": agencies,
        "measure": first_of(board, "select key from measure"),
        "group": ["all", *first_of(board, group)],
        "only": ["all", *first_of(through, "select dimension || '/' || member from member")],
        "grain": ["12_months", "year", "quarter", "month"],
        "period": [*periods, "2026-10"],
        "month": [*periods, "2026-10"],
        "baseline": ["all", "first12", *(f"{k}-{s}" for s in starts for k in ("before", "from"))],
        "chart": ["control", "run"],
        "as_of": ["0", "1", "99"],
        "until": ["2026-11", "2025-11"],
        "show": ["all", "missing", "late", "provisional"],
        "sql": ["person", "figures"],
        "year": ["2025", "2026"],
    }


def _opened(page, data, asked, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(data))
    test = AppTest.from_file(ROOT / "dashboard/shell.py", default_timeout=30)
    if page not in ("overview", "own_overview"):
        test.switch_page(f"../pages/{page}.py")
    test.query_params.update(asked)
    return test.run()


def _silent(test, asked, said):
    """The parameters that the page shows something else for, and says nothing of."""
    kinds = ("selectbox", "button_group")
    shown = {each.key: each.value for kind in kinds for each in test.get(kind)}
    return [
        name
        for name, worth in asked.items()
        if shown.get(f"chosen_{name}", "all" if name in ("group", "only") else worth) != worth
        and f"for {name} “{worth[:40]}”" not in said
    ]


@pytest.mark.parametrize(
    "store",
    ["the sample", "one agency", "one event", "detox alone", "nothing to report", "hostile names"],
)
@pytest.mark.parametrize("viewer", VIEWERS, ids=["staff", "an agency", "a group", "a presenter"])
def test_any_url_opens_a_page_or_says_what_is_not_there(store, viewer, stores, monkeypatch):
    if viewer in (GROUP, PRESENTER) and store != "the sample":
        return
    if not viewer.demo:
        monkeypatch.setattr(access, "current_viewer", lambda: viewer)
    read, others = VIEWERS[viewer]
    known, draw = _known(stores[store]), random.Random(f"{store} {viewer.name}")
    for _ in range(12):
        page = draw.choice([*read])
        asked = {
            name: draw.choice(known[name] if draw.random() < 0.7 else HOSTILE)
            for name in read[page]
            if draw.random() < 0.6
        }
        test = _opened(page, stores[store], asked, monkeypatch)
        assert not test.exception, (page, asked, test.exception)
        body = "\n".join(part.proto.body for part in test.get("html"))
        said = html.unescape(body)
        assert _silent(test, asked, said) == [], (page, asked)
        assert "<img src=x" not in body, (page, asked)
        assert not re.search(r">[^<]*\b(nan|inf|NaN)\b", body), (page, asked)
        if store == "the sample":
            charts = "".join(chart.proto.spec for chart in test.get("plotly_chart"))
            assert not [name for name in others if name in said + charts], (page, asked)
