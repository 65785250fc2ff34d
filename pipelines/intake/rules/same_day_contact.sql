-- nearly all assessments on the day of the first contact; a few rows prove nothing
with contacts as (
    select file, client, min(event_date) as contacted from accepted where event_type = 'first_contact' group by all
),
pairs as (
    select file, line, event_date = contacted as same_day
    from accepted inner join contacts using (file, client)
    where event_type = 'assessment'
),
striking as (
    select file from pairs group by file
    having count(*) >= 10 and count(*) filter (same_day) > getvariable('same_day_share') * count(*)
)
select file, line, 'event_date' as "column", null as value
from pairs
where same_day and file in (from striking)
