-- One row per agency, time measure, month of the ending event, outcome and number of days: how many
-- requests. Every figure of the time measures is a sum over these; days only where they count.
select
    dimension,
    member,
    measure,
    agency_id,
    cast(date_trunc('month', ended) as date) as month,
    outcome,
    cast(case when outcome = 'counted' then days end as int) as days,
    cast(count(*) as bigint) as requests
from intervals
group by
    dimension,
    member,
    measure,
    agency_id,
    cast(date_trunc('month', ended) as date),
    outcome,
    cast(case when outcome = 'counted' then days end as int)
