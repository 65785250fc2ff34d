-- At most one row: the target that the state (agency null) or an agency is to meet next, else the
-- last one; an agency's own where it has any for the measure.
select value, meet_by
from target
where measure = $measure
    and (
        agency_id is null
        or (agency_id = $agency and ($everything or list_contains($agencies, agency_id)))
    )
order by
    agency_id is null,
    meet_by < (select data_through from board),
    case when meet_by < (select data_through from board) then -epoch(meet_by) else epoch(meet_by) end
limit 1
