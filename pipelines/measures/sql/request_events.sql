-- One row per first contact, assessment, treatment service or closure: the number of the client's
-- request that it belongs to. A request starts after a long enough silence, never by calling again.
with care as (
    select
        event.agency_id,
        event.client,
        event.event_date,
        event.site_id,
        event.level_of_care,
        event.referral_source,
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
        care.*,
        datediff(
            event_date,
            max(case when step < 4 then event_date end) over (
                partition by client order by event_date nulls last, step nulls last
                rows between unbounded preceding and 1 preceding
            )
        ) as silence
    from care
)

select
    silences.agency_id,
    silences.client,
    silences.event_date,
    silences.step,
    silences.site_id,
    silences.level_of_care,
    silences.referral_source,
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
