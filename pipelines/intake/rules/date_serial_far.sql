-- no month is named, and a day number lies far from today and from all that the agency has sent, or
-- can be a day up to today as well when it is counted from 1904, as some spreadsheets do
select file, line, 'event_date' as "column", null as value
from event inner join sent using (file)
where
    date_form = 'serial' and sent.first_month is null
    and (
        event_date + 1462 <= getvariable('today')
        or abs(date_diff('month', getvariable('today'), event_date)) > getvariable('month_gap')
        and coalesce(
            event_date < stored_first - to_months(getvariable('month_gap'))
            or event_date > last_day(stored_last) + to_months(getvariable('month_gap')),
            true
        )
    )
