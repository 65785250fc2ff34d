-- no month is named, and many rows lie whole years off the others
select event.file, line, 'event_date' as "column", null as value
from event inner join month_run on event.file = month_run.file and event_date between first_month and last_day(last_month)
where is_kept and is_years_off
