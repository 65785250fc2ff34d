-- assessments before the client's first contact in the file
with contacts as (
    select file, client, min(event_date) as contacted from accepted where event_type = 'first_contact' group by all
)
select file, line, 'event_date' as "column", null as value
from accepted inner join contacts using (file, client)
where event_type = 'assessment' and event_date < contacted
