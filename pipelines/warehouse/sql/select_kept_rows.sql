-- One row: versions that another took the place of and whose rows are kept, their rows, the day on
-- which the next of them are deleted, and how many versions have lost their rows already.
select
    count(*) filter (is_kept),
    coalesce(sum(rows) filter (is_kept), 0)::bigint,
    min(superseded_on + to_months($months)) filter (is_kept)::date,
    count(*) filter (rows_deleted_on is not null)
from (
    select *, not active and rows > 0 and rows_deleted_on is null as is_kept
    from submission
)
