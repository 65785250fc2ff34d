import io
import json
import re
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest
import streamlit as st

from dashboard.access import viewer as access
from dashboard.access.viewer import Viewer
from dashboard.analysis import thresholds
from dashboard.queries import board as queries
from dashboard.text import verdicts
from dashboard.text.formats import format_figure, format_value, month_name
from dashboard.views.compare import cohorts
from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.flow import ingest
from pipelines.register.agencies import Register
from pipelines.register.baselines import Baselines
from pipelines.register.models import Phase
from tests.conftest import TODAY

TITLES = {
    "overview": "Overview",
    "compare": "Compare agencies",
    "trends": "Trends",
    "agency": "Alder",
    "submissions": "Submissions",
    "methods": "Methods",
}
HEADER = "agency_id,client_id,event_type,event_date"
AT_LAKE = ["A01,1,first_contact,2026-09-01,LAKE", "A01,1,assessment,2026-09-05,LAKE"]
STAFF = access.current_viewer()
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", TITLES)
def test_every_page_is_shown_in_the_frame(page, open_page, shown, board_folder):
    test = open_page(page, board_folder)
    assert [title.value for title in test.title] == [TITLES[page]]
    assert "<b>Demo</b>" in shown(test)
    assert "Board 000001" in shown(test)
    assert "made-up sample data" in shown(test)


@pytest.mark.parametrize("page", TITLES)
def test_an_empty_store_says_what_to_do_next(page, open_page, shown, tmp_path):
    test = open_page(page, tmp_path / "store")
    assert len(test.title) == 1
    assert "Nothing has been published" in shown(test)
    assert "python -m pipelines ingest" in "".join(code.value for code in test.code)


@pytest.mark.parametrize("page", TITLES)
def test_a_board_of_another_version_asks_for_a_new_build(
    page, open_page, shown, board_folder, monkeypatch
):
    monkeypatch.setattr(board_files, "SCHEMA", 99)
    test = open_page(page, board_folder)
    assert "computed again" in shown(test)
    assert [code.value for code in test.code] == ["python -m pipelines build"]


@pytest.mark.parametrize("page", TITLES)
def test_one_agency_with_few_months_is_enough(page, open_page, one_agency):
    open_page(page, one_agency)


@pytest.mark.parametrize("page", TITLES)
def test_without_a_role_a_page_shows_nothing(page, open_page, shown, board_folder, monkeypatch):
    monkeypatch.setattr(access, "current_viewer", lambda: Viewer("Nobody"))
    test = open_page(page, board_folder)
    assert "Ask the state program office" in shown(test)
    assert "Alder" not in shown(test)
    assert not test.get("plotly_chart")


@pytest.mark.parametrize("page", TITLES)
def test_an_agencys_own_staff_see_no_other_agency(
    page, open_page, shown, board_folder, monkeypatch
):
    viewer = Viewer("Own", roles=frozenset({"agency"}), agencies=frozenset({"A01"}))
    monkeypatch.setattr(access, "current_viewer", lambda: viewer)
    test = open_page(page, board_folder, agency="A02")
    said = shown(test) + "".join(chart.proto.spec for chart in test.get("plotly_chart"))
    for other in ("Birch", "Cypress", "Dogwood", "Elm", "Fern"):
        assert other not in said


@pytest.mark.parametrize("page", ["overview", "compare", "trends", "agency"])
def test_every_chart_says_what_it_shows_and_has_its_data(page, open_page, board_folder):
    test = open_page(page, board_folder)
    charts = test.get("plotly_chart")
    assert charts
    assert all(len(chart.proto.alt) > 30 for chart in charts)
    assert test.get("download_button")


def test_overview_leads_with_a_verdict_then_the_newest_final_figure(open_page, shown, board_folder):
    said = shown(open_page("overview", board_folder))
    at = queries.load_board(STAFF)
    known, found = queries.measures(STAFF, at), queries.board_signals(STAFF, at)
    for key in ("contact_to_assessment", "assessment_to_service", "detox_to_outpatient"):
        assert verdicts.verdict_headline(found[None, key], known[key]) in said
    first = found[None, "contact_to_assessment"]
    assert f"{format_value(first.value, 'days')}<small>days in Oct 2026</small>" in said
    detox = queries.newest_figures(STAFF, at)[None, "detox_to_outpatient"]
    assert f"{detox.entered}<small>people entered in Sep 2026" in said
    assert "5 days by Jun 2028" in said


def test_changes_come_worst_first_and_links_to_its_chart(open_page, shown, board_folder):
    said = shown(open_page("overview", board_folder))
    lists = [part.split("</ul>")[0].split("</li>") for part in said.split('<ul class="news">')[1:]]
    news = [line for part in lists for line in part[:-1]]
    at = queries.load_board(STAFF)
    found = queries.board_signals(STAFF, at)
    speaks = {
        key
        for key, signal in found.items()
        if key[0] and signal.rule and signal.counted >= thresholds.LEAST_N
    }
    assert len(news) == len(speaks) + 1  # and the missing file, last of the first list
    assert "has sent no file for Sep, Oct 2026" in lists[0][-2]
    for agency, measure in speaks:
        href = f"trends?measure={measure}&amp;agency={agency}"
        assert sum(href in line for line in news) == 1


def test_overview_says_who_is_missing_and_whom_to_ask(open_page, shown, board_folder):
    test = open_page("overview", board_folder)
    assert "Data through <b>October 31, 2026</b>" in shown(test)
    assert "<b>5 of 6 agencies</b> sent October" in shown(test)
    assert "No data for Oct; last Aug 2026" in shown(test)
    assert "Dana Okafor" in shown(test)
    assert any(code.value.startswith("Dear Dana Okafor") for code in test.code)


def test_overview_links_every_figure_to_its_chart(open_page, shown, board_folder):
    said = shown(open_page("overview", board_folder))
    assert 'href="trends?measure=detox_to_outpatient&amp;agency=A01"' in said
    assert 'href="agency?agency=A06"' in said


def test_a_link_opens_its_measure_and_agency(open_page, shown, board_folder):
    test = open_page("trends", board_folder, measure="assessment_to_service", agency="A02")
    assert "Birch (A02) · Screening/assessment to first outpatient" in shown(test)
    figure = queries.newest_figures(STAFF, queries.load_board(STAFF))[
        "A02", "assessment_to_service"
    ]
    assert format_figure(figure.value, "days") in shown(test)


def test_another_choice_is_written_into_the_url(open_page, shown, board_folder):
    test = open_page("trends", board_folder)
    test.button_group(key="chosen_measure").set_value("contact_to_service").run()
    assert test.query_params["measure"] == "contact_to_service"
    test.selectbox(key="chosen_agency").set_value("A03").run()
    assert test.query_params["agency"] == "A03"
    assert "Cypress (A03) · First contact to first outpatient" in shown(test)


def test_another_grain_forgets_the_period_of_the_last(open_page, board_folder):
    test = open_page("compare", board_folder, grain="month", period="2026-08")
    test.button_group(key="chosen_grain").set_value("quarter").run()
    assert "period" not in test.query_params
    assert not test.exception
    assert test.selectbox(key="chosen_period").value == "2026-Q3"


@pytest.mark.parametrize(
    ("page", "bad"),
    [
        ("trends", {"measure": "<img src=x onerror=alert(1)>"}),
        ("trends", {"agency": "A99"}),
        ("trends", {"agency": ""}),
        ("compare", {"grain": "decade"}),
        ("compare", {"grain": "month", "period": "2026-13"}),
        ("compare", {"period": "' or 1=1 --"}),
        ("agency", {"agency": "x" * 500}),
        ("methods", {"sql": "../../../etc/passwd"}),
    ],
)
def test_what_a_link_asks_in_vain_is_said_and_not_run(page, bad, open_page, shown, board_folder):
    said = shown(open_page(page, board_folder, **bad))
    assert "which this board does not have" in said
    assert "<img src=x" not in said
    assert "x" * 50 not in said


def test_persons_come_first_and_the_rate_second(open_page, board_folder):
    test = open_page("trends", board_folder, measure="detox_to_outpatient")
    people, share = test.get("plotly_chart")[:2]
    assert people.proto.alt.startswith("Persons. ")
    assert share.proto.alt.startswith("Statewide, Completed detoxification")


def test_an_agency_without_the_states_key_shows_a_lower_bound(open_page, shown, board_folder):
    said = shown(open_page("trends", board_folder, measure="detox_to_outpatient", agency="A05"))
    assert "Own-agency links only, a lower bound" in said
    assert "lower bound" not in shown(open_page("trends", board_folder, agency="A05")).replace(
        "a lower bound.", ""
    )


def test_an_agencys_page_tells_what_it_lacks(open_page, shown, board_folder):
    said = shown(open_page("agency", board_folder, agency="A06"))
    assert "Fern lacks Sep, Oct 2026." in said
    assert said.count("<td>not sent</td>") == 2 + 3 * 2  # submissions, and each goal’s table
    assert "No detox discharge is counted so far." in said


def test_methods_give_every_definition_and_its_sql(open_page, shown, board_folder):
    test = open_page("methods", board_folder)
    known = queries.measures(STAFF, queries.load_board(STAFF))
    assert len(known) == 4
    for measure in known.values():
        assert measure.label in [header.value for header in test.header]
    code = "".join(code.value for code in test.code)
    assert code.count("select") > 8
    assert "Why there are no demographics" in shown(test)
    assert "restart_after_contact_days" in shown(test)


def test_few_months_have_no_limits_and_no_news(open_page, shown, one_agency):
    said = shown(open_page("overview", one_agency))
    assert "has too few months for limits" in said
    assert "none yet → " in said  # no baseline
    assert "No agency has the 12 final months that a verdict needs." in said
    assert "differs from its usual variation" not in said
    test = open_page("trends", one_agency, agency="A01")
    assert not [b for b in test.get("button_group") if b.key == "chosen_chart"]
    assert "Median" in test.get("plotly_chart")[0].proto.spec


def test_small_charts_show_every_month_that_they_draw(open_page, one_agency):
    test = open_page("trends", one_agency, only="referral_source/court")
    tile = json.loads(test.get("plotly_chart")[-1].proto.spec)
    drawn = [y for trace in tile["data"] for y in trace["y"] if y is not None]
    assert max(drawn) <= tile["layout"]["yaxis"]["range"][1]


def test_limits_can_rest_on_a_projects_start_and_the_link_keeps_it(open_page, shown, board_folder):
    test = open_page("trends", board_folder, agency="A01")
    test.selectbox(key="chosen_baseline").set_value("from-2025-04").run()
    assert test.query_params["baseline"] == "from-2025-04"
    assert "Since Apr 2025, Alder’s wait for an assessment" in shown(test)
    test.selectbox(key="chosen_baseline").set_value("before-2025-04").run()
    assert "(outside the limits); every final month since Apr 2025 is below" in shown(test)
    assert "Since Apr 2025 it runs at" in shown(test)
    assert "proposed phase). The target of 5 days is" in shown(test)
    test.button_group(key="chosen_chart").set_value("run").run()
    assert "(chance allows" in shown(test) or "(run chart)" in shown(test)
    assert not test.exception


def test_a_projects_link_holds_though_the_office_has_begun_a_new_phase(
    open_page, shown, extract, send, tmp_path
):
    rows = [
        f"A01,{year}{month}{n},{event},{year}-{month:02}-{day:02}"
        for year in (2025, 2026)
        for month in range(1, 11 if year == 2026 else 13)
        for n in range(12)
        for event, day in (("first_contact", 1), ("assessment", 2 + n + month % 3))
    ]
    send(extract("a.csv", *rows))
    (tmp_path / "a.toml").write_text(
        '[[agencies]]\ncode = "A01"\n[[projects]]\nagency = "A01"\ntitle = "Walk-in"\n'
        'measure = "contact_to_assessment"\nstarts = 2026-06-01\n'
    )
    register = Register(tmp_path / "store")
    register.enter_agencies_file(tmp_path / "a.toml")
    june = Phase("contact_to_assessment", date(2026, 6, 1), "a reason", "A01")
    Baselines(tmp_path / "store").start_baseline(june, "a test")
    send(extract("b.csv", "A01,x,first_contact,2024-12-01"))
    chosen = {"agency": "A01", "baseline": "before-2026-06"}
    assert "baseline=before-2026-06" in shown(open_page("agency", tmp_path / "store"))
    test = open_page("trends", tmp_path / "store", **chosen)
    assert test.selectbox(key="chosen_baseline").value == "before-2026-06"
    assert "is within the variation of the baseline" in shown(test)
    plain = shown(open_page("trends", tmp_path / "store", agency="A01"))
    assert "has too few months for limits: 5 final months of 12." in plain


def test_a_group_is_pooled_and_its_agencies_alone_are_listed(open_page, shown, board_folder):
    for page in ("overview", "compare", "trends"):
        said = shown(open_page(page, board_folder, group="region/North"))
        assert "Dogwood" in said
        assert "Birch" not in said
    assert "North’s wait for an assessment" in said
    assert "North, one scale" not in said  # a header, not html
    overview = shown(open_page("overview", board_folder, group="region/North"))
    assert "group=region%2FNorth" in overview
    assert '<th scope="row" role="rowheader">North</th>' in overview


def test_a_groups_export_of_everyone_who_asked_holds_the_state_and_its_agencies(
    board_folder, monkeypatch
):
    monkeypatch.setenv("STARBOARD_DATA", str(board_folder))
    at = queries.load_board(STAFF)
    names = queries.agency_names(STAFF, at, queries.all_groups(STAFF, at)["region/North"])
    months = (date(2025, 11, 1), date(2026, 10, 1))
    rows = cohorts.cohort_rows(queries.cohort_between(STAFF, at, *months), names, *months)
    assert [row["agency"] for row in rows] == ["Statewide", "Alder", "Dogwood"]


def test_an_agency_outside_the_group_is_said_and_not_shown(open_page, shown, board_folder):
    said = shown(open_page("trends", board_folder, group="region/North", agency="A02"))
    assert "which this board does not have" in said
    assert "North’s wait for an assessment" in said


def test_compare_names_who_differs_and_orders_by_name(open_page, shown, board_folder):
    for measure in ("contact_to_assessment", "detox_to_outpatient"):
        said = shown(open_page("compare", board_folder, measure=measure))
        assert "more than chance explains" in said
        assert "hance aside" in said or "than the spread of the agencies" in said
        assert "Not compared: provisional" in said or measure == "detox_to_outpatient"
        body = said.split('aria-label="Comparison"')[1].split("</table>")[0]
        names = [n for n in ("Alder", "Birch", "Cypress", "Dogwood", "Elm") if n in body]
        assert names == sorted(names, key=body.index)
        assert not any(word in said.lower() for word in ("best", "worst", "rank "))


def test_a_project_leads_to_its_measures_chart_with_the_limits_of_the_months_before_it(
    open_page, shown, board_folder
):
    said = shown(open_page("agency", board_folder, agency="A01"))
    where, again = re.findall(r'<a href="trends\?([^"]*)">Walk-in hours</a>', said)
    assert where == again  # under the chart and in its table
    chosen = dict(each.split("=") for each in where.split("&amp;"))
    assert chosen["baseline"] == "before-2025-04"
    said = shown(open_page("trends", board_folder, **chosen))
    assert "which this board does not have" not in said


def test_an_agencys_page_has_its_waits_its_cohort_and_its_projects(open_page, board_folder):
    test = open_page("agency", board_folder, agency="A01")
    alts = [chart.proto.alt for chart in test.get("plotly_chart")]
    assert any("change projects: Walk-in hours, Apr 2025" in alt for alt in alts)
    assert sum("days of each request" in alt for alt in alts) == 2
    assert any("not seen, or not within 180 days:" in alt for alt in alts)


@pytest.mark.parametrize("page", ["overview", "compare", "trends", "agency"])
def test_a_filter_is_said_and_every_link_leads_on_with_it(page, open_page, shown, board_folder):
    test = open_page(page, board_folder, only="referral_source/court")
    said = shown(test)
    assert "Only referred by court: requests and discharges whose rows say so." in said
    links = re.findall(r'href="(\w+\?[^"]*)"', said)
    assert len(links) > 3
    assert all("only=referral_source%2Fcourt" in each for each in links)


def test_trends_of_one_site_shows_that_sites_figures(open_page, shown, board_folder):
    at = board_files.current_version(board_folder)
    con = board_connections.connect_filters(board_folder, at, "site_id", "LAKE")
    ((month, value, n),) = con.execute(
        """
        select month, value, counted from agency_month
        where agency_id = 'A01' and measure = 'contact_to_assessment'
            and not provisional and counted > 0
        order by month desc limit 1
        """
    ).fetchall()
    test = open_page("trends", board_folder, agency="A01", only="site_id/LAKE")
    assert "Alder, site LAKE · First contact" in shown(test)
    assert f"{month_name(month)}: {format_figure(value, 'days')}, n {n}" in shown(test)


def test_another_agencys_site_of_the_same_code_is_another_site(open_page, board_folder):
    test = open_page("trends", board_folder, agency="A01", only="site_id/LAKE")
    test.selectbox(key="chosen_agency").set_value("A02").run()
    assert test.query_params["agency"] == "A02"
    assert "only" not in test.query_params
    test = open_page("trends", board_folder, agency="A01", only="referral_source/court")
    test.selectbox(key="chosen_agency").set_value("A02").run()
    assert test.query_params["only"] == "referral_source/court"


def test_overview_offers_no_site_whose_code_several_agencies_use(open_page, board_folder):
    test = open_page("overview", board_folder)
    shown = test.selectbox(key="chosen_only").options
    assert "Referred by court" in shown
    assert not [each for each in shown if each.startswith("Site")]
    test = open_page("agency", board_folder, agency="A01")
    assert "Site LAKE" in test.selectbox(key="chosen_only").options


def test_whom_no_row_names_is_left_out_and_said(open_page, shown, extract, send, tmp_path):
    header = "agency_id,client_id,event_type,event_date,site_id"
    for agency, site in (("A01", "LAKE"), ("B02", "")):
        rows = [
            f"{agency},1,first_contact,2026-09-01,{site}",
            f"{agency},1,assessment,2026-09-05,{site}",
        ]
        send(extract(f"{agency}.csv", *rows, header=header))
    test = open_page("overview", tmp_path / "store", only="site_id/LAKE")
    assert test.selectbox(key="chosen_only").options == ["Everyone", "Site LAKE (A01)"]
    assert "No row of B02 does." in shown(test)
    table = shown(test).split('class="board goals"')[1].split("</table>")[0]
    assert "A01" in table
    assert "B02" not in table


@pytest.mark.parametrize(
    ("level", "measure", "said"),
    [
        ("detoxification", "contact_to_assessment", "No request at level of care detoxification"),
        ("outpatient", "detox_to_outpatient", "No detox discharge at level of care outpatient"),
    ],
)
def test_a_filter_that_leaves_a_goal_nothing_says_so_and_why(
    level, measure, said, open_page, shown, board_folder
):
    asked = {"measure": measure, "only": f"level_of_care/{level}"}
    for page in ("overview", "trends", "agency"):
        text = shown(open_page(page, board_folder, **asked))
        assert f"{said} is counted." in text
        assert "Choose another filter, or everyone." in text
        assert "so far" not in text
        assert "No data yet" not in text
    text = shown(open_page("compare", board_folder, **asked))
    assert "No agency has a figure" in text
    assert 'aria-label="Comparison"' not in text


def test_the_filter_is_shown_in_headings_and_charts(open_page, shown, board_folder):
    filtered = {"only": "referral_source/court"}
    test = open_page("overview", board_folder, **filtered)
    headers = [header.value for header in test.header]
    assert headers == [
        "What changed this month, referred by court",
        "Still so, referred by court",
        "Agencies and goals, referred by court",
    ]
    test = open_page("compare", board_folder, **filtered)
    assert "mean days, referred by court, the 12 months to" in shown(test)
    assert "Everyone who asked, referred by court" in shown(test)
    alts = [chart.proto.alt for chart in test.get("plotly_chart")]
    assert all("referred by court" in alt for alt in alts)
    test = open_page("trends", board_folder, **filtered)
    alts = [chart.proto.alt for chart in test.get("plotly_chart")]
    assert len(alts) == 7
    assert all("referred by court" in alt for alt in alts)


def test_next_to_one_agency_all_that_the_filter_takes_in_are_shown(open_page, shown, board_folder):
    test = open_page("trends", board_folder, agency="A01", only="referral_source/court")
    assert "All agencies, referred by court, one scale" in [h.value for h in test.header]
    tiles = re.findall(r'class="tile"><a [^>]*>(\w+)</a>', shown(test))
    assert tiles == ["Alder", "Birch", "Cypress", "Dogwood", "Elm", "Fern"]
    test = open_page("trends", board_folder, agency="A01", only="site_id/LAKE")
    assert not test.header
    assert 'class="tile"' not in shown(test)


def test_a_site_code_of_several_agencies_is_said_to_be_one(open_page, shown, board_folder):
    said = shown(open_page("overview", board_folder, only="site_id/LAKE"))
    assert "“site_id/LAKE”, which no row here names or several agencies’ sites share." in said
    assert "which this board does not have" not in said


def test_until_the_figures_by_filter_are_made_there_is_no_filter(open_page, made_once, shown):
    store = made_once("one site", [("a.csv", f"{HEADER},site_id", AT_LAKE)])
    board_files.filters_file(store, 1).unlink()
    test = open_page("overview", store, only="site_id/LAKE")
    assert "chosen_only" not in [each.key for each in test.selectbox]
    assert "Only site" not in shown(test)
    assert "asks for only “site_id/LAKE”, which this board does not have" in shown(test)
    assert "which this board does not have" not in shown(open_page("overview", store, only="all"))


@pytest.mark.parametrize("broken", ["no database", "of something else"])
def test_a_broken_file_of_filters_leaves_the_board_as_it_is(broken, open_page, made_once, shown):
    store = made_once("one site", [("a.csv", f"{HEADER},site_id", AT_LAKE)])
    file = board_files.filters_file(store, 1)
    if broken == "no database":
        file.write_bytes(b"?" * 9000)
    else:
        file.unlink()
        duckdb.connect(file).execute("create table agency_month_by (member varchar)").close()
    test = open_page("overview", store, only="site_id/LAKE")
    assert "asks for only “site_id/LAKE”, which this board does not have" in shown(test)


def test_a_group_that_no_office_has_entered_is_said_and_everyone_is_shown(
    open_page, shown, made_once
):
    rows = ["A01,1,first_contact,2026-09-01", "A01,1,assessment,2026-09-05"]
    store = made_once("no groups", [("a.csv", HEADER, rows)])
    said = shown(open_page("trends", store, group="region/North"))
    assert "asks for group “region/North”, which this board does not have" in said


def test_a_group_is_offered_no_site_whose_code_another_agency_uses(
    open_page, shown, extract, send, tmp_path
):
    header = "agency_id,client_id,event_type,event_date,site_id"
    for agency, wait in (("A01", "05"), ("B02", "21")):
        rows = [
            f"{agency},1,first_contact,2026-09-01,LAKE",
            f"{agency},1,assessment,2026-09-{wait},LAKE",
        ]
        send(extract(f"{agency}.csv", *rows, header=header))
    (tmp_path / "north.toml").write_text('[[agencies]]\ncode = "A01"\nregion = "North"\n')
    Register(tmp_path / "store").enter_agencies_file(tmp_path / "north.toml")
    send(extract("B02.csv", "B02,1,first_contact,2026-08-01,LAKE", header=header))
    test = open_page("overview", tmp_path / "store", group="region/North", only="site_id/LAKE")
    assert "which this board does not have" in shown(test)
    assert "Only site LAKE" not in shown(test)  # the state's row would pool the two
    test = open_page("trends", tmp_path / "store", agency="A01", only="site_id/LAKE")
    assert "Only site LAKE" in shown(test)


def test_a_site_that_the_agency_does_not_have_is_said_and_everyone_is_shown(
    open_page, shown, board_folder
):
    test = open_page("trends", board_folder, agency="A01", only="site_id/MOON")
    assert "site_id/MOON" in shown(test)
    assert "Alder, site" not in shown(test)


def test_methods_say_how_verdicts_are_made_and_how_often_they_are_wrong(
    open_page, shown, board_folder
):
    test = open_page("methods", board_folder)
    said = shown(test)
    assert "Why the newest month decides, and not any flag" in said
    note = (ROOT / "docs/decisions/2026-11-22-baseline-and-false-alarms.md").read_text("utf-8")
    rows = [line.split(" | ") for line in note.splitlines() if re.match(r"\| \d\d \|", line)]
    assert len(rows) == 4
    for row in rows:
        cells = [cell.strip("| ").replace(" %", "%") for cell in row]
        normal, skewed, rates, held, _, flags = cells[1:]
        shown_row = "".join(f'<td class="number">{c}</td>' for c in (normal, skewed, rates, held))
        assert f'{shown_row}<td class="number">{flags}</td>' in said
    for word in ("Improving", "Worsening", "Hit or miss", "Misses target", "Too few months"):
        assert word in said


def test_a_new_baseline_is_proposed_only_next_to_the_limits_it_speaks_of(
    open_page, shown, board_folder
):
    due = "a new baseline from then on is due"
    assert due in shown(open_page("trends", board_folder, agency="A01"))
    for baseline in ("from-2025-04", "before-2025-04", "first12"):
        assert due not in shown(open_page("trends", board_folder, agency="A01", baseline=baseline))
    for part in ({"agency": "A01", "only": "site_id/LAKE"}, {"group": "region/North"}):
        test = open_page("trends", board_folder, **part)
        assert "Every final month since" not in shown(test)


def test_everyone_who_asked_is_the_states_next_to_a_group(open_page, shown, board_folder):
    said = re.compile(r'class="lede">Statewide, [\d,]+ requests in')
    assert said.search(shown(open_page("compare", board_folder, group="region/North")))
    assert not said.search(shown(open_page("compare", board_folder)))


NAMED = """
[[agencies]]
code = "A01"
name = "**Alder** [x](http://example.org)"
[[agencies]]
code = "A02"
name = "Birch"
region = "*North*"
[[agencies]]
code = "A03"
name = "Birch"
"""


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    """A store with a name that Markdown would read, and two agencies of one name: to read only."""
    folder = tmp_path_factory.mktemp("named")
    (folder / "agencies.toml").write_text(NAMED)
    Register(folder / "store").enter_agencies_file(folder / "agencies.toml")
    files = []
    for code in ("A01", "A02", "A03"):
        rows = [f"{code},1,first_contact,2026-09-01", f"{code},1,assessment,2026-09-05"]
        files.append(ingest.Source(f"{code}.csv", "\n".join([HEADER, *rows]).encode()))
    ingest.ingest_files(
        folder / "store", files, settings.load_settings(), who="a test", today=TODAY
    )
    return folder / "store"


def test_names_are_text_where_streamlit_reads_markdown(open_page, named):
    name = r"\*\*Alder\*\* \[x\]\(http\:\/\/example\.org\)"
    assert [each.value for each in open_page("agency", named, agency="A01").title] == [name]
    submissions = open_page("submissions", named, agency="A01", month="2026-10")
    assert name in submissions.expander[-1].label
    assert name in submissions.checkbox(key="yes_none").label
    trends = open_page("trends", named, group="region/*North*")
    assert [each.value for each in trends.header] == [r"\*North\*, one scale"]


def test_of_two_agencies_with_one_name_the_chosen_one_stays(open_page, named):
    test = open_page("trends", named, agency="A02")
    test.button_group(key="chosen_measure").set_value("contact_to_service").run()
    assert test.query_params["agency"] == "A02"
    assert "Birch (A03)" in test.selectbox(key="chosen_agency").options


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("overview", {}),
        ("compare", {"grain": "quarter"}),
        ("compare", {"measure": "detox_to_outpatient"}),
        ("trends", {"agency": "A01"}),
        ("trends", {"measure": "detox_to_outpatient", "group": "region/North"}),
        ("agency", {"agency": "A01", "only": "referral_source/court"}),
        ("submissions", {}),
    ],
)
def test_every_export_has_a_meaning_for_each_column_and_is_stamped(
    page, asked, open_page, board_folder, monkeypatch
):
    offered = {}
    button = st.download_button

    def listening(label, data, **how):
        if asked.items() <= st.query_params.to_dict().items():  # not those of the page before it
            offered[how["key"]] = data
        return button(label, data, **how)

    monkeypatch.setattr(st, "download_button", listening)
    open_page(page, board_folder, **asked)
    workbooks = {key: made for key, made in offered.items() if key.startswith("xlsx_")}
    assert {f"csv_{key[5:]}" for key in workbooks} <= offered.keys()
    assert workbooks
    for made in workbooks.values():
        book = openpyxl.load_workbook(io.BytesIO(made()))
        head, first, *_ = book["Data"].iter_rows(values_only=True)
        row = dict(zip(head, first, strict=True))
        assert row["board"] == 1
        assert row.get("only") == asked.get("only")
        found = dict(book["Definitions"].iter_rows(values_only=True))
        assert all(found[column] for column in head)


def test_an_agency_without_a_wait_through_a_filter_reads_words_not_python(
    open_page, shown, board_folder
):
    page = open_page("agency", board_folder, agency="A03", only="level_of_care/detoxification")
    assert "Nothing counted in" in shown(page)
    assert "Markup(" not in shown(page)
    assert all(part.proto.body.lstrip().startswith("<") for part in page.get("html"))
