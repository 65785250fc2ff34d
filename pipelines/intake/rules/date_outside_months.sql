-- not in the reporting months
select file, line, 'event_date' as "column", event_date::varchar as value
from event inner join reporting using (file)
where event_date <= getvariable('today') and event_date not between first_month and last_day
