-- One row per request that reached an assessment; its month is the assessment's.
select
    agency_id,
    client,
    request_no,
    assessment as ended,
    datediff(assessment, contact) as days,
    case
        when is_too_long then 'too_long'
        when contact is null then 'no_contact'
        when assessment < contact or datediff(assessment, contact) > longest_days then 'held'
        else 'counted'
    end as outcome
from requests cross join rule
where assessment is not null
