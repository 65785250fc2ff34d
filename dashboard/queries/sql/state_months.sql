-- through a filter: yes
-- One row per month of one measure, for the state.
with spread as (
    select * exclude (agency_id) from month_spread where agency_id is null
)
select state_month.*, days_total, days_squared
from state_month
left join spread using (measure, month)
where measure = $measure and $statewide
order by month nulls last
