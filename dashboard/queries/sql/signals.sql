-- through a filter: no
-- One row per agency (null: the state) and measure: what its newest judged month says.
select * from signal
where case
    when agency_id is null then $statewide
    else $everything or list_contains($agencies, agency_id)
end
order by agency_id nulls first, measure nulls last
