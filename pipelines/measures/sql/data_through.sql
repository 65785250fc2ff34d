-- One row per agency: the last day that its own files cover, and the last day that is known of it.
-- Of a closed agency all is known that the other agencies' files cover: nothing more will come. So
-- it is of a pause, as far as their files reach into it.
with agencies as (
    select agency_id from agency
    union
    select agency_id from sent
),

sends as (
    select
        agency_id,
        max(month) as last_sent,
        max(case when complete then month end) as last_complete
    from sent
    group by agency_id
),

latest as (
    select max(month) as month from sent where complete
),

pauses as (
    select
        agency_pause.agency_id,
        max(least(agency_pause.last_month, latest.month)) as known_to,
        max(case when agency_pause.last_month >= latest.month then 1 else 0 end) as is_on
    from agency_pause
    inner join latest on agency_pause.first_month <= latest.month
    group by agency_pause.agency_id
),

closings as (
    select
        agencies.agency_id,
        sends.last_complete,
        latest.month as latest_complete,
        pauses.known_to,
        coalesce(pauses.is_on = 1, false)
            and coalesce(sends.last_sent < latest.month, true) as is_paused,
        case when agency.active_to is not null
            then greatest(agency.active_to, coalesce(sends.last_sent, agency.active_to))
        end as last_active
    from agencies
    cross join latest
    left join agency on agency.agency_id = agencies.agency_id
    left join sends on sends.agency_id = agencies.agency_id
    left join pauses on pauses.agency_id = agencies.agency_id
)

select
    agency_id,
    last_active,
    is_paused or coalesce(last_active < latest_complete, false) as is_closed,
    last_day(last_complete) as sent_through,
    case
        when coalesce(last_active < latest_complete, false) then last_day(latest_complete)
        else last_day(greatest(coalesce(last_complete, known_to), coalesce(known_to, last_complete)))
    end as data_through
from closings
