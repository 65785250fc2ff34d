-- through a filter: yes
-- One row per agency (null: the state) and measure: its last 18 months' final values, gaps as null.
with months as (
    select agency_id, measure, month, value, status, provisional, warming_up from agency_month
    where $everything or list_contains($agencies, agency_id)
    union all by name
    select measure, month, value, 'received' as status, provisional, warming_up from state_month
    where $statewide
)
select
    agency_id,
    measure,
    list(
        case when status = 'received' and not provisional and not warming_up then value end
        order by month
    ) as recent
from months
where month > (select max(month) from state_month) - interval 18 month
group by agency_id, measure
