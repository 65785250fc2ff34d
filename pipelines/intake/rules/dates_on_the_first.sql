-- too many of the rows on the first of a month; a few rows prove nothing
with striking as (
    select file from accepted group by file
    having count(*) >= getvariable('few_rows')
        and count(*) filter (day(event_date) = 1) > getvariable('first_of_month_share') * count(*)
)
select file, line, 'event_date' as "column", null as value
from accepted
where day(event_date) = 1 and file in (from striking)
