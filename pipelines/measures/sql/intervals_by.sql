-- One row per interval whose request has a name in the dimension at hand: `intervals`, for filters.
with ended as (
    select 'each_interval' as measure, each_interval.* from each_interval
)

select ended.*, request_member.dimension, request_member.member
from ended
inner join request_member
    on request_member.client = ended.client
    and request_member.request_no = ended.request_no
