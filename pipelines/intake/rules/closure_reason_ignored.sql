-- a reason on an event that has none
select file, line, 'closure_reason' as "column", null as value
from kept inner join closure_reason_value on closure_reason_code = code
where event_type <> 'request_closed' and word is not null
