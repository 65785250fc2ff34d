-- One row per agency, measure and month of its history: what the month's place says of its figure.
-- A month is final once the agency has sent it, and a follow-up month once the agency has sent all
-- months up to the end of the window: 7 and 30 days and the measure's own.
with upcoming as (
    select
        calendar.agency_id,
        calendar.month,
        min(months_missing.month) as next_missing
    from calendar
    left join months_missing
        on months_missing.agency_id = calendar.agency_id
        and months_missing.month >= calendar.month
    group by calendar.agency_id, calendar.month
),

placed as (
    select
        calendar.agency_id,
        calendar.month,
        calendar.is_sent,
        calendar.month_of_run,
        coalesce(upcoming.next_missing = calendar.month, false) as is_missing,
        datediff(upcoming.next_missing, last_day(calendar.month)) as days_to_missing
    from calendar
    inner join upcoming
        on upcoming.agency_id = calendar.agency_id and upcoming.month = calendar.month
)

select
    placed.agency_id,
    measure.measure,
    placed.month,
    placed.is_sent,
    placed.is_missing,
    coalesce(placed.month_of_run <= measure.warming_up_months, false) as warming_up,
    case
        when measure.kind = 'follow_up' then coalesce(days_to_missing <= window_days, false)
        else is_missing
    end as provisional,
    case when measure.kind = 'follow_up' then coalesce(days_to_missing <= 7, false) end
        as provisional_7,
    case when measure.kind = 'follow_up' then coalesce(days_to_missing <= 30, false) end
        as provisional_30
from placed
cross join measure
cross join rule
