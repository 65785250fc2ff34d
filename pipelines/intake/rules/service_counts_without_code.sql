-- services whose code was sent and cannot be read: they count as those without a code
select file, line, 'service_code' as "column", null as value
from kept inner join service_code_value as service on service_code_code = code
where event_type = 'outpatient_service' and word is not null and service.value is null
