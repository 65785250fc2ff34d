"""The registry: what an entry must say, and the SQL and texts that are made from it."""

import re
from dataclasses import asdict, replace
from typing import get_args

import pytest

from pipelines import settings
from pipelines.intake.contract import contract_field
from pipelines.measures import registry

TEXT = (registry.FOLDER / "measures.toml").read_text("utf-8")
SHIPPED = settings.load_settings(settings.DEFAULTS)


def test_events_are_those_of_the_contract():
    assert set(get_args(registry.Event)) == set(contract_field("event_type").words)


def test_a_row_costs_the_measures_that_its_event_is_counted_in():
    assert registry.keys_by_event() == {
        "first_contact": ("contact_to_assessment", "contact_to_service"),
        "assessment": ("contact_to_assessment", "assessment_to_service"),
        "outpatient_service": (
            *("assessment_to_service", "contact_to_service"),
            "detox_to_outpatient",
        ),
        "detox_discharge": ("detox_to_outpatient",),
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "interval"', 'kind = "wait"', "kind: 'wait' is none of interval, follow_up"),
        ('kind = "interval"\n', "", "missing 1 required positional argument: 'kind'"),
        ('kind = "interval"', 'sort = "interval"', "unexpected keyword argument 'sort'"),
        ('kind = "interval"', 'kind = "follow_up"', "unit: follow_up is counted in share"),
        ('"first_contact", "ass', '"first_call", "ass', "events: 'first_call' is none of"),
        ('"first_contact", "assessment"', "", "events: none is named"),
        (
            'uncounted = ["too_long", "no_contact"]',
            'uncounted = ["nothing"]',
            "uncounted: 'nothing' is none of",
        ),
        ('uncounted = ["too_long", "no_contact"]', "", "says_no_contact: it does not count them"),
        ('better = "decrease"', 'better = "less"', "better: 'less' is none of"),
        ("warming_up_months = 3", "warming_up_months = '3'", "warming_up_months: '3' is not of"),
        ('subject = "wait for an assessment"', 'subject = ""', "subject is empty"),
        ("{longest_days}", "{shortest_days}", "excluded: '{shortest_days' is no setting"),
        ('short = "Contact', 'short = "{longest_days} Contact', "short: '{longest_days' is no"),
    ],
)
def test_a_wrong_entry_is_an_error_that_names_it(old, new, message):
    assert old in TEXT
    with pytest.raises(registry.MeasureError, match=re.escape(message)) as error:
        registry.read_measures(TEXT.replace(old, new, 1))
    assert "[contact_to_assessment]" in str(error.value)


def test_there_is_a_measure_of_each_kind():
    intervals_alone = re.sub(r"(?ms)^\[detox.*?(?=^\[)", "", TEXT)
    with pytest.raises(registry.MeasureError, match="No measure is of kind 'follow_up'"):
        registry.read_measures(intervals_alone)


def test_a_line_of_sql_for_each_measure_of_a_kind_is_a_union():
    union = registry.step_sql("intervals")
    for key in registry.keys_of_kind("interval"):
        assert union.count(f"    select '{key}' as measure, {key}.* from {key}\n") == 1
    assert union.count("union all") == len(registry.keys_of_kind("interval")) - 1
    assert "each_" not in union + registry.step_sql("discharges")


def test_texts_say_the_numbers_of_the_office():
    others = replace(
        SHIPPED,
        detox=replace(SHIPPED.detox, window_days=30),
        requests=replace(SHIPPED.requests, longest_days=90, restart_after_care_days=120),
    )
    by_key = {measure.key: asdict(measure) for measure in registry.filled_measures(others)}
    detox = by_key["detox_to_outpatient"]
    assert detox["label"].endswith("outpatient treatment within 30 days")
    assert "on day 0 to 30 after it" in detox["counted"]
    assert "Persons whose 30 days are not over" in detox["excluded"]
    assert detox["source"].endswith("NQF 3312 and Washington Circle use 14 days")
    assert "more than 90 days after it" in by_key["contact_to_assessment"]["excluded"]
    assert "more than 120 days after a contact" in by_key["contact_to_assessment"]["excluded"]
    for entry in by_key.values():
        del entry["source_with_other_days"], entry["source"]
        assert not re.search(r"[{}]|\b14\b|\b180\b", " ".join(map(str, entry.values())))


def test_texts_say_the_numbers_that_are_shipped():
    detox = next(m for m in registry.filled_measures(SHIPPED) if m.kind == "follow_up")
    assert detox.label == "Completed detoxification, then outpatient treatment within 14 days"
    assert detox.source.endswith("NQF 3312 and Washington Circle use the same 14 days")
