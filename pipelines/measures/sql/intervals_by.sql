-- One row per interval whose request has a name in the dimension at hand: `intervals`, for filters.
with ended as (
    select 'contact_to_assessment' as measure, contact_to_assessment.* from contact_to_assessment
    union all
    select 'assessment_to_service' as measure, assessment_to_service.* from assessment_to_service
    union all
    select 'contact_to_service' as measure, contact_to_service.* from contact_to_service
)

select ended.*, request_member.dimension, request_member.member
from ended
inner join request_member
    on request_member.client = ended.client
    and request_member.request_no = ended.request_no
