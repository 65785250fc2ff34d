-- One row per agency, time measure, month and number of days: how many counted requests took them.
select
    dimension,
    member,
    agency_id,
    measure,
    month,
    days,
    cast(requests as int) as requests
from interval_count
where days is not null
order by dimension nulls last, member nulls last, measure nulls last, agency_id nulls last,
    month nulls last, days nulls last
