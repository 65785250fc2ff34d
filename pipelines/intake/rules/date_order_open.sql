-- nothing settles the order of the slashes, and read month first some dates lie outside the months
with slashes as (
    select file, line, first_number, second_number, event.event_date
    from event inner join date_value on event_date_code = code
    where form = 'slashes'
),
unsettled as (
    select file from slashes group by file
    having count(*) filter (second_number between 13 and 31 or first_number between 13 and 31) = 0
)
select file, line, 'event_date' as "column", null as value
from slashes inner join reporting using (file)
where file in (from unsettled) and event_date not between first_month and last_day
