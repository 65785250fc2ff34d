-- through a filter: yes
-- One row per agency (null: the state) with a value in the month $period (2026-10).
with months as (
    select * from agency_month
    where $everything or list_contains($agencies, agency_id)
    union all by name
    select * exclude (agencies), 'received' as status from state_month
    where $statewide
)
select
    agency_id, value, counted, entered, completed, numerator, median_days, p90_days, held,
    provisional, warming_up, links_missing, 1 as months, (status = 'received')::int as received
from months
where measure = $measure and strftime(month, '%Y-%m') = $period and value is not null
order by agency_id nulls first
