-- through a filter: no
-- One row per agency in sight. `closed`: its last active month, once a later month has come.
select
    agency.*,
    agency_id in (select agency_id from submission) as has_sent,
    case
        when active_to < (select date_trunc('month', data_through) from board) then active_to
    end as closed
from agency
where $everything or list_contains($agencies, agency_id)
order by name nulls last, agency_id nulls last
