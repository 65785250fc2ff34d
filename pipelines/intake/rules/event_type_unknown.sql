-- none of the six
select file, line, 'event_type' as "column", raw as value
from event
inner join event_type_value on event_type_code = event_type_value.code
inner join spelled_event_type as spelled on event_type_code = spelled.code
where event_type is null and word is not null
