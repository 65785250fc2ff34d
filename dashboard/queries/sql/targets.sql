-- through a filter: no
-- One row per target of a measure that the state (agency null) or an agency has, or everyone.
select value, meet_by, agency_id is not null as own
from target
where measure = $measure
    and (
        agency_id is null
        or (agency_id = $agency and ($everything or list_contains($agencies, agency_id)))
    )
order by meet_by nulls last, own, value
