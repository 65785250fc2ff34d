"""Every verdict on every page of the sample, read back and held against the board's own rows,
whole and through a filter."""

import html
import math
import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from statistics import mean, stdev

import pytest

from dashboard.access import viewer as access
from dashboard.queries import board as queries
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from tests.pages.said import BETTER, facts, pooled

pytestmark = pytest.mark.slow
STAFF = access.current_viewer()
MEASURES = (
    *("contact_to_assessment", "assessment_to_service"),
    *("detox_to_outpatient", "contact_to_service"),
)
NUMBER = r"(-?[\d,.]+%?)(?: days)?"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


CASES = {
    "twelve agencies": {},  # some behind, one new, one without a key, two without detox
    "twelve through a filter": {"only": "referral_source/court"},
    "one of six agencies in": {},
    "own settings": {},
}


@pytest.fixture(scope="module", params=CASES)
def case(request):
    """Which store, and the filter that every page is opened with."""
    return request.param


@pytest.fixture(scope="module")
def store(case, sample_store, one_of_six, own_settings):
    """The data folder of the case."""
    special = {"one of six agencies in": one_of_six, "own settings": own_settings}
    return special.get(case) or sample_store(agencies=12)


@pytest.fixture(scope="module")
def only(case):
    """The filter of the case, as a parameter of pages; empty for none."""
    return CASES[case]


@pytest.fixture(scope="module")
def board(store, only):
    """board("agency_month"): every row, as dicts; figures through the filter."""

    def rows(name):
        version = board_files.current_version(store)
        con = board_connections.connect_board(store, version)
        if only and name in ("agency_month", "state_month", "day_count"):
            con = board_connections.connect_filters(store, version, *only["only"].split("/"))
        con.execute(f"select * from {name}")
        names = [column[0] for column in con.description]
        return [dict(zip(names, row, strict=True)) for row in con.fetchall()]

    return rows


@pytest.fixture(scope="module")
def judged(board):
    """(name, measure) → facts: the state's, every group's and every agency's."""
    names = {row["agency_id"]: row["name"] for row in board("agency")}
    series, groups, days = defaultdict(list), defaultdict(list), defaultdict(Counter)
    for row in board("day_count"):
        for whose in (names[row["agency_id"]], "Statewide"):
            days[whose, row["measure"], row["month"]][row["days"]] += row["requests"]
    for row in sorted(board("agency_month"), key=lambda row: row["month"]):
        series[names[row["agency_id"]], row["measure"]].append(row)
    for row in sorted(board("state_month"), key=lambda row: row["month"]):
        series["Statewide", row["measure"]].append(row)
    for (whose, measure), rows in series.items():
        for row in rows:
            row["days"] = days[whose, measure, row["month"]]
    for row in board("agency_group"):
        groups[row["group_name"]].append(names[row["agency_id"]])
    for group, members in groups.items():
        for measure in MEASURES:
            series[group, measure] = pooled(
                sorted((r for m in members for r in series[m, measure]), key=lambda r: r["month"])
            )
    return {key: facts(rows, key[1]) for key, rows in series.items()}


def said(number, measure):
    return f"{number:.0%}" if measure == "detox_to_outpatient" else f"{number:,.1f}"


def check(text, judgement, measure, target):
    """One verdict against its facts; a sentence of no known form fails."""
    better = BETTER.get(measure, -1)
    down, side = ("below", "below") if not judgement.above else ("above", "above")
    if judgement.kind == "few":
        assert f"{len(judgement.values)} final month" in text
        assert "will be met" in text or target is None
        return
    if judgement.kind == "blunt":
        assert "too few cases" in text.lower()
        return
    if judgement.year_before is not None:
        (found,) = re.findall(
            rf"s in these months of last year: {NUMBER}, in \w+ \d+ {NUMBER}", text
        )
        assert found[0] == said(judgement.values[-1], measure)
        assert found[1].rstrip(".") == said(judgement.year_before, measure)
        return
    word = "improved" if (judgement.above) == (better > 0) else "got worse"
    if judgement.kind == "none":
        assert re.search(r"has not changed: |No change: ", text), text
        (now,) = re.findall(rf"hange(?:d)?: {NUMBER} is within (?:its|the) usual", text)
        assert now == said(judgement.values[-1], measure)
    else:
        if judgement.kind == "trend":
            word = (
                "improved"
                if (judgement.values[-1] > judgement.values[-2]) == (better > 0)
                else "got worse"
            )
        assert word in text.lower(), text
        if judgement.kind == "shift":
            (found,) = re.findall(
                rf"the last (\d+) final months are (above|below) the average of {NUMBER} \(shift\)",
                text,
            )
            assert found == (str(judgement.run), side, said(judgement.centre, measure))
        elif judgement.kind == "two_in_three":
            edge = judgement.upper[-1] if judgement.above else judgement.lower[-1]
            name = "upper" if judgement.above else "lower"
            assert f"near the {name} limit of {said(edge, measure)}" in text
        elif judgement.kind == "outside":
            assert "(outside the limits)" in text
            assert judgement.run == 1 or f"the last {judgement.run} final months" in text
        else:
            assert f"each of the last {judgement.run - 1} final months (trend)" in text
    for since, where, centre in re.findall(
        rf"every final month since (\w+ \d+) is (above|below) the average of {NUMBER}", text
    ):
        first = judgement.months[-judgement.lasts]
        assert judgement.lasts >= 12
        assert since == f"{MONTHS[first.month - 1]} {first.year}"
        assert (where, centre.rstrip(".")) == (down, said(judgement.centre, measure))
    check_process(text, judgement, measure)
    if "target" in text and judgement.now is None:
        assert "is judged once a level has held for 12 months" in text
    elif "target" in text:
        low, high = judgement.now.usual
        inside = low <= target <= high
        assert ("within the limits" in text) == inside
        assert ("limits of these months" in text) == (not judgement.is_steady)
        if not inside:
            met = (target > high) == (better < 0)
            assert ("will meet it if nothing changes" in text) == met
            assert ("will not meet it without" in text) == (not met)


def check_process(text, judgement, measure):
    """Where the process runs while it changes; a card says it below its verdict."""
    if judgement.is_steady:
        assert not re.search(r"process is changing|may be changing|proposed phase", text)
        return
    changing = judgement.changing
    if "process" not in text and "it runs at" not in text:
        return  # the short form of a card
    first = changing.months[-changing.run if changing.kind == "trend" else -changing.held]
    since = f"{MONTHS[first.month - 1]} {first.year}"
    unit = "" if measure == "detox_to_outpatient" else " days"
    runs_at = f"ince {since} it runs at {said(changing.level, measure)}{unit}"
    if judgement.now is not None:
        assert f"S{runs_at} ({changing.held} months, proposed phase)." in text
    elif changing.kind == "trend":
        assert f"it has moved one way in every final month since {since}." in text
    elif changing.held == 1:
        assert "The process may be changing." in text
    else:
        assert f"The process is changing: s{runs_at}." in text


def silent(measure, only):
    """What is said of a series that has no final month."""
    counted = "detox discharge" if measure == "detox_to_outpatient" else "request"
    how = " referred by court is counted" if only else " is counted so far"
    none = f"No {counted}{how}."
    return ("No final month yet.", none)


TARGETS = {"contact_to_assessment": 5.0, "assessment_to_service": 7.0, "detox_to_outpatient": 0.4}


@pytest.mark.parametrize("measure", MEASURES)
def test_every_verdict_of_trends_is_true(measure, open_page, store, judged, board, only, case):
    names = {row["agency_id"]: row["name"] for row in board("agency")}
    groups = {(g["kind"], g["group_name"]) for g in board("agency_group")}
    asked = [(who, {"agency": agency}) for agency, who in names.items()] + [("Statewide", {})]
    asked += [(name, {"group": f"{kind}/{name}"}) for kind, name in groups]
    checked = 0
    for who, where in asked:
        test = open_page("trends", store, measure=measure, **where, **only)
        (lede,) = re.findall(
            r'class="lede">(.*?)</p>', "".join(p.proto.body for p in test.get("html"))
        )
        text, judgement = html.unescape(lede), judged[who, measure]
        if judgement is None:
            assert text in silent(measure, only)
            continue
        if not only:  # with one, the line above the verdict says whose it is
            assert (who if who != "Statewide" else "statewide") in text
        check(text, judgement, measure, TARGETS.get(measure))
        alts = [chart.proto.alt for chart in test.get("plotly_chart")]
        assert text in alts[1 if measure == "detox_to_outpatient" else 0]
        checked += 1
    assert checked >= (17 if case.startswith("twelve") else 10)
    tiles = [alt for alt in alts if not alt.startswith(("Persons", "Statewide"))]
    for alt in tiles:
        who = alt.split(",")[0]
        if who in names.values():
            check(alt, judged[who, measure], measure, TARGETS.get(measure))


def test_every_card_of_overview_and_agencies_is_true(open_page, shown, store, judged, board, only):
    pages = [("Statewide", open_page("overview", store, **only))]
    pages += [
        (row["name"], open_page("agency", store, agency=row["agency_id"], **only))
        for row in board("agency")
    ]
    for who, page in pages:
        text = html.unescape(shown(page))
        for measure in MEASURES[:3]:
            card = text.split(f"trends?measure={measure}")[1]
            (verdict,) = re.findall(r'class="verdict[^"]*">(.*?)</p>', card)[:1]
            judgement = judged[who, measure]
            if judgement is None:
                assert verdict in silent(measure, only)
                continue
            check(
                verdict, judgement, measure, None if judgement.kind == "few" else TARGETS[measure]
            )
            change = {"few": "Too few months", "blunt": "Too few cases", "none": "No change"}
            signs = re.findall(r'class="sign">([\w ]+)</span>', card)
            if judgement.year_before is not None:
                assert signs[0] == "As last year"
            elif judgement.kind in change:
                assert signs[0] == change[judgement.kind]
            else:
                assert signs[0] in ("Improving", "Worsening")
        (now,) = re.findall(r'class="figure">([\d.]+)<small>days', text)[:1]
        assert now == said(judged[who, "contact_to_assessment"].values[-1], "days")


def test_what_changed_this_month_is_all_of_it_and_nothing_else(
    open_page, shown, store, judged, board, only
):
    text = shown(open_page("overview", store, **only))
    lists = [html.unescape(part.split("</ul>")[0]) for part in text.split('<ul class="news">')[1:]]
    lines = [line for part in lists for line in part.split("</li>") if line]
    state = {m: judged["Statewide", m].months[-1] for m in MEASURES}
    names = {row["agency_id"]: row["name"] for row in board("agency")}
    projects = defaultdict(list)
    for row in sorted(board("project"), key=lambda row: row["starts"]):
        projects[row["agency_id"], row["measure"]].append(row)
    for agency, who in names.items():
        for measure in MEASURES:
            judgement = judged[who, measure]
            link = rf'trends\?measure={measure}&agency={agency}["&]'
            here = [line for line in lines if re.search(link, line)]
            quiet = ("none", "few", "blunt", "constant")
            speaks = (
                judgement is not None
                and judgement.kind not in quiet
                and judgement.year_before is None
                and judgement.counted[-1] >= 11
                and judgement.months[-1] >= state[measure]
            )
            assert len(here) == speaks, (who, measure)
            if speaks:
                assert value_in_news(judgement, measure) in here[0]
                assert f"(n {judgement.counted[-1]:,})" in here[0]
                worse = judgement.above == (BETTER.get(measure, -1) < 0)
                assert (f'alt="{"Worsening" if worse else "Improving"}"') in here[0]
                shift = judgement.held
                up = judgement.values[-1] > judgement.values[-2]
                against = judgement.kind == "trend" and up != judgement.above
                if against or shift < (12 if judgement.kind == "trend" else 7):
                    shift = 0
                first = judgement.months[-max(judgement.run, shift)]
                limit = 8 if judgement.kind in ("shift", "trend") else 2
                lasts = judgement.run > limit or shift > 8
                still = f" since {MONTHS[first.month - 1]} {first.year}."
                assert (still in here[0]) == lasts
                assert any(here[0] in part for part in lists[1:]) >= lasts
                check_project(here[0], first, projects[agency, measure], worse)
    for part in lists:
        marks = [re.findall(r'alt="([\w ]+)"', ln)[0] for ln in part.split("</li>") if "alt=" in ln]
        assert marks == sorted(marks, key=["Worsening", "Improving", "No data"].index)


def value_in_news(judgement, measure):
    """The newest figure, with one more digit where it reads as the line that it is beyond."""
    value = judgement.values[-1]
    line = None
    if judgement.kind == "outside":
        line = (judgement.upper if judgement.above else judgement.lower)[-1]
    elif judgement.kind == "shift":
        line = judgement.centre
    if line is None or said(value, measure) != said(line, measure):
        return said(value, measure)
    return f"{value:.1%}" if measure == "detox_to_outpatient" else f"{value:,.2f}"


def check_project(line, first, projects, worse):
    """A project is named only where it began in the 12 months before the change's first month."""
    month = first.year * 12 + first.month
    near = [
        row["title"]
        for row in projects
        if month - 12 <= row["starts"].year * 12 + row["starts"].month <= month
    ]
    assert ("Change project: " in line) == bool(near)
    assert not near or near[-1] in line
    assert ("No change project is recorded." in line) == (not projects and not worse)


def months_between(first, last):
    at, found = first, []
    while at <= last:
        found.append(at)
        at = date(at.year + at.month // 12, at.month % 12 + 1, 1)
    return found


def sided(lede):
    """Of each agency that a sentence of Compare names: its side, and whether it stands apart."""
    found = {}
    for sentence in re.split(r"(?<=[a-z%.])\. (?=[A-Z0-9])|(?<=days)\. (?=[A-Z0-9])", lede):
        apart = "more than the spread" in sentence
        if not apart and not sentence.startswith("Chance aside"):
            continue
        for part in re.sub("Chance aside, (also )?", "", sentence).split("; "):
            up = re.search(r" (above|longer)", part)
            down = re.search(r" (below|less)", part)
            if up or down:
                for name in re.findall(r"[A-Z][a-z]+", re.split(r" (?:waited|is|are) ", part)[0]):
                    found[name] = (1 if up else -1, apart)
    return found


def named_by_false_discovery(chance):
    """Whom Benjamini and Hochberg's rule names at 5 %; chance: name → p-value."""
    ordered = sorted(chance, key=chance.get)
    last = max(
        (i for i, name in enumerate(ordered, 1) if chance[name] <= 0.05 * i / len(ordered)),
        default=0,
    )
    return set(ordered[:last])


def spread_between(z, error):
    """τ² of winsorised z, the variance that winsorising takes given back (0.6786546 is left)."""
    ordered = sorted(z)

    def quantile(share):
        place = share * (len(z) - 1)
        at = int(place)
        return ordered[at] + (ordered[min(at + 1, len(z) - 1)] - ordered[at]) * (place - at)

    low, high = quantile(0.1), quantile(0.9)
    phi = sum(min(max(x, low), high) ** 2 for x in z) / len(z) / 0.6786546
    weights = [1 / e**2 for e in error]
    room = sum(weights) - sum(w * w for w in weights) / sum(weights)
    return max((len(z) * phi - (len(z) - 1)) / room, 0) if room > 0 else 0


def compared_rows(store, monkeypatch, only, measure, grain, period):
    """Every agency's row of the period, and the codes of those that are not final."""
    rows = queries.comparison_rows(
        STAFF, board_at(store, monkeypatch, only), measure, grain, period
    )
    not_final = {r["agency_id"] for r in rows if r["provisional"] or r["warming_up"]}
    return {r["agency_id"]: r for r in rows}, not_final


# the 95 % quantiles of the chi-square, from a table
CHI_95 = [0, 3.841, 5.991, 7.815, 9.488, 11.070, 12.592, 14.067, 15.507, 16.919, 18.307, 19.675]


def student_tail(t, freedom):
    """P(|T| > |t|), by adding up the density in small steps."""
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2))
    scale /= math.sqrt(freedom * math.pi)
    width = abs(t) / 4000
    heights = [(1 + (i * width) ** 2 / freedom) ** (-(freedom + 1) / 2) for i in range(4001)]
    inside = width * (sum(heights) - (heights[0] + heights[-1]) / 2)
    return max(1 - 2 * scale * inside, 0)


def check_compared(lede, expected, around):
    """expected: name → side and whether it stands apart."""
    if not expected:
        assert "differs from the state’s" in lede
        return
    groups = defaultdict(set)
    for name, key in expected.items():
        groups[key].add(name)
    found = sided(lede)
    for (side, apart), members in groups.items():
        if len(members) > 6 and not apart:
            word = "(longer|above)" if side > 0 else "(less|below)"
            assert re.search(rf"{len(members)} agencies (waited|are) {word}", lede), lede
        else:
            assert {name for name, key in found.items() if key == (side, apart)} == members, lede
    assert set(found) <= set(expected)
    if any(not apart for _, apart in expected.values()):
        assert f"the state’s {around}" in lede


@pytest.mark.parametrize(
    ("grain", "period", "first", "last"),
    [
        ("12_months", "2026-08", date(2025, 9, 1), date(2026, 8, 1)),
        ("quarter", "2026-Q2", date(2026, 4, 1), date(2026, 6, 1)),
        ("month", "2026-05", date(2026, 5, 1), date(2026, 5, 1)),
    ],
)
def test_compare_names_exactly_who_differs_and_who_stands_apart_in_days(
    grain, period, first, last, open_page, shown, store, board, only, monkeypatch
):
    names = {row["agency_id"]: row["name"] for row in board("agency")}
    inside = set(months_between(first, last))
    for measure in ("contact_to_assessment", "assessment_to_service"):
        days = defaultdict(list)
        for row in board("day_count"):
            if row["measure"] == measure and row["month"] in inside:
                days[row["agency_id"]] += [row["days"]] * row["requests"]
        state = mean([day for each in days.values() for day in each])
        _, not_final = compared_rows(store, monkeypatch, only, measure, grain, period)
        asked = {a: d for a, d in days.items() if len(d) >= 11 and a not in not_final and stdev(d)}
        freedom = sum(len(d) - 1 for d in asked.values())
        ratio = sum((len(d) - 1) * (stdev(d) / mean(d)) ** 2 for d in asked.values()) / freedom

        def deviate(d, shape, over):
            error = 1 / math.sqrt(9 * shape)
            return ((mean(d) / over) ** (1 / 3) - 1 + error**2) / error

        chance = {
            a: max(
                student_tail(deviate(d, len(d) * (mean(d) / stdev(d)) ** 2, state), len(d) - 1),
                math.erfc(abs(deviate(d, len(d) / ratio, state)) / math.sqrt(2)),
            )
            for a, d in asked.items()
        }
        error = [math.sqrt(ratio / len(d)) for d in asked.values()]
        logs = [math.log(mean(d) / state) for d in asked.values()]
        tau2 = spread_between([x / e for x, e in zip(logs, error, strict=True)], error)
        outside = {
            a
            for a, x, e in zip(asked, logs, error, strict=True)
            if abs(x) > 3.090232 * math.sqrt(e * e + tau2)
        }
        expected = {
            names[a]: (1 if mean(asked[a]) > state else -1, a in outside)
            for a in named_by_false_discovery(chance)
        }
        test = open_page("compare", store, measure=measure, grain=grain, period=period, **only)
        lede = html.unescape(re.findall(r'class="lede">(.*?)</p>', shown(test))[0])
        check_compared(lede, expected, f"{state:.1f} days")
        together = sum(sum(d) for d in asked.values()) / sum(map(len, asked.values()))
        chi = sum(deviate(d, len(d) / ratio, together) ** 2 for d in asked.values())
        if len(asked) > 1:
            assert ("by more than chance explains" in lede) == (chi > CHI_95[len(asked) - 1])


def board_at(store, monkeypatch, only):
    monkeypatch.setenv("STARBOARD_DATA", str(store))
    at = queries.load_board(STAFF)
    known = queries.filter_members(STAFF, at, queries.agencies(STAFF, at))
    return replace(at, only=known[only["only"]]) if only else at


@pytest.mark.parametrize(
    ("grain", "period"), [("12_months", "2026-08"), ("year", "2025"), ("quarter", "2026-Q2")]
)
def test_compare_names_exactly_who_differs_and_who_stands_apart_in_shares(
    grain, period, open_page, shown, store, board, only, monkeypatch
):
    names = {row["agency_id"]: row["name"] for row in board("agency")}
    rows, not_final = compared_rows(store, monkeypatch, only, "detox_to_outpatient", grain, period)
    rate = rows[None]["value"]
    asked = {
        a: (row["numerator"], row["counted"])
        for a, row in rows.items()
        if a and row["counted"] >= 11 and a not in not_final
    }
    angle = math.asin(math.sqrt(rate))
    error = [1 / (2 * math.sqrt(d)) for _, d in asked.values()]
    far = [math.asin(math.sqrt(n / d)) - angle for n, d in asked.values()]
    tau2 = spread_between([x / e for x, e in zip(far, error, strict=True)], error)
    outside = {
        a
        for a, x, e in zip(asked, far, error, strict=True)
        if abs(x) > 3.090232 * math.sqrt(e * e + tau2)
    }

    def alone(n, d):
        share = [math.comb(d, k) * rate**k * (1 - rate) ** (d - k) for k in range(d + 1)]
        return min(1.0, 2 * min(sum(share[: n + 1]), sum(share[n:])))

    chance = {a: alone(n, d) for a, (n, d) in asked.items()}
    expected = {
        names[a]: (1 if asked[a][0] / asked[a][1] > rate else -1, a in outside)
        for a in named_by_false_discovery(chance)
    }
    test = open_page(
        "compare", store, measure="detox_to_outpatient", grain=grain, period=period, **only
    )
    lede = html.unescape(re.findall(r'class="lede">(.*?)</p>', shown(test))[0])
    check_compared(lede, expected, f"{rate:.0%}")


def test_how_long_people_waited_is_counted_again(open_page, store, board, only):
    test = open_page("agency", store, agency="A01", **only)
    alts = [chart.proto.alt for chart in test.get("plotly_chart")]
    inside = set(months_between(date(2025, 11, 1), date(2026, 10, 1)))
    rows = [r for r in board("day_count") if r["agency_id"] == "A01" and r["month"] in inside]
    for measure in ("contact_to_assessment", "assessment_to_service"):
        days = sorted(
            d for r in rows if r["measure"] == measure for d in [r["days"]] * r["requests"]
        )
        text = f"Of {len(days):,} requests, half took at most "
        (alt,) = [alt for alt in alts if text in alt]
        half, most = re.findall(r"at most ([\d.]+) day", alt)
        for judgement, share in ((half, 0.5), (most, 0.9)):
            at = share * (len(days) - 1)
            exact = days[int(at)] + (days[min(int(at) + 1, len(days) - 1)] - days[int(at)]) * (
                at % 1
            )
            assert float(judgement) == pytest.approx(exact, abs=0.051)
        assert f"{100 * days.count(0) / len(days):.0f}% the same day" in alt
