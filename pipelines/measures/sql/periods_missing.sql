-- One row per agency and period in or right after which it lacks data; whether a month of the
-- period itself is lacking.
with spans as (
    select grain, starts, ends, cast(ends + interval 1 day as date) as month_after
    from period
    group by grain, starts, ends
)

select
    spans.grain,
    spans.starts,
    months_missing.agency_id,
    max(case when months_missing.month < spans.month_after then 1 else 0 end) = 1 as lacks_within
from spans
inner join months_missing
    on months_missing.month >= spans.starts
    and months_missing.month <= spans.month_after
group by spans.grain, spans.starts, months_missing.agency_id
