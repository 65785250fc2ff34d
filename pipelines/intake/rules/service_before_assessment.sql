-- services before the client's first assessment in the file
with assessments as (
    select file, client, min(event_date) as assessed from accepted where event_type = 'assessment' group by all
)
select file, line, 'event_date' as "column", null as value
from accepted inner join assessments using (file, client)
where event_type = 'outpatient_service' and event_date < assessed
