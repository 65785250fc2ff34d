-- One row per request: a client's contact, assessment, first treatment service and closure that
-- belong together. A new request starts after a long enough silence, never by calling again.
with steps as (
    select
        event.agency_id,
        event.client,
        event.event_date,
        case event.event_type
            when 'first_contact' then 1
            when 'assessment' then 2
            when 'outpatient_service' then 3
            else 4
        end as step
    from event
    left join treatment_code on treatment_code.service_code = event.service_code
    where event.event_type in ('first_contact', 'assessment', 'request_closed')
        or (
            event.event_type = 'outpatient_service'
            and (event.service_code is null or treatment_code.service_code is not null)
        )
),

-- a closure starts nothing and is nobody's event before
silences as (
    select
        steps.*,
        datediff(
            event_date,
            max(case when step < 4 then event_date end) over (
                partition by client order by event_date nulls last, step nulls last
                rows between unbounded preceding and 1 preceding
            )
        ) as silence
    from steps
),

numbered as (
    select
        silences.agency_id,
        silences.client,
        silences.event_date,
        silences.step,
        sum(
            case
                when step = 4 then 0
                when silence is null then 1
                when step = 1 and silence > restart_after_contact_days then 1
                when step > 1 and silence > restart_after_care_days then 1
                else 0
            end
        ) over (
            partition by client order by event_date nulls last, step nulls last
            rows between unbounded preceding and current row
        ) as request_no
    from silences cross join rule
)

select
    agency_id,
    client,
    cast(request_no as int) as request_no,
    min(case when step = 1 then event_date end) as contact,
    min(case when step = 2 then event_date end) as assessment,
    min(case when step = 3 then event_date end) as service,
    max(case when step = 4 then event_date end) as last_closed
from numbered
where request_no > 0
group by agency_id, client, request_no
