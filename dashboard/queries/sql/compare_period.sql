-- through a filter: yes
-- One row per agency (null: the state) with a value in the quarter or year $period.
with periods as (
    select * from agency_period
    where $everything or list_contains($agencies, agency_id)
    union all by name
    select * exclude (agencies) from state_period
    where $statewide
)
select
    agency_id, value, counted, entered, completed, numerator, median_days, p90_days, held,
    provisional, warming_up, links_missing,
    case grain when 'year' then 12 else 3 end as months, months_received as received
from periods
where measure = $measure and grain = $grain and period = $period and value is not null
order by agency_id nulls first
