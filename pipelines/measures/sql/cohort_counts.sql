-- One row per agency and month of contact with a request: how many, and what became of them.
select
    dimension,
    member,
    agency_id,
    month,
    sum(case when became = 'seen' then 1 else 0 end) as seen,
    sum(case when became = 'closed' then 1 else 0 end) as closed,
    sum(case when became = 'not_seen' then 1 else 0 end) as not_seen,
    sum(case when became = 'not_seen' and days_to_care is not null then 1 else 0 end)
        as seen_late,
    sum(case when became = 'waiting' then 1 else 0 end) as waiting,
    sum(case when became = 'already_in' then 1 else 0 end) as already_in,
    sum(case when became <> 'already_in' and days_to_assessment <= 7 then 1 else 0 end)
        as assessed_7,
    sum(case when became <> 'already_in' and days_to_assessment <= 14 then 1 else 0 end)
        as assessed_14,
    sum(case when became <> 'already_in' and days_to_service <= 14 then 1 else 0 end)
        as started_14
from cohort_rows
group by dimension, member, agency_id, month
