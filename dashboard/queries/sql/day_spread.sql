-- through a filter: yes
-- One row per agency: count, mean and standard deviation (n - 1) of its days, $first to $last.
with sums as (
    select
        agency_id,
        sum(requests)::double as n,
        sum(days * requests)::double as total,
        sum(days * days * requests)::double as squares
    from day_count
    where measure = $measure
        and month between $first and $last
        and ($everything or list_contains($agencies, agency_id))
    group by agency_id
)
select
    agency_id,
    n,
    total / n as mean,
    case when n > 1 then sqrt(greatest(squares - total * total / n, 0) / (n - 1)) end as deviation
from sums
order by agency_id nulls last
