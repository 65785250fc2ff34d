"""The difference of two versions, against a recomputation in plain Python."""

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.warehouse import connection as warehouse
from pipelines.warehouse.version_diff import VersionDiff, diff_versions

# client, event, site, record: few of each, so that rows meet
ROWS = st.lists(
    st.tuples(
        st.integers(1, 2),
        st.sampled_from(["assessment", "first_contact"]),
        st.sampled_from([None, "NORTH"]),
        st.sampled_from([None, b"1", b"2", b"3"]),
    ),
    max_size=7,
)


def recomputed(old, new):
    """Rows pair off: alike with their number, then alike in the numbers' order, then by number."""
    old, new = Counter(old), Counter(new)
    twins = old & new
    old, new = old - twins, new - twins
    same = twins.total()
    for says in {row[:3] for row in old}:
        ours, theirs = (
            sorted((r for r in side.elements() if r[:3] == says), key=lambda r: (not r[3], r[3]))
            for side in (old, new)
        )
        pairs = min(len(ours), len(theirs))
        same += pairs
        old -= Counter(ours[:pairs])
        new -= Counter(theirs[:pairs])
    numbers = Counter(row[3] for row in old.elements() if row[3])
    changed = (numbers & Counter(row[3] for row in new.elements() if row[3])).total()
    return VersionDiff(same, changed, new.total() - changed, old.total() - changed)


def stored_versions(versions):
    con = warehouse.open_in_memory()
    for number, rows in enumerate(versions, 1):
        for client, event, site, record in rows:
            con.execute(
                "insert into event_row by name select ? as submission_id, 'A01' as agency_id,"
                " ? as client, ? as event_type, ? as event_date, ? as site_id, ? as record",
                [number, client, event, date(2026, 9, 1), site, record],
            )
    return con


@settings(max_examples=80)
@given(ROWS, ROWS)
def test_rows_are_reported_as_same_changed_new_and_gone(old, new):
    con = stored_versions([old, new])
    try:
        assert diff_versions(con, 1, 2) == recomputed(old, new)
    finally:
        con.close()


def test_a_row_with_its_number_and_other_words_is_changed():
    con = stored_versions([[(1, "assessment", None, b"7")], [(2, "assessment", None, b"7")]])
    assert diff_versions(con, 1, 2) == VersionDiff(same=0, changed=1, new=0, gone=0)
    con.close()


def test_without_numbers_a_changed_row_is_one_gone_and_one_new():
    con = stored_versions([[(1, "assessment", None, None)], [(2, "assessment", None, None)]])
    assert diff_versions(con, 1, 2) == VersionDiff(same=0, changed=0, new=1, gone=1)
    con.close()


def test_a_number_that_is_sent_for_the_first_time_changes_no_row():
    con = stored_versions([[(1, "assessment", None, None)], [(1, "assessment", None, b"1")]])
    assert diff_versions(con, 1, 2) == VersionDiff(same=1, changed=0, new=0, gone=0)
    con.close()


def test_against_a_month_that_holds_nothing_every_row_is_new():
    con = stored_versions([[(1, "assessment", None, None)]])
    assert diff_versions(con, None, 1) == VersionDiff(same=0, changed=0, new=1, gone=0)
    assert diff_versions(con, 1, None) == VersionDiff(same=0, changed=0, new=0, gone=1)
    con.close()
