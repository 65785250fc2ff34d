-- One row per request that reached the end of a time measure's interval: all three in one.
select 'contact_to_assessment' as measure, agency_id, ended, days, outcome
from contact_to_assessment
union all
select 'assessment_to_service' as measure, agency_id, ended, days, outcome
from assessment_to_service
union all
select 'contact_to_service' as measure, agency_id, ended, days, outcome
from contact_to_service
