-- One row per request: a client's contact, assessment, first treatment service and closure that
-- belong together. Where a request ends with a contact and the next one begins with care, the person
-- waited too long: `late_care` is that care's day, and the next request `is_too_long`.
with grouped as (
    select
        agency_id,
        client,
        cast(request_no as int) as request_no,
        min(case when step = 1 then event_date end) as contact,
        min(case when step = 2 then event_date end) as assessment,
        min(case when step = 3 then event_date end) as service,
        min(case when step in (2, 3) then event_date end) as first_care,
        max(case when step = 1 then event_date end) as last_contact,
        max(case when step in (2, 3) then event_date end) as last_care,
        max(case when step = 4 then event_date end) as last_closed
    from request_events
    where request_no > 0
    group by agency_id, client, request_no
),

-- on one date the contact comes before the care
placed as (
    select
        grouped.*,
        coalesce(first_care < contact, contact is null) as begins_with_care,
        coalesce(last_contact > last_care, last_contact is not null) as ends_with_contact
    from grouped
),

-- a client's numbers of requests differ, so the order is total
next_to as (
    select
        placed.*,
        lag(ends_with_contact) over (
            partition by client order by request_no nulls last
        ) as follows_contact,
        lead(case when begins_with_care then first_care end) over (
            partition by client order by request_no nulls last
        ) as care_that_begins_next
    from placed
)

select
    agency_id,
    client,
    request_no,
    contact,
    assessment,
    service,
    last_contact,
    last_closed,
    begins_with_care and coalesce(follows_contact, false) as is_too_long,
    case when ends_with_contact then care_that_begins_next end as late_care
from next_to
