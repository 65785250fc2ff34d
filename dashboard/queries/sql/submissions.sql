-- through a filter: no
-- One row per submission of one agency, the newest first.
select * from submission
where agency_id = $agency and ($everything or list_contains($agencies, agency_id))
order by month desc nulls last, version desc nulls last
