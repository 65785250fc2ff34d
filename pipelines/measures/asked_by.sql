-- One row per request with a contact and dimension that names it: what `asked` is, for a filter.
select cohort.*, request_member.dimension, request_member.member
from cohort
inner join request_member
    on request_member.client = cohort.client
    and request_member.request_no = cohort.request_no
