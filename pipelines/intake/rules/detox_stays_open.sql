-- admissions with no discharge of the client on or after them
select file, line, 'event_date' as "column", null as value
from accepted inner join client using (file, client)
where event_type = 'detox_admission' and (last_discharged is null or last_discharged < event_date)
