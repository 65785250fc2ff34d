-- through a filter: no
-- One row per group that has an agency in sight.
select kind || '/' || group_name as key, kind, group_name as name,
    list(agency_id order by agency_id) as agencies
from agency_group
where $everything or list_contains($agencies, agency_id)
group by kind, group_name
order by kind nulls last, group_name nulls last
