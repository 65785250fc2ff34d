-- One row per request with a contact and a name in the dimension at hand: `cohort_rows`, for
-- filters.
select cohort.*, request_member.dimension, request_member.member
from cohort
inner join request_member
    on request_member.client = cohort.client
    and request_member.request_no = cohort.request_no
