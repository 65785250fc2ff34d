-- a discharge with a reason off the list
select file, line, 'discharge_reason' as "column", raw as value
from event
inner join discharge_reason_value as reason on discharge_reason_code = reason.code
inner join spelled_discharge_reason as spelled on discharge_reason_code = spelled.code
where event_type = 'detox_discharge' and reason.value is null and word is not null
