-- through a filter: no
-- One row per group of one agency.
select kind, group_name from agency_group
where agency_id = $agency and ($everything or list_contains($agencies, agency_id))
order by kind nulls last, group_name nulls last
