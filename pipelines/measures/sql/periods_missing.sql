-- One row per agency and period in which, or in whose follow-up window, it lacks data.
with spans as (
    select grain, starts, ends
    from period
    group by grain, starts, ends
)

select
    spans.grain,
    spans.starts,
    months_missing.agency_id
from spans
cross join rule
inner join months_missing
    on months_missing.month >= spans.starts
    and datediff(months_missing.month, spans.ends) <= window_days
group by spans.grain, spans.starts, months_missing.agency_id
