-- nothing settles the order of the slashes, and read month first some dates lie outside the months; where
-- no month is named, some dates are another day if read day first
with slashes as (
    select file, line, first_number, second_number, event.event_date
    from event inner join date_value on event_date_code = code
    where form = 'slashes'
),
unsettled as (
    select file from slashes group by file
    having count(*) filter (second_number between 13 and 31 or first_number between 13 and 31) = 0
)
select slashes.file, line, 'event_date' as "column", null as value
from slashes inner join reporting using (file) inner join sent using (file)
where
    slashes.file in (from unsettled)
    and if(
        sent.first_month is null,
        first_number <> second_number,
        slashes.event_date not between reporting.first_month and reporting.last_day
    )
