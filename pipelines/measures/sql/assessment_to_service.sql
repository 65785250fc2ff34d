-- One row per assessed request that reached a treatment service; its month is the service's.
select
    agency_id,
    client,
    request_no,
    service as ended,
    datediff(service, assessment) as days,
    case
        when service < assessment then 'served_before'
        when datediff(service, assessment) > longest_days then 'held'
        else 'counted'
    end as outcome
from requests cross join rule
where assessment is not null and service is not null
