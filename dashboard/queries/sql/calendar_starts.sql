-- through a filter: no
-- One row: the first month for which any agency in sight is asked, or was sent.
select min(month) as month
from (
    select active_from as month from agency
    where $everything or list_contains($agencies, agency_id)
    union all
    select month from submission
    where $everything or list_contains($agencies, agency_id)
)
