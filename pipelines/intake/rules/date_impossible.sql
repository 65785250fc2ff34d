-- of a known form, but no day of the calendar
select file, line, 'event_date' as "column", raw as value
from event
inner join spelled_event_date as spelled on event_date_code = spelled.code
inner join date_value as date on event_date_code = date.code
where event_date is null and date_form not in ('unreadable', 'other_language') and not time_fault
