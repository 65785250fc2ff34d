-- One row per month of contact: the agencies' persons who asked, added up; known once it is known
-- at every agency that somebody asked.
with added as (
    select
        month,
        sum(contacts) as contacts,
        sum(seen) as seen,
        sum(closed) as closed,
        sum(not_seen) as not_seen,
        sum(seen_late) as seen_late,
        sum(waiting) as waiting,
        sum(already_in) as already_in,
        sum(assessed_7) as assessed_7,
        sum(assessed_14) as assessed_14,
        sum(started_14) as started_14,
        sum(contacts) > 0
            and max(case when contacts > 0 and not known_7 then 1 else 0 end) = 0 as known_7,
        sum(contacts) > 0
            and max(case when contacts > 0 and not known_14 then 1 else 0 end) = 0 as known_14
    from agency_cohort
    group by month
)

select
    month,
    cast(contacts as bigint) as contacts,
    cast(seen as bigint) as seen,
    cast(closed as bigint) as closed,
    cast(not_seen as bigint) as not_seen,
    cast(seen_late as bigint) as seen_late,
    cast(waiting as bigint) as waiting,
    cast(already_in as bigint) as already_in,
    cast(case when known_7 then assessed_7 end as bigint) as assessed_7,
    cast(case when known_14 then assessed_14 end as bigint) as assessed_14,
    cast(case when known_14 then started_14 end as bigint) as started_14,
    known_7,
    known_14
from added
order by month nulls last
