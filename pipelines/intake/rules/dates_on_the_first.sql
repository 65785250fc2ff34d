-- more than a third of the rows on the first of a month; a few rows prove nothing
with striking as (
    select file from accepted group by file
    having count(*) >= 30 and count(*) filter (day(event_date) = 1) * 3 > count(*)
)
select file, line, 'event_date' as "column", null as value
from accepted
where day(event_date) = 1 and file in (from striking)
