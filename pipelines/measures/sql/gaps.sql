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
    lacking.agency_id,
    max(case when lacking.month < spans.month_after then 1 else 0 end) = 1 as lacks_within
from spans
inner join lacking on lacking.month >= spans.starts and lacking.month <= spans.month_after
group by spans.grain, spans.starts, lacking.agency_id
