-- assessments before the client's first contact in the file
select file, line, 'event_date' as "column", null as value
from accepted inner join client using (file, client)
where event_type = 'assessment' and event_date < contacted
