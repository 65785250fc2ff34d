-- One row per month with something to count of one agency's one site, level of care or source.
select * exclude (dimension, member)
from agency_month_by
where measure = $measure
    and agency_id = $agency
    and ($everything or list_contains($agencies, agency_id))
    and dimension = $dimension
    and member = $member
order by month
