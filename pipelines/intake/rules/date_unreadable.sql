-- of no known form
select file, line, 'event_date' as "column", raw as value
from event inner join spelled_event_date on event_date_code = code
where date_form = 'unreadable'
