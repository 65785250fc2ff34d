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

-- one row per client, day and step: events of one step on one day (an individual and a group
-- session, contacts at two sites) are one point in time, and the order of points is total
points as (
    select distinct client, event_date, step from care
),

-- a closure starts nothing, and no event counts its silence from one
silences as (
    select
        points.*,
        datediff(
            event_date,
            max(case when step < 4 then event_date end) over (
                partition by client order by event_date nulls last, step nulls last
                rows between unbounded preceding and 1 preceding
            )
        ) as silence
    from points
),

numbered as (
    select
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
    care.agency_id,
    care.client,
    care.event_date,
    care.step,
    care.site_id,
    care.level_of_care,
    care.referral_source,
    numbered.request_no
from care
inner join numbered
    on numbered.client = care.client
    and numbered.event_date = care.event_date
    and numbered.step = care.step
