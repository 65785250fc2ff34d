-- not two digits
select file, line, 'service_code' as "column", word as value
from kept inner join service_code_value as service on service_code_code = code
where word is not null and service.value is null
