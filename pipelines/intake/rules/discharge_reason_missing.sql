-- a discharge without a reason
select file, line, 'discharge_reason' as "column", null as value
from event inner join discharge_reason_value on discharge_reason_code = code
where event_type = 'detox_discharge' and word is null
