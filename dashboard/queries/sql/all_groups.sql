-- through a filter: no
-- One row per group whose agencies are all in sight: a part under its name would read as the whole.
select kind || '/' || group_name as key, kind, group_name as name,
    list(agency_id order by agency_id) as agencies
from agency_group
group by kind, group_name
having $everything or bool_and(list_contains($agencies, agency_id))
order by kind nulls last, group_name nulls last
