-- nearly all assessments on the day of the first contact; a few rows prove nothing
with pairs as (
    select file, line, event_date = contacted as same_day
    from accepted inner join client using (file, client)
    where event_type = 'assessment' and contacted is not null
),
striking as (
    select file from pairs group by file
    having count(*) >= getvariable('few_assessments')
        and count(*) filter (same_day) > getvariable('same_day_share') * count(*)
)
select file, line, 'event_date' as "column", null as value
from pairs
where same_day and file in (from striking)
