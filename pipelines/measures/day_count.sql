-- One row per agency, time measure, month and number of days: how many counted requests took them.
select
    agency_id,
    measure,
    cast(date_trunc('month', ended) as date) as month,
    cast(days as int) as days,
    cast(count(*) as int) as requests
from intervals
where outcome = 'counted'
group by agency_id, measure, cast(date_trunc('month', ended) as date), days
order by measure nulls last, agency_id nulls last, month nulls last, days nulls last
