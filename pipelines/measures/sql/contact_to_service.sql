-- One row per request that reached a treatment service; its month is the service's.
select
    agency_id,
    client,
    request_no,
    service as ended,
    datediff(service, contact) as days,
    case
        when is_too_long then 'too_long'
        when contact is null then 'no_contact'
        when service < contact or datediff(service, contact) > longest_days then 'held'
        when assessment < contact then 'held'
        else 'counted'
    end as outcome
from requests cross join rule
where service is not null
