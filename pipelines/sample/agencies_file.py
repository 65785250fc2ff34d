"""`agencies.toml`: what an office would know of the sample's agencies, and what the demo tells.

Agencies, targets, stories and known faults; made up, and marked so.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from pipelines.months import month_end
from pipelines.sample.agencies import SampleAgency
from pipelines.sample.extracts import faults_of_month, file_name
from pipelines.sample.scenarios import CHANGE, Scenario
from pipelines.sample.window import Window

HEAD = """\
# Made up, all of it: agencies, people, addresses, figures. Written by `python -m pipelines sample`.
"""
PROJECT_MONTHS = 4  # from the first cycle to the close-out
TARGETS = (
    ("contact_to_assessment", 5, "days"),
    ("assessment_to_service", 7, "days"),
    ("detox_to_outpatient", 0.4, "share"),
)


def file_head(window: Window) -> str:
    """The window and the goals; the targets are to be met by the end of the next fiscal year."""
    last = window.last_month
    by = date(last.year + (2 if last.month > 6 else 1), 6, 30)
    tables = [_table("sample", made_up=True, first_month=window.day(0), last_month=last)]
    tables += [
        _table("[targets]", measure=measure, value=value, unit=unit, by=by)
        for measure, value, unit in TARGETS
    ]
    return "\n".join([HEAD, *tables])


def agency_entry(agency: SampleAgency, window: Window) -> str:
    """One agency: what it is, then its stories and faults inside the window."""
    outpatient = ["outpatient", "intensive outpatient"]
    ago = [m for m in sorted(agency.missing_ago, reverse=True) if m < window.months]
    return "\n".join(
        [
            _table(
                "[agencies]",
                code=agency.code,
                name=agency.name,
                size=_size(agency.contacts),
                contacts_a_month=agency.contacts,
                levels_of_care=[*outpatient, "detoxification"] if agency.stays else outpatient,
                id_width=agency.id_width,
                managing_entity=agency.entity,
                region=agency.region,
                contact_name=agency.contact,
                contact_email=f"{agency.code.lower()}@example.org",
                first_month=window.day(agency.first_month(window)),
                missing_months=[window.name(window.months - 1 - m) for m in ago],
                sends_person_key=agency.sends_person_key,
            ),
            *_stories(agency, window),
            *_faults(agency, window),
        ]
    )


def _stories(agency: SampleAgency, window: Window) -> Iterator[str]:
    for story in agency.stories:
        start = story.start(window)
        if start >= agency.first_month(window):
            last = month_end(window.day(start + (story.lasts or 0) - 1))
            yield _table(
                "[stories]",
                agency=agency.code,
                key=story.key,
                kind=story.kind,
                measure=story.measure,
                practice=story.practice,
                start=window.day(start),
                **({"end": last} if story.lasts else {}),
                what=story.what,
            )
            if story.practice:
                yield _project(agency, story, window)


def _project(agency: SampleAgency, story: Scenario, window: Window) -> str:
    """The change project behind a story; one whose months are not over yet is running."""
    start = story.start(window)
    faded = story.kind == CHANGE and story.lasts is not None
    closed = start + PROJECT_MONTHS <= window.months
    return _table(
        "[projects]",
        agency=agency.code,
        measure=story.measure,
        title=story.practice,
        starts=window.day(start),
        **(
            {
                "ends": month_end(window.day(start + PROJECT_MONTHS - 1)),
                "outcome": "abandoned" if faded else "adopted",
            }
            if closed
            else {}
        ),
    )


def _faults(agency: SampleAgency, window: Window) -> Iterator[str]:
    for month in agency.written_months(window):
        for fault in faults_of_month(agency, window, month):
            name = file_name(agency, window, month)
            yield _table("[faults]", file=name, kind=fault.kind, count=fault.count)


def _size(contacts: int) -> str:
    return "small" if contacts < 50 else "medium" if contacts < 150 else "large"


def _table(name: str, /, **values: Any) -> str:
    """A TOML table; JSON's texts, numbers, booleans and lists of texts are TOML's too."""
    lines = [f"[{name}]"]
    for key, value in values.items():
        written = value.isoformat() if isinstance(value, date) else json.dumps(value)
        lines.append(f"{key} = {written}")
    return "\n".join(lines) + "\n"
