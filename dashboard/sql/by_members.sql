-- One row per site, level of care and referral source that an agency's rows of a measure name.
select dimension, member
from agency_month_by
where measure = $measure
    and agency_id = $agency
    and ($everything or list_contains($agencies, agency_id))
group by dimension, member
order by case dimension when 'site_id' then 1 when 'level_of_care' then 2 else 3 end, member
