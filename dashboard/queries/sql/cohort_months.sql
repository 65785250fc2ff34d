-- through a filter: yes
-- One row per month of contact, of one agency (null: the state).
select * from (
    select * from agency_cohort
    where $everything or list_contains($agencies, agency_id)
    union all by name
    select * from state_cohort where $statewide
)
where agency_id is not distinct from $agency
order by month nulls last
