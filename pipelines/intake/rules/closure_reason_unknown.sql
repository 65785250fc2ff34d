-- a closed request with a reason off the list
select file, line, 'closure_reason' as "column", word as value
from kept inner join closure_reason_value as reason on closure_reason_code = code
where event_type = 'request_closed' and word is not null and reason.value is null
