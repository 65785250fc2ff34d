"""Labelled extracts, good and odd, each with what must become of it: the intake's own catalogue."""

from tests.pipelines.intake.cases import (
    dates,
    files,
    headers,
    id_forms,
    ids,
    notes,
    shapes,
    values,
)
from tests.pipelines.intake.cases.build import Case

FAMILIES = (
    files.containers,
    files.encodings,
    files.dialects,
    headers.headers,
    shapes.shapes,
    shapes.blanks_and_ends,
    shapes.cuts_in_the_last_cell,
    shapes.captions_and_feet,
    shapes.wrapped,
    shapes.glued,
    ids.agencies,
    ids.ids,
    id_forms.wrapped_ids,
    id_forms.placeholders,
    id_forms.identifying,
    id_forms.told_by_case,
    dates.dates,
    dates.written_forms,
    dates.months,
    dates.unnamed,
    values.values,
    values.texts,
    values.repeats,
    notes.notes,
)


def cases() -> list[Case]:
    """All cases, family after family."""
    return [case for family in FAMILIES for case in family()]
