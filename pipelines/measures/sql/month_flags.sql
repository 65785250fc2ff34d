-- One row per agency, measure and month of its history: what the month's place says of its figure.
select
    calendar.agency_id,
    measure.measure,
    calendar.month,
    coalesce(calendar.month_of_run <= measure.warming_up_months, false) as warming_up,
    case
        when measure.kind = 'follow_up' then periods_missing.agency_id is not null
        else coalesce(periods_missing.lacks_within, false)
    end as provisional
from calendar
cross join measure
left join periods_missing
    on periods_missing.grain = 'month'
    and periods_missing.starts = calendar.month
    and periods_missing.agency_id = calendar.agency_id
