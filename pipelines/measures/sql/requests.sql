-- One row per request: a client's contact, assessment, first treatment service and closure that
-- belong together.
select
    agency_id,
    client,
    cast(request_no as int) as request_no,
    min(case when step = 1 then event_date end) as contact,
    min(case when step = 2 then event_date end) as assessment,
    min(case when step = 3 then event_date end) as service,
    max(case when step = 4 then event_date end) as last_closed
from request_events
where request_no > 0
group by agency_id, client, request_no
