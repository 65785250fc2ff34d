-- one row per month with an active version: that version, and the one that holds once it is taken
-- back: the newest other one that was not itself taken back and whose rows are kept; none is null
with kept as (
    select submission_id, count(*) as kept_rows from event_row group by submission_id
),
other as (
    select agency_id, month, max(version) as version
    from submission left join kept using (submission_id)
    where not active
        and withdrawn_on is null
        and coalesce(kept_rows, 0) = rows - rows_forgotten
    group by agency_id, month
)
select
    active.month,
    active.submission_id,
    active.version,
    earlier.submission_id as earlier_id,
    earlier.version as earlier_version
from submission as active
left join other using (agency_id, month)
left join submission as earlier
    on earlier.agency_id = active.agency_id
    and earlier.month = active.month
    and earlier.version = other.version
where active.active and active.agency_id = $agency_id and list_contains($months, active.month)
order by active.month
