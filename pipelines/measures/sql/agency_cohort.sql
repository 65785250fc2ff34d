-- One row per agency and month of contact; what is not yet known is empty.
with spine as (
    select
        calendar.agency_id,
        calendar.month,
        coalesce(datediff(data_through, last_day(calendar.month)) >= 7, false) as known_7,
        coalesce(datediff(data_through, last_day(calendar.month)) >= 14, false) as known_14
    from calendar
    left join data_through on data_through.agency_id = calendar.agency_id
)

select
    spine.agency_id,
    spine.month,
    cast(coalesce(seen + closed + not_seen + waiting, 0) as bigint) as contacts,
    cast(coalesce(seen, 0) as bigint) as seen,
    cast(coalesce(closed, 0) as bigint) as closed,
    cast(coalesce(not_seen, 0) as bigint) as not_seen,
    cast(coalesce(seen_late, 0) as bigint) as seen_late,
    cast(coalesce(waiting, 0) as bigint) as waiting,
    cast(coalesce(already_in, 0) as bigint) as already_in,
    cast(case when known_7 then coalesce(assessed_7, 0) end as bigint) as assessed_7,
    cast(case when known_14 then coalesce(assessed_14, 0) end as bigint) as assessed_14,
    cast(case when known_14 then coalesce(started_14, 0) end as bigint) as started_14,
    known_7,
    known_14
from spine
left join cohort_counts
    on cohort_counts.agency_id = spine.agency_id and cohort_counts.month = spine.month
order by spine.agency_id nulls last, spine.month nulls last
