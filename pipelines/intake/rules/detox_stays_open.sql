-- admissions with no discharge of the client on or after them
with last_discharge as (
    select file, client, max(event_date) as discharged from accepted where event_type = 'detox_discharge' group by all
)
select file, line, 'event_date' as "column", null as value
from accepted left join last_discharge using (file, client)
where event_type = 'detox_admission' and (discharged is null or discharged < event_date)
