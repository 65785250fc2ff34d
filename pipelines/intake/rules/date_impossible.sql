-- of a known form, but no day of the calendar
select file, line, 'event_date' as "column", raw as value
from event inner join spelled_event_date on event_date_code = code
where event_date is null and date_form <> 'unreadable'
