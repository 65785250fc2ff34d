-- through a filter: no
-- One row per baseline that the office has decided on (agency null: the state's).
select agency_id, measure, starts, reason, decided_by, decided_at from phase
where case
    when agency_id is null then $statewide
    else $everything or list_contains($agencies, agency_id)
end
order by starts nulls last
