-- through a filter: yes
-- One row per month of one agency ($agency null: of every one in sight) and one measure.
select agency_month.*, days_total, days_squared
from agency_month
left join month_spread using (agency_id, measure, month)
where measure = $measure
    and ($everything or list_contains($agencies, agency_id))
    and agency_id = coalesce($agency, agency_id)
order by agency_id nulls last, month nulls last
