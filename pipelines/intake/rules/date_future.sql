-- after the day of the check
select file, line, 'event_date' as "column", event_date::varchar as value
from event
where event_date > getvariable('today')
