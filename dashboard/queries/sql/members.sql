-- through a filter: no
-- One row per level of care, referral source and site that rows name, with the agencies in sight
-- whose rows do.
select dimension, member, list(distinct agency_id order by agency_id) as agencies
from member
where $everything or list_contains($agencies, agency_id)
group by dimension, member
order by case dimension when 'level_of_care' then 1 when 'referral_source' then 2 else 3 end, member
