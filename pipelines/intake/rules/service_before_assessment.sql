-- services before the client's first assessment in the file
select file, line, 'event_date' as "column", null as value
from accepted inner join client using (file, client)
where event_type = 'outpatient_service' and event_date < assessed
