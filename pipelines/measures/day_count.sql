-- One row per agency, time measure, month and number of days: how many counted requests took them.
select
    dimension,
    member,
    agency_id,
    measure,
    cast(date_trunc('month', ended) as date) as month,
    cast(days as int) as days,
    cast(count(*) as int) as requests
from intervals
where outcome = 'counted'
group by dimension, member, agency_id, measure, cast(date_trunc('month', ended) as date), days
order by dimension nulls last, member nulls last, measure nulls last, agency_id nulls last, month nulls last, days nulls last
