-- One row per request that reached the end of a time measure's interval: all three in one.
with ended as (
    select 'contact_to_assessment' as measure, contact_to_assessment.* from contact_to_assessment
    union all
    select 'assessment_to_service' as measure, assessment_to_service.* from assessment_to_service
    union all
    select 'contact_to_service' as measure, contact_to_service.* from contact_to_service
)

select
    ended.*,
    cast(null as string) as dimension,
    cast(null as string) as member
from ended
