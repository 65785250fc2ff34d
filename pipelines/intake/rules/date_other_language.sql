-- the name of a month that is not English
select file, line, 'event_date' as "column", raw as value
from event inner join spelled_event_date on event_date_code = code
where date_form = 'other_language'
