-- through a filter: no
-- One row per change project of the agencies in sight.
select agency_id, measure, title, starts, ends, outcome from project
where $everything or list_contains($agencies, agency_id)
order by agency_id nulls last, starts nulls last, title nulls last, measure nulls last
