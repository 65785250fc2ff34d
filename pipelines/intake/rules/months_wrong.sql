-- more than half of the readable dates lie outside the reporting months
with outside as (
    select file, line, event_date not between first_month and last_day as is_outside
    from event inner join reporting using (file)
    where event_date is not null
),
wrong as (
    select file from outside group by file
    having count(*) filter (is_outside) > getvariable('outside_months_share') * count(*)
)
select file, line, 'event_date' as "column", null as value
from outside
where is_outside and file in (from wrong)
