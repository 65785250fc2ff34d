-- no event
select file, line, 'event_type' as "column", null as value
from event inner join event_type_value on event_type_code = code
where word is null
