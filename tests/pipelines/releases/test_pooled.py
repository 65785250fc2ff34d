"""State and groups of a release: arithmetic on shown cells that sets no one or two apart."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipelines.releases.cells import series_cells
from pipelines.releases.pooled import blind_groups, pooled_cells
from tests.pipelines.releases import stores

AGENCIES = [f"A{n:02}" for n in range(12)]


def sets_of_agencies():
    return st.frozensets(st.sampled_from(AGENCIES))


@given(st.dictionaries(st.sampled_from("abcdef"), sets_of_agencies()), sets_of_agencies())
def test_who_knows_the_groups_never_narrows_a_code_to_one_or_two_agencies(groups, named):
    blinded = frozenset(AGENCIES) - named
    shown = blind_groups(groups, blinded)
    same_groups = {}
    for agency in blinded:
        inside = tuple(agency in groups[name] for name in shown)
        same_groups.setdefault(inside, set()).add(agency)
    assert len(same_groups) <= 1 or min(map(len, same_groups.values())) >= 3


def cells_of(*levels):
    return [
        cell
        for agency, level in zip(AGENCIES, levels, strict=False)
        for cell in series_cells(
            stores.days_series(agency, [level] * 24), date(2025, 12, 1), before={}
        )
    ]


def group_names(groups, *levels, named=frozenset()):
    of = {name: frozenset(AGENCIES[n] for n in members) for name, members in groups.items()}
    return {cell.group for cell in pooled_cells(cells_of(*levels), of, named)} - {""}


def test_a_group_is_shown_where_three_are_in_it_and_three_outside():
    north = {"North": range(3)}
    assert group_names(north, *[20] * 6) == {"North"}
    assert group_names(north, *[20] * 5) == set()  # two outside it
    assert group_names(north, *[20] * 3) == {"North"}  # all of the state
    assert group_names({"North": range(2)}, *[20] * 6) == set()
    assert group_names(north, 0, *[20] * 5) == set()  # one of the three has nothing to show
    assert group_names(north, *[20] * 6, named=frozenset({"A00"})) == set()


def test_two_groups_that_overlap_in_one_agency_are_not_both_shown():
    groups = {"North": range(4), "Wave 1": range(3, 8)}
    assert group_names(groups, *[20] * 12) == {"North"}
