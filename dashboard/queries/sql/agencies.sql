-- through a filter: no
-- One row per agency in sight.
select * from agency
where $everything or list_contains($agencies, agency_id)
order by name nulls last, agency_id nulls last
