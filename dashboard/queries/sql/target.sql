-- through a filter: no
-- At most one row: the target that holds for the state (agency null) or an agency; an agency's own
-- where it has any for the measure.
select value, meet_by
from target
where measure = $measure
    and is_current
    and (
        agency_id is null
        or (agency_id = $agency and ($everything or list_contains($agencies, agency_id)))
    )
order by agency_id is null
limit 1
