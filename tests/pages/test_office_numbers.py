"""Pages say the office's own number of days, in the words of the measures too."""

import re
from dataclasses import replace
from datetime import date

import pytest

from pipelines import sample, settings
from pipelines.flow import ingest
from pipelines.intake.find_files import find_sources
from pipelines.register.agencies import Register

SHIPPED = settings.load_settings(settings.DEFAULTS)
OTHERS = replace(
    SHIPPED,
    detox=replace(SHIPPED.detox, window_days=30),
    requests=replace(
        SHIPPED.requests, longest_days=90, restart_after_care_days=120, cohort_seen_days=100
    ),
    months=replace(SHIPPED.months, pooled_share=0.25),
)
DETOX = {"measure": "detox_to_outpatient"}


@pytest.fixture(scope="module")
def office_store(tmp_path_factory):
    """A store of one agency whose office counts 30 days after a discharge, and 90 at most."""
    folder = tmp_path_factory.mktemp("office")
    sample.write_sample(folder / "extracts", last_month=date(2026, 10, 1), agencies=1, months=8)
    Register(folder / "store").enter_agencies_file(folder / "extracts" / "agencies.toml")
    ingest.ingest_files(
        folder / "store",
        find_sources([folder / "extracts"]),
        OTHERS,
        who="a test",
        today=date(2026, 11, 22),
    )
    return folder / "store"


@pytest.mark.parametrize("page", ["trends", "methods"])
def test_a_page_reads_the_offices_days(page, open_page, office_store, shown):
    test = open_page(page, office_store, **(DETOX if page == "trends" else {}))
    text = shown(test) + "".join(header.value for header in test.header)
    assert "within 30 days" in text
    for words in (
        "within 14 days",
        "day 0 to 14",
        "whose 14 days",
        "more than 180 days",
        "than 180 days",
    ):
        assert words not in text
    assert not re.search(r"\{\w+(_days|\[\w+\])", text)
    if page == "methods":
        assert "the month in which the 30 days after the month’s last day end" in text
        assert "usually make more than 25% of it" in text
