-- a reason on an event that has none
select file, line, 'discharge_reason' as "column", null as value
from kept inner join discharge_reason_value on discharge_reason_code = code
where event_type <> 'detox_discharge' and word is not null
